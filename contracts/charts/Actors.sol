// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IActors} from "../interfaces/IActors.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";

/// @title Actors
/// @notice Keeps the charts, and knows who may act for them.
abstract contract Actors is IActors {
    mapping(ChartId id => Chart chart) private _charts;

    /// @inheritdoc IActors
    function chartIdOf(address opener, uint256 n) public pure returns (ChartId id) {
        return ChartId.wrap(keccak256(abi.encode(opener, n)));
    }

    /// @inheritdoc IActors
    function delegateUntil(ChartId id, address delegate) external view returns (uint40 until) {
        Chart storage chart = _charts[id];
        return chart.delegates[chart.state.inTenure(delegate)];
    }

    function _chart(ChartId id) internal view returns (Chart storage chart) {
        return _charts[id];
    }

    function _isDelegate(Chart storage chart, ChartState state, address account) internal view returns (bool) {
        return chart.delegates[state.inTenure(account)] > block.timestamp;
    }

    /// @dev An unopened chart has no owner, and nobody calls from the zero address: every write stops here.
    function _requireOwner(ChartId id, ChartState state) internal view {
        if (msg.sender != state.owner()) revert ChartsNotOwner(id, msg.sender, state.owner());
    }

    /// @dev Reverts unless the account is the owner or a delegate in time; returns the time at which it may no longer
    /// act. A zero owner has nobody to act for it: no signature is the zero address's.
    function _requireActor(
        ChartId id,
        Chart storage chart,
        ChartState state,
        address account
    ) internal view returns (uint40 until) {
        if (account == state.owner()) return type(uint40).max;
        until = chart.delegates[state.inTenure(account)];
        if (until <= block.timestamp) revert ChartsNotOwner(id, account, state.owner());
    }
}
