// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartState} from "./ChartState.sol";

/// @notice A chart in storage: one slot each.
/// @param state Its owner, counters and flags.
/// @param keyring SHA-256 digest of the last keyring that the owner set.
/// @param head The fold of all records filed so far.
/// @param delegateKeyring SHA-256 digest of the last keyring that a delegate set.
struct Chart {
    ChartState state;
    bytes32 keyring;
    bytes32 head;
    bytes32 delegateKeyring;
}

/// @notice What `chartOf` tells of a chart.
/// @param owner The patient; zero while the chart has not been opened.
/// @param count How many records were filed: the number of the newest one.
/// @param epoch Rises whenever the keys rotate or an access ends. The first is 1.
/// @param tenure Rises whenever all permissions end at once. The first is 1.
/// @param keyed Whether the keyring is for this epoch. Nothing can be filed while it is not.
/// @param keyring SHA-256 digest of the current keyring: the one to build on, keyed or not.
/// @param head The fold of all records filed so far.
/// @param ownerKeyring SHA-256 digest of the last keyring that the owner set; differs when a delegate set the current one.
/// @param receipts Whether the owner asks readers for receipts.
struct ChartView {
    address owner;
    uint24 count;
    uint24 epoch;
    uint24 tenure;
    bool keyed;
    bytes32 keyring;
    bytes32 head;
    bytes32 ownerKeyring;
    bool receipts;
}
