// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice Names a share of one record.
/// @param number The record.
/// @param reader The account that it is shared with.
struct ShareId {
    uint24 number;
    address reader;
}
