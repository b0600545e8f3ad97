// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice An offer to take a chart over. Fits one slot.
/// @param successor The account that may accept it; zero if there is none.
/// @param until Block time at which the offer has ended.
/// @param tenure The tenure that it was made in, and is void after.
struct Offer {
    address successor;
    uint40 until;
    uint24 tenure;
}
