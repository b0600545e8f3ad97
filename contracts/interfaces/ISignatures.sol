// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title ISignatures
/// @notice Calls that an account signs and anybody submits.
/// @dev The typed data belong to one chain and one contract and name the signer. Plain ECDSA is tried first and
/// EIP-1271 next, so that an account with EIP-7702 code signs as it always did.
/// Warning: an account that is a contract decides by itself, at the time of the call, which signatures are its own.
interface ISignatures {
    /// @notice An account gave up its next signature under a key.
    event SignatureCancelled(address indexed account, uint192 indexed key, uint64 nonce);

    /// @notice The signature is not the signer's for this call, or is malformed.
    error SignaturesInvalid(address signer);

    /// @notice The signature was not submitted in time.
    error SignaturesExpired(uint256 deadline, uint256 time);

    /// @notice Makes the caller's next signature under a key worthless.
    /// @param key As given by `nonceKey`.
    /// @param nonce The nonce to give up, which must be the next one.
    function cancelSignature(uint192 key, uint64 nonce) external;

    /// @notice Returns the key that nonces are counted under. One key's signatures never wait for another's.
    /// @param chart The chart, or zero.
    /// @param action The hash of the EIP-712 type that is signed.
    /// @param subject What the action is about, as documented where it is declared.
    function nonceKey(bytes32 chart, bytes32 action, bytes32 subject) external pure returns (uint192 key);
}
