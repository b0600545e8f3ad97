// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartId} from "../types/ChartId.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {ShareId} from "../types/Share.sol";

/// @title IDelegates
/// @notice Carers and parents who act for the owner until a time.
/// @dev Warning: a delegate reads everything and may leak it. It can set a keyring that nobody can open and drop the
/// chart's key by revoking: both last until the owner removes it.
/// Warning: what a delegate gives outlasts its removal, up to the end that its delegation had, unless that removal
/// names it. A delegate can give in the last moment, by call or by a signature that somebody submits while it is in
/// time. That moves the keyring, so that the keyring which the removal brings is dropped. Whoever finds the chart
/// unkeyed, or its grants or shares other than before, ends what is not wanted before it sets a keyring.
/// A shorter delegation leaves what was given under the longer one.
interface IDelegates {
    /// @notice An account may act for the owner, in place of any earlier delegation of its.
    /// @param until Block time at which the delegation has ended.
    /// @param keyring SHA-256 digest of the chart's keyring from now on.
    /// @param epoch The chart's epoch from now on.
    event DelegateNamed(ChartId indexed chart, address indexed delegate, uint40 until, bytes32 keyring, uint24 epoch);

    /// @notice A delegate was removed.
    /// @param keyring SHA-256 digest of the keyring set with it; zero if the chart is left unkeyed.
    /// @param epoch The chart's epoch from now on.
    event DelegateRemoved(ChartId indexed chart, address indexed delegate, bytes32 keyring, uint24 epoch);

    /// @notice The owner needs no delegation, and the zero address is nobody.
    error ChartsInvalidDelegate(ChartId chart, address delegate);

    /// @notice The account has no delegation to end.
    error ChartsNoDelegate(ChartId chart, address account);

    /// @notice Lets an account act for the owner until a time. Owner only.
    /// @dev Warning: a shorter time ends nothing that the account gave before.
    function nameDelegate(ChartId chart, address delegate, uint40 until, KeyringUpdate calldata update) external;

    /// @notice Ends a delegation, together with grants and shares, and raises the epoch, whatever the update. Owner
    /// only.
    /// @dev A keyring that is missing or lost the race is dropped, as in `revoke`. Grants and shares that are gone
    /// already are passed over, so that the delegate cannot stop its removal by ending one of them first.
    /// Warning: grants and shares that are not named stay, even those that the delegate gave while this call waited.
    /// @param grantees Whose grants to end with it: those that the delegate made, as the owner's client shows them.
    /// @param shares Which shares to end with it.
    function removeDelegate(
        ChartId chart,
        address delegate,
        address[] calldata grantees,
        ShareId[] calldata shares,
        KeyringUpdate calldata update
    ) external;
}
