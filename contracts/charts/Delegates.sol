// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IDelegates} from "../interfaces/IDelegates.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {Grant, Grants} from "../types/Grant.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {ShareId} from "../types/Share.sol";
import {Permissions} from "./Permissions.sol";
import {Shares} from "./Shares.sol";

/// @title Delegates
/// @notice Names and removes delegates.
abstract contract Delegates is IDelegates, Permissions, Shares {
    /// @inheritdoc IDelegates
    function nameDelegate(ChartId id, address delegate, uint40 until, KeyringUpdate memory update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        if (delegate == address(0) || delegate == msg.sender) revert ChartsInvalidDelegate(id, delegate);
        _requireFuture(id, until);
        _delegatesOf(id, state)[delegate] = until;
        _applyUpdate(id, chart, state, update, msg.sender, false);
        emit DelegateNamed(id, delegate, until, update.to, update.nextEpoch);
    }

    /// @inheritdoc IDelegates
    function removeDelegate(
        ChartId id,
        address delegate,
        address[] calldata grantees,
        ShareId[] calldata shares,
        KeyringUpdate memory update
    ) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        mapping(address delegate => uint40 until) storage delegates = _delegatesOf(id, state);
        if (delegates[delegate] == 0) revert ChartsNoDelegate(id, delegate);
        delegates[delegate] = 0;
        (bytes32 keyring, uint24 epoch) = _endEpoch(chart, state, update, msg.sender);
        emit DelegateRemoved(id, delegate, keyring, epoch);

        mapping(address grantee => Grant stored) storage grants = _grantsOf(id, state);
        for (uint256 i = 0; i < grantees.length; ++i) {
            if (grants[grantees[i]].isEmpty()) continue;
            grants[grantees[i]] = Grants.NONE;
            emit Revoked(id, grantees[i], keyring, epoch);
        }
        bytes32 current = keyring == 0 ? _currentKeyring(chart, state) : keyring;
        for (uint256 i = 0; i < shares.length; ++i) {
            (uint24 number, address reader) = (shares[i].number, shares[i].reader);
            mapping(uint24 number => uint40 until) storage sharesOfReader = _sharesOf(id, state, reader);
            if (sharesOfReader[number] == 0) continue;
            sharesOfReader[number] = 0;
            emit Shared(id, reader, number, 0, current);
        }
    }
}
