// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

import {ICredentials} from "./interfaces/ICredentials.sol";
import {Attribute} from "./types/Attribute.sol";

/// @title Credentials
/// @notice Attests attributes of accounts. Documented in ICredentials.
contract Credentials is ICredentials, Ownable2Step {
    /// @dev Fits one slot. The term counts removals, and goes up with each.
    struct Authority {
        uint64 attributes;
        uint32 term;
    }

    /// @dev Fits one slot. Void when the authority's term is another one.
    struct Attestation {
        uint64 attributes;
        uint40 until;
        uint32 term;
    }

    uint64 private constant _ALL = uint64((1 << (uint256(type(Attribute).max) + 1)) - 1);

    mapping(address authority => Authority accredited) private _authorities;

    mapping(address authority => mapping(address subject => Attestation attested)) private _attestations;

    constructor(address governance) Ownable(governance) {}

    /// @inheritdoc ICredentials
    function accredit(address authority, uint64 attributes) external onlyOwner {
        if (attributes == 0 || attributes & ~_ALL != 0) revert CredentialsInvalidAttributes(attributes);
        uint64 current = _authorities[authority].attributes;
        if (current & ~attributes != 0) revert CredentialsNarrows(authority, attributes, current);
        _authorities[authority].attributes = attributes;
        emit AuthorityAccredited(authority, attributes);
    }

    /// @inheritdoc ICredentials
    function removeAuthority(address authority) external onlyOwner {
        Authority storage accredited = _authorities[authority];
        if (accredited.attributes == 0) revert CredentialsNotAuthority(authority);
        accredited.attributes = 0;
        ++accredited.term;
        emit AuthorityRemoved(authority);
    }

    /// @inheritdoc ICredentials
    function attest(address subject, uint64 attributes, uint40 until) external {
        Authority memory accredited = _authorities[msg.sender];
        if (accredited.attributes == 0) revert CredentialsNotAuthority(msg.sender);
        if (attributes == 0) revert CredentialsInvalidAttributes(attributes);
        if (attributes & ~accredited.attributes != 0) {
            revert CredentialsNotAccredited(msg.sender, attributes, accredited.attributes);
        }
        if (until <= block.timestamp) revert CredentialsExpired(until, block.timestamp);
        _attestations[msg.sender][subject] = Attestation({attributes: attributes, until: until, term: accredited.term});
        emit Attested(msg.sender, subject, attributes, until);
    }

    /// @inheritdoc ICredentials
    function withdraw(address subject) external {
        if (_attestations[msg.sender][subject].attributes == 0) {
            revert CredentialsNothingAttested(msg.sender, subject);
        }
        delete _attestations[msg.sender][subject];
        emit Withdrawn(msg.sender, subject);
    }

    /// @inheritdoc ICredentials
    function authorityOf(address authority) external view returns (uint64 attributes) {
        return _authorities[authority].attributes;
    }

    /// @inheritdoc ICredentials
    function attestationOf(address authority, address subject) public view returns (uint64 attributes, uint40 until) {
        Attestation memory attested = _attestations[authority][subject];
        if (attested.term != _authorities[authority].term) return (0, 0);
        return (attested.attributes, attested.until);
    }

    /// @inheritdoc ICredentials
    function holds(address subject, Attribute attribute, address authority) external view returns (bool) {
        (uint64 attributes, uint40 until) = attestationOf(authority, subject);
        return until > block.timestamp && (attributes >> uint8(attribute)) & 1 != 0;
    }

    /// @inheritdoc Ownable
    function renounceOwnership() public view override onlyOwner {
        revert CredentialsNeedGovernance();
    }
}
