// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartId} from "../types/ChartId.sol";
import {Emergency} from "../types/Emergency.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {ICredentials} from "./ICredentials.sol";

/// @title IEmergencies
/// @notice Emergency access by a credentialed responder, to what the owner opened to it, for a day at most.
/// @dev Warning: the responder names the authority whose word it relies on; that authority was accredited by
/// governance, not by the patient.
/// Warning: who holds the keys of an emergency section can read it without breaking the glass.
interface IEmergencies {
    /// @notice The owner chose which sections are open to emergency access.
    /// @param sections One bit for each section.
    /// @param keyring SHA-256 digest of the keyring set with it; zero if the chart is left unkeyed.
    /// @param epoch The chart's epoch from now on.
    event EmergencySet(ChartId indexed chart, uint64 sections, bytes32 keyring, uint24 epoch);

    /// @notice A responder took emergency access.
    /// @param authority Whose attestation of the emergency attribute the responder relied on.
    /// @param index Where the entry stands in the chart's list, from 0.
    /// @param until Block time at which the access has ended at the latest.
    /// @param reason Digest of the reason, which is sealed to the owner.
    /// @param epoch The epoch that the access is for.
    event GlassBroken(
        ChartId indexed chart,
        address indexed responder,
        address indexed authority,
        uint256 index,
        uint40 until,
        bytes32 reason,
        uint24 epoch
    );

    /// @notice No section is open to emergency access.
    error ChartsEmergencyClosed(ChartId chart);

    /// @notice The authority does not attest the emergency attribute of this account now.
    error ChartsNotResponder(ChartId chart, address account, address authority);

    /// @notice Emergency access ends within 24 hours.
    error ChartsEmergencyTooLong(ChartId chart, uint40 until, uint256 latest);

    /// @notice Emergency access has a reason.
    error ChartsEmptyReason(ChartId chart);

    /// @notice Sets which sections are open to emergency access. Owner only.
    /// @dev When it closes a section, whose keys were given out, it raises the epoch, whatever the update: a keyring
    /// that is missing or lost the race is dropped, as in `revoke`.
    function setEmergency(ChartId chart, uint64 sections, KeyringUpdate calldata update) external;

    /// @notice Takes emergency access to the open sections, for reading, until a time or the next rise of the epoch.
    /// @dev Warning: re-keying an unkeyed chart raises no epoch, so an access taken while the chart was unkeyed
    /// outlives it.
    /// @param authority Whose attestation of the emergency attribute the caller relies on.
    /// @param until At most 24 hours from now.
    /// @param reason Digest of the reason, which is sealed to the owner.
    /// @return index Where the entry stands in the chart's list, from 0.
    function breakGlass(
        ChartId chart,
        address authority,
        uint40 until,
        bytes32 reason
    ) external returns (uint256 index);

    /// @notice Returns the contract in which responders' credentials are attested.
    function credentials() external view returns (ICredentials);

    /// @notice Returns up to `count` emergency accesses from the index `from` on, in the order in which they were
    /// taken.
    function openingsOf(ChartId chart, uint256 from, uint256 count) external view returns (Emergency[] memory page);
}
