// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Signed} from "../types/Signed.sol";

/// @title IRegistrar
/// @notice Leads from an account to its profile: its public encryption key and its sealed vault, kept on IPFS.
/// @dev Warning: whatever a profile says of its account is the account's own claim. Only the account can publish it,
/// but nobody here checks a name or a profession.
interface IRegistrar {
    /// @notice An account published or replaced its profile.
    /// @param previous SHA-256 digest of the profile replaced, zero for the first.
    /// @param profile SHA-256 digest of the profile now in force.
    event ProfilePublished(address indexed account, bytes32 previous, bytes32 profile);

    /// @notice The profile to replace is not the current one: another device published in between.
    error RegistrarStaleProfile(address account, bytes32 given, bytes32 current);

    /// @notice A profile's digest is never zero: a profile is replaced, not removed.
    error RegistrarEmptyProfile();

    /// @notice Publishes the caller's profile in place of the one that the caller has seen.
    /// @param previous Digest of the profile to replace, zero for the first.
    /// @param profile SHA-256 digest of the new profile's block.
    function publish(bytes32 previous, bytes32 profile) external;

    /// @notice Publishes the signer's profile, as `publish` does. The nonce's chart and subject are zero.
    function publishBySig(bytes32 previous, bytes32 profile, Signed calldata signed) external;

    /// @notice Returns the digest of an account's profile, zero if it has none.
    function profileOf(address account) external view returns (bytes32 profile);
}
