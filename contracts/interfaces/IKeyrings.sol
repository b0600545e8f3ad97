// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartId} from "../types/ChartId.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";

/// @title IKeyrings
/// @notice A chart's keyring and epoch.
/// @dev Every change names the keyring and the epoch that it builds on and the epoch that it leads to. Whatever gives
/// something moves the keyring, so that nobody overwrites what they have not seen, and a withheld call dies with the
/// keyring or the epoch it was made for. What ends something does so whatever it names.
/// Epochs end at 2^24 − 1, tenures and records too. A delegate raises the epoch up to 2^23 − 1 alone: it cannot use up
/// the epochs that the owner needs to end an access. The owner's last keyring stays in state beside a delegate's, so
/// that a delegate who withholds or spoils the bytes of its own costs the records filed until it is removed, never the
/// earlier ones.
/// Warning: the chain cannot see whom a keyring is sealed to. Readers and the owner check its bytes themselves.
interface IKeyrings {
    /// @notice A chart was rotated or resealed. Whatever else changes a keyring says so in its own event.
    /// @param keyring SHA-256 digest of the keyring now in force.
    /// @param epoch The chart's epoch from now on.
    event KeyringChanged(ChartId indexed chart, bytes32 keyring, uint24 epoch);

    /// @notice The caller built on another keyring than the chart's.
    error ChartsStaleKeyring(ChartId chart, bytes32 given, bytes32 current);

    /// @notice The caller acted for another epoch than the chart's.
    error ChartsStaleEpoch(ChartId chart, uint24 given, uint24 current);

    /// @notice The call does not lead to the epoch which the caller expects after it.
    error ChartsWrongNextEpoch(ChartId chart, uint24 given, uint24 expected);

    /// @notice The epoch rises no further: it is the last one, or the last that a delegate may raise it to.
    error ChartsLastEpoch(ChartId chart, uint24 epoch);

    /// @notice A keyring's digest is never zero.
    error ChartsEmptyKeyring(ChartId chart);

    /// @notice A change brings another keyring than the one that the chart has.
    error ChartsSameKeyring(ChartId chart, bytes32 keyring);

    /// @notice An access ended without a new keyring; the chart must be rotated first.
    error ChartsUnkeyed(ChartId chart, uint24 epoch);

    /// @notice The time has passed already.
    error ChartsExpired(ChartId chart, uint40 until, uint256 time);

    /// @notice Sets a keyring of fresh keys: for the next epoch or, if the chart is unkeyed, for the present one. Owner
    /// or delegate.
    function rotate(ChartId chart, KeyringUpdate calldata update) external;

    /// @notice Sets another keyring of the same keys: a section added or renamed, a reader's key changed. Owner or
    /// delegate.
    function reseal(ChartId chart, KeyringUpdate calldata update) external;
}
