// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice An emergency access that was taken. Fits two slots.
/// @param responder The account that took it.
/// @param until Block time at which it has ended at the latest.
/// @param epoch The epoch that it is for; it has ended when the chart is in a later one.
/// @param reason Digest of the reason, which is sealed to the chart's owner.
struct Emergency {
    address responder;
    uint40 until;
    uint24 epoch;
    bytes32 reason;
}
