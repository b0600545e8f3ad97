// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IKeyrings} from "../interfaces/IKeyrings.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Actors} from "./Actors.sol";

/// @title Keyrings
/// @notice Compares and swaps keyrings, and raises epochs.
abstract contract Keyrings is IKeyrings, Actors {
    /// @inheritdoc IKeyrings
    function rotate(ChartId id, KeyringUpdate memory update) external {
        _rotate(msg.sender, id, update);
    }

    /// @inheritdoc IKeyrings
    function reseal(ChartId id, KeyringUpdate memory update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireActor(id, state, msg.sender);
        _compareKeyring(id, chart, state, update);
        if (update.nextEpoch != update.epoch) revert ChartsWrongNextEpoch(id, update.nextEpoch, update.epoch);
        _requireKeyed(id, state);
        _swapKeyring(id, chart, state, update, msg.sender);
        emit KeyringChanged(id, update.to, update.nextEpoch);
    }

    function _rotate(address by, ChartId id, KeyringUpdate memory update) internal {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireActor(id, state, by);
        _compareKeyring(id, chart, state, update);
        uint24 next = state.keyed() ? update.epoch + 1 : update.epoch;
        if (update.nextEpoch != next) revert ChartsWrongNextEpoch(id, update.nextEpoch, next);
        _swapKeyring(id, chart, state, update, by);
        emit KeyringChanged(id, update.to, update.nextEpoch);
    }

    /// @dev For calls that may bring a keyring, and may or must raise the epoch. Reverts unless the caller has seen the
    /// present keyring and epoch. The state may have been changed in other fields, and is stored only with a keyring.
    function _applyUpdate(
        ChartId id,
        Chart storage chart,
        ChartState state,
        KeyringUpdate memory update,
        address by,
        bool mustRise
    ) internal {
        _compareKeyring(id, chart, state, update);
        bool rises = update.nextEpoch == update.epoch + 1;
        if (!rises && (mustRise || update.nextEpoch != update.epoch)) {
            revert ChartsWrongNextEpoch(id, update.nextEpoch, mustRise ? update.epoch + 1 : update.epoch);
        }
        if (rises || update.to != update.from) {
            if (!rises) _requireKeyed(id, state);
            _swapKeyring(id, chart, state, update, by);
        }
    }

    /// @dev Raises the epoch of an ending call. Never reverts: a keyring that is missing or lost the race is dropped,
    /// and the digest of the last one stays, for the next rotation to build on. Returns the keyring that was set, zero
    /// if it was dropped, and the epoch from now on.
    function _endEpoch(
        Chart storage chart,
        ChartState state,
        KeyringUpdate memory update,
        address by
    ) internal returns (bytes32 keyring, uint24 next) {
        uint24 epoch = state.epoch();
        next = epoch + 1;
        bytes32 current = _currentKeyring(chart, state);
        if (update.from == current && update.epoch == epoch && update.nextEpoch == next && update.to != current) {
            keyring = update.to;
        }
        if (keyring == 0) {
            chart.state = state.withEpoch(next).withKeyed(false);
        } else {
            _storeKeyring(chart, state, keyring, next, by);
        }
    }

    /// @dev Sets the keyring if the update builds on the chart as it is and keeps its epoch, and else leaves the chart
    /// alone. Returns the keyring that is current then.
    function _resealIfFresh(
        Chart storage chart,
        ChartState state,
        KeyringUpdate memory update,
        address by
    ) internal returns (bytes32 keyring) {
        keyring = _currentKeyring(chart, state);
        bool isFresh = state.keyed() && update.from == keyring && update.epoch == state.epoch();
        if (isFresh && update.nextEpoch == update.epoch && update.to != 0 && update.to != keyring) {
            keyring = update.to;
            _storeKeyring(chart, state, keyring, update.epoch, by);
        }
    }

    function _requireKeyed(ChartId id, ChartState state) internal pure {
        if (!state.keyed()) revert ChartsUnkeyed(id, state.epoch());
    }

    function _requireFuture(ChartId id, uint40 until) internal view {
        if (until <= block.timestamp) revert ChartsExpired(id, until, block.timestamp);
    }

    function _currentKeyring(Chart storage chart, ChartState state) internal view returns (bytes32) {
        return state.delegated() ? chart.delegateKeyring : chart.keyring;
    }

    /// @dev Reverts unless the caller has seen the present keyring and epoch.
    function _compareKeyring(
        ChartId id,
        Chart storage chart,
        ChartState state,
        KeyringUpdate memory update
    ) internal view {
        if (update.epoch != state.epoch()) revert ChartsStaleEpoch(id, update.epoch, state.epoch());
        bytes32 current = _currentKeyring(chart, state);
        if (update.from != current) revert ChartsStaleKeyring(id, update.from, current);
    }

    /// @dev The caller has compared, and has checked the next epoch.
    function _swapKeyring(
        ChartId id,
        Chart storage chart,
        ChartState state,
        KeyringUpdate memory update,
        address by
    ) private {
        if (update.to == 0) revert ChartsEmptyKeyring(id);
        if (update.to == update.from) revert ChartsSameKeyring(id, update.from);
        _storeKeyring(chart, state, update.to, update.nextEpoch, by);
    }

    /// @dev The owner's last keyring stays beside a delegate's: its bytes lead to every earlier key.
    function _storeKeyring(Chart storage chart, ChartState state, bytes32 keyring, uint24 epoch, address by) private {
        bool delegated = by != state.owner();
        if (delegated) {
            chart.delegateKeyring = keyring;
        } else {
            chart.keyring = keyring;
        }
        chart.state = state.withEpoch(epoch).withKeyed(true).withDelegated(delegated);
    }
}
