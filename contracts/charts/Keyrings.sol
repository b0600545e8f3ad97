// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IKeyrings} from "../interfaces/IKeyrings.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Ownership} from "./Ownership.sol";

/// @title Keyrings
/// @notice Compares and swaps keyrings, and raises epochs.
abstract contract Keyrings is IKeyrings, Ownership {
    /// @inheritdoc IKeyrings
    function rotate(ChartId id, KeyringUpdate memory update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        _compareKeyring(id, chart, state, update);
        uint24 next = state.keyed() ? update.epoch + 1 : update.epoch;
        if (update.nextEpoch != next) revert ChartsWrongNextEpoch(id, update.nextEpoch, next);
        _swapKeyring(id, chart, state, update);
        emit KeyringChanged(id, update.to, update.nextEpoch);
    }

    /// @inheritdoc IKeyrings
    function reseal(ChartId id, KeyringUpdate memory update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        _compareKeyring(id, chart, state, update);
        if (update.nextEpoch != update.epoch) revert ChartsWrongNextEpoch(id, update.nextEpoch, update.epoch);
        _requireKeyed(id, state);
        _swapKeyring(id, chart, state, update);
        emit KeyringChanged(id, update.to, update.nextEpoch);
    }

    /// @dev Reverts unless the caller has seen the present keyring and epoch.
    function _compareKeyring(
        ChartId id,
        Chart storage chart,
        ChartState state,
        KeyringUpdate memory update
    ) internal view {
        if (update.epoch != state.epoch()) revert ChartsStaleEpoch(id, update.epoch, state.epoch());
        bytes32 keyring = chart.keyring;
        if (update.from != keyring) revert ChartsStaleKeyring(id, update.from, keyring);
    }

    /// @dev The caller has compared, and has checked the next epoch.
    function _swapKeyring(ChartId id, Chart storage chart, ChartState state, KeyringUpdate memory update) internal {
        if (update.to == 0) revert ChartsEmptyKeyring(id);
        if (update.to == update.from) revert ChartsSameKeyring(id, update.from);
        chart.keyring = update.to;
        chart.state = state.withEpoch(update.nextEpoch).withKeyed(true);
    }

    /// @dev Raises the epoch of an ending call. Never reverts: a keyring that is missing or lost the race is dropped,
    /// and the digest of the last one stays, for the next rotation to build on. Returns the keyring that was set, zero
    /// if it was dropped, and the epoch from now on.
    function _endEpoch(
        Chart storage chart,
        ChartState state,
        KeyringUpdate memory update
    ) internal returns (bytes32 keyring, uint24 next) {
        next = state.epoch() + 1;
        bytes32 current = chart.keyring;
        if (
            update.from == current && update.epoch == state.epoch() && update.nextEpoch == next && update.to != current
        ) {
            keyring = update.to;
        }
        if (keyring != 0) chart.keyring = keyring;
        chart.state = state.withEpoch(next).withKeyed(keyring != 0);
    }

    function _requireKeyed(ChartId id, ChartState state) internal pure {
        if (!state.keyed()) revert ChartsUnkeyed(id, state.epoch());
    }
}
