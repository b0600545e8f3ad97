/** The largest block that IPFS nodes exchange, and that any store need take. */
export const MAX_BLOCK_BYTES = 2 * 1024 * 1024

/** A CAR is sent once its blocks have this many bytes. */
export const CAR_BYTES = 8 * 1024 * 1024

/** Levels of nodes above the leaves of a file; two hold a tebibyte. */
export const MAX_FILE_DEPTH = 6
