/** Nonce 24, ephemeral public key 32, ciphertext of 66 bytes with its tag 16. Apart, so that the box itself loads late. */
export const METAMASK_BOX_LENGTH = 138
