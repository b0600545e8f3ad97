// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IDelegates} from "../interfaces/IDelegates.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {GrantSlot, Grants} from "../types/Grant.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {ShareId} from "../types/Share.sol";
import {Permissions} from "./Permissions.sol";
import {Shares} from "./Shares.sol";

/// @title Delegates
/// @notice Names and removes delegates.
abstract contract Delegates is IDelegates, Permissions, Shares {
    /// @inheritdoc IDelegates
    function nameDelegate(ChartId id, address delegate, uint40 until, KeyringUpdate calldata update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        if (delegate == address(0) || delegate == msg.sender) revert ChartsInvalidDelegate(id, delegate);
        _requireFuture(id, until);
        chart.delegates[state.inTenure(delegate)] = until;
        _applyUpdate(id, chart, state, update, msg.sender, Rise.MAYBE);
        emit DelegateNamed(id, delegate, until, update.to, update.nextEpoch);
    }

    /// @inheritdoc IDelegates
    function removeDelegate(
        ChartId id,
        address delegate,
        address[] calldata grantees,
        ShareId[] calldata shares,
        KeyringUpdate calldata update
    ) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        uint256 key = state.inTenure(delegate);
        if (chart.delegates[key] == 0) revert ChartsNoDelegate(id, delegate);
        chart.delegates[key] = 0;
        (bytes32 keyring, uint24 epoch) = _endEpoch(id, chart, state, update, msg.sender);
        emit DelegateRemoved(id, delegate, keyring, epoch);

        for (uint256 i = 0; i < grantees.length; ++i) {
            GrantSlot storage slot = chart.grants[state.inTenure(grantees[i])];
            if (slot.grant.isEmpty()) continue;
            slot.grant = Grants.NONE;
            emit Revoked(id, grantees[i], keyring, epoch);
        }
        for (uint256 i = 0; i < shares.length; ++i) {
            (uint24 number, address reader) = (shares[i].number, shares[i].reader);
            key = state.inTenure(number, reader);
            if (chart.shares[key] == 0) continue;
            chart.shares[key] = 0;
            emit Shared(id, reader, number, 0);
        }
    }
}
