// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IKeyrings} from "../interfaces/IKeyrings.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Ownership} from "./Ownership.sol";

/// @title Keyrings
/// @notice Compares and swaps keyrings, and raises epochs.
abstract contract Keyrings is IKeyrings, Ownership {
    /// @inheritdoc IKeyrings
    function rotate(ChartId chart, KeyringUpdate calldata update) external {
        Chart storage state = _chart(chart);
        _requireOwner(chart, state);
        uint24 epoch = state.epoch;
        uint24 next = state.keyed ? epoch + 1 : epoch;
        if (update.nextEpoch != next) revert ChartsWrongNextEpoch(chart, update.nextEpoch, next);
        _compareKeyring(chart, state, update);
        _swapKeyring(chart, state, update);
    }

    /// @inheritdoc IKeyrings
    function reseal(ChartId chart, KeyringUpdate calldata update) external {
        Chart storage state = _chart(chart);
        _requireOwner(chart, state);
        _requireKeyed(chart, state);
        uint24 epoch = state.epoch;
        if (update.nextEpoch != epoch) revert ChartsWrongNextEpoch(chart, update.nextEpoch, epoch);
        _compareKeyring(chart, state, update);
        _swapKeyring(chart, state, update);
    }

    /// @dev Reverts unless the caller has seen the present keyring and epoch.
    function _compareKeyring(ChartId chart, Chart storage state, KeyringUpdate calldata update) internal view {
        if (update.epoch != state.epoch) revert ChartsStaleEpoch(chart, update.epoch, state.epoch);
        if (update.from != state.keyring) revert ChartsStaleKeyring(chart, update.from, state.keyring);
    }

    /// @dev The caller has compared, and has checked the next epoch.
    function _swapKeyring(ChartId chart, Chart storage state, KeyringUpdate calldata update) internal {
        if (update.to == 0) revert ChartsEmptyKeyring(chart);
        if (update.to == update.from) revert ChartsSameKeyring(chart, update.from);
        _setKeyring(chart, state, update.to, update.nextEpoch);
    }

    /// @dev Raises the epoch of an ending call. Never reverts: a keyring that is missing or lost the race is dropped,
    /// and the digest of the last one stays, for the next rotation to build on.
    function _endEpoch(ChartId chart, Chart storage state, KeyringUpdate calldata update) internal {
        uint24 epoch = state.epoch;
        bytes32 keyring = state.keyring;
        bool isCurrent = update.from == keyring && update.epoch == epoch && update.nextEpoch == epoch + 1;
        if (isCurrent && update.to != 0 && update.to != keyring) {
            _setKeyring(chart, state, update.to, epoch + 1);
        } else {
            state.epoch = epoch + 1;
            state.keyed = false;
            emit KeyringChanged(chart, keyring, epoch + 1, false);
        }
    }

    function _requireKeyed(ChartId chart, Chart storage state) internal view {
        if (!state.keyed) revert ChartsUnkeyed(chart, state.epoch);
    }

    function _setKeyring(ChartId chart, Chart storage state, bytes32 keyring, uint24 epoch) private {
        state.keyring = keyring;
        state.epoch = epoch;
        state.keyed = true;
        emit KeyringChanged(chart, keyring, epoch, true);
    }
}
