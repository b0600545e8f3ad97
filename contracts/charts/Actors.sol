// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IActors} from "../interfaces/IActors.sol";
import {Chart, ChartView} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";

/// @title Actors
/// @notice Keeps the charts, and knows who may act for them.
abstract contract Actors is IActors {
    mapping(ChartId id => Chart chart) private _charts;

    /// @dev The tenure is part of the key: raising it voids every delegate at once.
    mapping(ChartId id => mapping(uint24 tenure => mapping(address delegate => uint40 until))) private _delegates;

    /// @inheritdoc IActors
    function chartIdOf(address opener, uint256 n) public pure returns (ChartId id) {
        return ChartId.wrap(keccak256(abi.encode(opener, n)));
    }

    /// @inheritdoc IActors
    function chartOf(ChartId id) external view returns (ChartView memory) {
        Chart storage chart = _charts[id];
        ChartState state = chart.state;
        return
            ChartView({
                owner: state.owner(),
                count: state.count(),
                epoch: state.epoch(),
                tenure: state.tenure(),
                keyed: state.keyed(),
                keyring: state.delegated() ? chart.delegateKeyring : chart.keyring,
                head: chart.head,
                ownerKeyring: chart.keyring,
                receipts: state.receipts()
            });
    }

    /// @inheritdoc IActors
    function delegateUntil(ChartId id, address delegate) external view returns (uint40 until) {
        return _delegates[id][_charts[id].state.tenure()][delegate];
    }

    function _chart(ChartId id) internal view returns (Chart storage chart) {
        return _charts[id];
    }

    function _delegatesOf(
        ChartId id,
        ChartState state
    ) internal view returns (mapping(address delegate => uint40 until) storage) {
        return _delegates[id][state.tenure()];
    }

    function _isDelegate(ChartId id, ChartState state, address account) internal view returns (bool) {
        return _delegates[id][state.tenure()][account] > block.timestamp;
    }

    /// @dev An unopened chart has no owner, and nobody calls from the zero address: every write stops here.
    function _requireOwner(ChartId id, ChartState state) internal view {
        if (msg.sender != state.owner()) revert ChartsNotOwner(id, msg.sender, state.owner());
    }

    /// @dev Reverts unless the account is the owner or a delegate in time; returns the time at which it may no longer
    /// act. A zero owner has nobody to act for it: no signature is the zero address's.
    function _requireActor(ChartId id, ChartState state, address account) internal view returns (uint40 until) {
        if (account == state.owner()) return type(uint40).max;
        until = _delegates[id][state.tenure()][account];
        if (until <= block.timestamp) revert ChartsNotOwner(id, account, state.owner());
    }
}
