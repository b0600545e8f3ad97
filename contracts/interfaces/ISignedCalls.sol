// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartId} from "../types/ChartId.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Permission} from "../types/Permission.sol";
import {Signed} from "../types/Signed.sol";

/// @title ISignedCalls
/// @notice What an owner or a delegate may sign for anybody to submit. Each does what the call of the same name does
/// when its signer makes it.
/// Warning: an unsubmitted signature stays good until its deadline, as long as what it names is the chart's; its signer
/// can give it up by `cancelSignature`.
interface ISignedCalls {
    /// @notice Opens a chart for the signer. The nonce's chart is the one to open, its subject zero.
    function openBySig(uint256 n, bytes32 keyring, Signed calldata signed) external returns (ChartId chart);

    /// @notice Gives a permission. The nonce's subject is the grantee.
    function grantBySig(
        ChartId chart,
        address grantee,
        Permission calldata permission,
        KeyringUpdate calldata update,
        Signed calldata signed
    ) external;

    /// @notice Ends the permission that the signature names. The nonce's subject is the grantee.
    /// @dev The signer names the stored permission and the epoch in which it was given, so that an old signature ends
    /// no later grant. Once that permission was replaced, the signature is worthless.
    /// Warning: so a delegate in time voids it by granting anew, say for a second less. A direct `revoke` cannot be
    /// voided.
    function revokeBySig(
        ChartId chart,
        address grantee,
        KeyringUpdate calldata update,
        Signed calldata signed
    ) external;

    /// @notice Rotates the keys. The nonce's subject is zero.
    function rotateBySig(ChartId chart, KeyringUpdate calldata update, Signed calldata signed) external;

    /// @notice Shares a record, or ends that. The nonce's subject is the hash of the number and the reader.
    /// @dev The signer names the end of the stored share that is replaced or ended, zero if there is none
    /// (`shareUntil`), so that an old signature neither ends a later share nor brings an ended one back. A share that
    /// is given anew until the very same second is the same to it.
    function shareBySig(
        ChartId chart,
        uint24 number,
        address reader,
        uint40 until,
        KeyringUpdate calldata update,
        Signed calldata signed
    ) external;
}
