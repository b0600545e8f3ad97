// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice A compare-and-swap of a chart's keyring: what the caller has seen, and what it makes of it.
/// @param from The keyring that the caller built on.
/// @param to The keyring to set: another than `from`. Zero gives none (ending calls only).
/// @param epoch The chart's epoch before the call.
/// @param nextEpoch The chart's epoch after the call.
struct KeyringUpdate {
    bytes32 from;
    bytes32 to;
    uint24 epoch;
    uint24 nextEpoch;
}
