// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartId} from "../types/ChartId.sol";
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

    /// @notice Nobody can be granted what is theirs already, and the zero address is nobody.
    error ChartsInvalidGrantee(ChartId chart, address grantee);

    /// @notice A grant names a section, a purpose and a first epoch that exists.
    error ChartsInvalidPermission(ChartId chart, Permission permission);

    /// @notice The permission would have ended already.
    error ChartsExpired(ChartId chart, uint40 until, uint256 time);

    /// @notice The account has no grant to end.
    error ChartsNoGrant(ChartId chart, address account);

    /// @notice Gives an account a permission, in place of the one that it has.
    /// @dev Must bring a keyring for the next epoch when the account loses a section that it could read, even by a
    /// grant that has expired: its keys open that section until the keys rotate. It may do so in any case.
    function grant(
        ChartId chart,
        address grantee,
        Permission calldata permission,
        KeyringUpdate calldata update
    ) external;

    /// @notice Ends an account's permission and raises the epoch, whatever the update.
    /// @dev When the update builds on another keyring or epoch than the chart's, or gives no new keyring, the keyring is
    /// dropped and the chart takes no record until it is rotated. So nobody can delay the end of an access.
    /// Warning: this does not unread what was read.
    function revoke(ChartId chart, address grantee, KeyringUpdate calldata update) external;

    /// @notice Returns an account's stored permission, live or expired; all zero if it has none.
    function grantOf(ChartId chart, address grantee) external view returns (Permission memory);

    /// @notice Returns whether an account may read a section now. Always false for sections above 63.
    function canRead(ChartId chart, address account, uint8 section) external view returns (bool);

    /// @notice Returns whether an account may file into a section now, once the chart is keyed.
    function canWrite(ChartId chart, address account, uint8 section) external view returns (bool);
}
