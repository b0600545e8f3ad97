// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice Somebody's signature of a call that anybody may submit.
/// @param signer The account that the call is made for.
/// @param nonce The signer's next one for this chart, action and subject.
/// @param deadline The last block time at which the call may be mined.
/// @param signature Of EIP-712 typed data: 65 bytes of ECDSA, or what the signer's EIP-1271 contract takes.
struct Signed {
    address signer;
    uint64 nonce;
    uint256 deadline;
    bytes signature;
}
