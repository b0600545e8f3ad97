// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Attribute} from "../types/Attribute.sol";

/// @title ICredentials
/// @notice Which attributes accredited authorities attest of which accounts. One bit for each attribute of the table.
/// @dev Warning: governance decides who is an authority, and an authority whom it attests. Whoever relies on a credential
/// names the authority, and so chooses whom to trust. Neither has any power over a chart: the emergency attribute opens
/// nothing that the patient did not open to emergency access.
interface ICredentials {
    /// @notice Governance accredited an authority, or widened what it may attest.
    event AuthorityAccredited(address indexed authority, uint64 attributes);

    /// @notice Governance removed an authority, and with it all that it attested.
    event AuthorityRemoved(address indexed authority);

    /// @notice An authority attested attributes of an account, in place of what it attested of it before.
    event Attested(address indexed authority, address indexed subject, uint64 attributes, uint40 until);

    /// @notice An authority withdrew what it attested of an account.
    event Withdrawn(address indexed authority, address indexed subject);

    /// @notice Attributes are one or more of the table's.
    error CredentialsInvalidAttributes(uint64 attributes);

    /// @notice An accreditation is never narrowed in place: what was attested by it would come back with the next one.
    error CredentialsNarrows(address authority, uint64 given, uint64 current);

    /// @notice The account is no authority.
    error CredentialsNotAuthority(address account);

    /// @notice The authority is not accredited for all of these attributes.
    error CredentialsNotAccredited(address authority, uint64 attributes, uint64 accredited);

    /// @notice The attestation would have ended already.
    error CredentialsExpired(uint40 until, uint256 time);

    /// @notice The authority attests nothing of this account.
    error CredentialsNothingAttested(address authority, address subject);

    /// @notice Governance cannot be given up, for then no authority could be removed.
    error CredentialsNeedGovernance();

    /// @notice Lets an authority attest attributes, or widens what it may attest. Governance only.
    /// @param attributes All that it may attest from now on.
    function accredit(address authority, uint64 attributes) external;

    /// @notice Removes an authority and ends all that it attested. Governance only.
    /// @dev Accrediting it anew revives none of it.
    function removeAuthority(address authority) external;

    /// @notice Attests attributes of an account until a time, in place of what the caller attested of it before.
    function attest(address subject, uint64 attributes, uint40 until) external;

    /// @notice Withdraws what the caller attested of an account.
    function withdraw(address subject) external;

    /// @notice Returns what an authority may attest; zero if it is none.
    function authorityOf(address authority) external view returns (uint64 attributes);

    /// @notice Returns what an authority attests of an account and until when, live or expired; zero if nothing.
    function attestationOf(address authority, address subject) external view returns (uint64 attributes, uint40 until);

    /// @notice Returns whether an authority attests an attribute of an account now.
    function holds(address subject, Attribute attribute, address authority) external view returns (bool);
}
