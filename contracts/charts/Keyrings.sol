// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IKeyrings} from "../interfaces/IKeyrings.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Actors} from "./Actors.sol";

/// @dev The last epoch that a delegate may raise a chart to: no delegate uses up the epochs that the owner ends with.
uint24 constant LAST_EPOCH_OF_DELEGATES = 2 ** 23 - 1;

/// @title Keyrings
/// @notice Compares and swaps keyrings, and raises epochs.
abstract contract Keyrings is IKeyrings, Actors {
    /// @dev Whether a call raises the epoch: it must not, it may, it must, or it keeps it and makes the chart keyed.
    enum Rise {
        NEVER,
        MAYBE,
        ALWAYS,
        REKEY
    }

    /// @inheritdoc IKeyrings
    function rotate(ChartId id, KeyringUpdate calldata update) external {
        _rotate(msg.sender, id, update);
    }

    /// @inheritdoc IKeyrings
    function reseal(ChartId id, KeyringUpdate calldata update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireActor(id, chart, state, msg.sender);
        _applyUpdate(id, chart, state, update, msg.sender, Rise.NEVER);
        emit KeyringChanged(id, update.to, update.nextEpoch);
    }

    function _rotate(address by, ChartId id, KeyringUpdate calldata update) internal {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireActor(id, chart, state, by);
        _applyUpdate(id, chart, state, update, by, state.keyed() ? Rise.ALWAYS : Rise.REKEY);
        emit KeyringChanged(id, update.to, update.nextEpoch);
    }

    /// @dev Reverts unless the caller has seen the present keyring and epoch and leads to an epoch that the call may
    /// lead to, with another keyring: so no update can follow a change that it does not name. The state may have been
    /// changed in other fields.
    function _applyUpdate(
        ChartId id,
        Chart storage chart,
        ChartState state,
        KeyringUpdate calldata update,
        address by,
        Rise rise
    ) internal {
        (bytes32 from, bytes32 to, uint24 epoch, uint24 next) = (
            update.from,
            update.to,
            update.epoch,
            update.nextEpoch
        );
        if (epoch != state.epoch()) revert ChartsStaleEpoch(id, epoch, state.epoch());
        bytes32 current = _currentKeyring(chart, state);
        if (from != current) revert ChartsStaleKeyring(id, from, current);

        if (to == from) revert ChartsSameKeyring(id, to);
        if (to == 0) revert ChartsEmptyKeyring(id);

        if (next == epoch && rise != Rise.ALWAYS) {
            if (rise != Rise.REKEY) _requireKeyed(id, state);
        } else {
            uint24 raised = rise == Rise.ALWAYS || rise == Rise.MAYBE ? _nextEpoch(id, state, by) : epoch;
            if (next != raised) revert ChartsWrongNextEpoch(id, next, rise == Rise.ALWAYS ? raised : epoch);
        }
        _storeKeyring(chart, state, to, next, by);
    }

    /// @dev Raises the epoch of an ending call. Reverts for nothing that others can bring about, as long as there is a
    /// next epoch: a keyring that is missing or lost the race is dropped, and the digest of the last one stays, for the
    /// next rotation to build on. Returns the keyring that was set, zero if it was dropped, and the epoch from now on.
    function _endEpoch(
        ChartId id,
        Chart storage chart,
        ChartState state,
        KeyringUpdate calldata update,
        address by
    ) internal returns (bytes32 keyring, uint24 next) {
        next = _nextEpoch(id, state, by);
        if (_isFresh(chart, state, update) && update.nextEpoch == next) keyring = update.to;
        if (keyring == 0) {
            chart.state = state.withEpoch(next).withKeyed(false);
        } else {
            _storeKeyring(chart, state, keyring, next, by);
        }
    }

    /// @dev Sets the keyring if the update builds on the chart as it is and keeps its epoch, and else leaves the chart
    /// alone.
    function _resealIfFresh(Chart storage chart, ChartState state, KeyringUpdate calldata update, address by) internal {
        if (!state.keyed() || update.nextEpoch != state.epoch() || update.to == 0) return;
        if (_isFresh(chart, state, update)) _storeKeyring(chart, state, update.to, state.epoch(), by);
    }

    /// @dev Returns the epoch after the present one; reverts if there is none, or if it is left to the owner.
    function _nextEpoch(ChartId id, ChartState state, address by) private pure returns (uint24 next) {
        uint24 epoch = state.epoch();
        if (epoch >= LAST_EPOCH_OF_DELEGATES && (epoch == type(uint24).max || by != state.owner())) {
            revert ChartsLastEpoch(id, epoch);
        }
        return epoch + 1;
    }

    function _requireKeyed(ChartId id, ChartState state) internal pure {
        if (!state.keyed()) revert ChartsUnkeyed(id, state.epoch());
    }

    function _requireFuture(ChartId id, uint40 until) internal view {
        if (until <= block.timestamp) revert ChartsExpired(id, until, block.timestamp);
    }

    /// @dev Whether the update builds on the present keyring and epoch, to another keyring.
    function _isFresh(
        Chart storage chart,
        ChartState state,
        KeyringUpdate calldata update
    ) private view returns (bool) {
        bytes32 current = _currentKeyring(chart, state);
        return update.from == current && update.to != current && update.epoch == state.epoch();
    }

    function _currentKeyring(Chart storage chart, ChartState state) internal view returns (bytes32) {
        return state.delegated() ? chart.delegateKeyring : chart.keyring;
    }

    /// @dev The owner's last keyring stays beside a delegate's: its bytes lead to every earlier key.
    function _storeKeyring(Chart storage chart, ChartState state, bytes32 keyring, uint24 epoch, address by) private {
        bool delegated = by != state.owner();
        if (delegated) {
            chart.delegateKeyring = keyring;
        } else {
            chart.keyring = keyring;
        }
        ChartState next = state.withEpoch(epoch).withKeyed(true).withDelegated(delegated);
        if (ChartState.unwrap(next) != ChartState.unwrap(state)) chart.state = next;
    }
}
