// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Purpose} from "./Purpose.sol";

/// @notice What a grantee may do in a chart. Fits one slot.
/// @param read One bit for each section that the grantee may read.
/// @param write One bit for each section that the grantee may file into.
/// @param until Block time at which the permission has ended.
/// @param sinceEpoch The first epoch whose records the keyring opens to the grantee.
/// @param purpose Why the owner gives access.
struct Permission {
    uint64 read;
    uint64 write;
    uint40 until;
    uint24 sinceEpoch;
    Purpose purpose;
}
