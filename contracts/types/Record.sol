// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice What a caller files.
/// @param pointer SHA-256 digest of the record's root block.
/// @param section The section, 0 to 63.
/// @param supersedes The number of the record that this one amends; 0 amends none.
struct RecordInput {
    bytes32 pointer;
    uint8 section;
    uint24 supersedes;
}

/// @notice A filed record. Fits two slots.
/// @param pointer SHA-256 digest of the record's root block.
/// @param author The account that filed it.
/// @param time Block time of the filing.
/// @param section The section, 0 to 63.
/// @param supersedes The number of the record that this one amends; 0 amends none.
/// @param epoch The epoch that it was encrypted under.
struct Record {
    bytes32 pointer;
    address author;
    uint40 time;
    uint8 section;
    uint24 supersedes;
    uint24 epoch;
}
