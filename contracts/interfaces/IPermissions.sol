// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartId} from "../types/ChartId.sol";
import {GrantInput} from "../types/GrantInput.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Permission} from "../types/Permission.sol";

/// @title IPermissions
/// @notice Who else may read and write a chart, which sections of it, why, and until when.
interface IPermissions {
    /// @notice A grantee was given a permission in place of any earlier one.
    /// @param keyring SHA-256 digest of the chart's keyring from now on.
    /// @param epoch The chart's epoch from now on.
    event Granted(ChartId indexed chart, address indexed grantee, Permission permission, bytes32 keyring, uint24 epoch);

    /// @notice A grantee's permission was ended.
    /// @param keyring SHA-256 digest of the keyring set with it; zero if the chart is left unkeyed.
    /// @param epoch The chart's epoch from now on.
    event Revoked(ChartId indexed chart, address indexed grantee, bytes32 keyring, uint24 epoch);

    /// @notice Nobody can be given what is theirs already, nor give to themselves, and the zero address is nobody.
    error ChartsInvalidGrantee(ChartId chart, address grantee);

    /// @notice A grant names a section, a purpose and a first epoch that exists.
    error ChartsInvalidPermission(ChartId chart, Permission permission);

    /// @notice A delegate gives nothing that outlasts its own delegation.
    error ChartsOutlastsDelegate(ChartId chart, uint40 until, uint40 delegateUntil);

    /// @notice The account has no grant to end.
    error ChartsNoGrant(ChartId chart, address account);

    /// @notice A batch holds at least one item.
    error ChartsEmptyBatch(ChartId chart);

    /// @notice Gives an account a permission, in place of the one that it has. Owner or delegate.
    /// @dev Must bring a keyring for the next epoch when the account loses a section that it could read, even by a
    /// grant that has expired: its keys open that section until the keys rotate. It may do so in any case.
    function grant(
        ChartId chart,
        address grantee,
        Permission calldata permission,
        KeyringUpdate calldata update
    ) external;

    /// @notice Gives several accounts a permission, or none of them, with one keyring. Owner or delegate.
    function grantMany(ChartId chart, GrantInput[] calldata grants, KeyringUpdate calldata update) external;

    /// @notice Ends an account's permission and raises the epoch, whatever the update. Owner or delegate.
    /// @dev When the update builds on another keyring or epoch than the chart's, or gives no new keyring, the keyring
    /// is dropped and the chart takes no record until it is rotated. So nobody can delay the end of an access.
    /// Warning: this does not unread what was read, and does not end what was shared with the account. A delegate in
    /// time can give the account another permission.
    function revoke(ChartId chart, address grantee, KeyringUpdate calldata update) external;

    /// @notice Returns an account's stored permission, live or expired; all zero if it has none.
    function grantOf(ChartId chart, address grantee) external view returns (Permission memory);

    /// @notice Returns the epoch in which an account's stored permission was given, which a signed revocation names.
    function grantEpochOf(ChartId chart, address grantee) external view returns (uint24 epoch);
}
