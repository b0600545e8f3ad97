// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartState} from "./ChartState.sol";

/// @notice A chart in storage: one slot each.
/// @param state Its owner and counters.
/// @param keyring SHA-256 digest of the last keyring that was set.
/// @param head The fold of all records filed so far.
struct Chart {
    ChartState state;
    bytes32 keyring;
    bytes32 head;
}

/// @notice What `chartOf` tells of a chart.
/// @param owner The patient; zero while the chart has not been opened.
/// @param count How many records were filed: the number of the newest one.
/// @param epoch Rises whenever the keys rotate or an access ends. The first is 1.
/// @param tenure Rises whenever all permissions end at once. The first is 1.
/// @param keyed Whether the keyring is for this epoch. Nothing can be filed while it is not.
/// @param keyring SHA-256 digest of the last keyring that was set: the one to build on, keyed or not.
/// @param head The fold of all records filed so far.
struct ChartView {
    address owner;
    uint24 count;
    uint24 epoch;
    uint24 tenure;
    bool keyed;
    bytes32 keyring;
    bytes32 head;
}
