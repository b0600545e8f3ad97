// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IRegistrar} from "./interfaces/IRegistrar.sol";
import {Signatures} from "./signing/Signatures.sol";
import {PUBLISH_TYPEHASH, TypedData} from "./signing/TypedData.sol";
import {Signed} from "./types/Signed.sol";

/// @title Registrar
/// @notice Leads from an account to its profile. Documented in IRegistrar.
contract Registrar is IRegistrar, Signatures {
    mapping(address account => bytes32 profile) private _profiles;

    /// @inheritdoc IRegistrar
    function publish(bytes32 previous, bytes32 profile) external {
        _publish(msg.sender, previous, profile);
    }

    /// @inheritdoc IRegistrar
    function publishBySig(bytes32 previous, bytes32 profile, Signed calldata signed) external {
        bytes32 structHash = TypedData.hashPublish(previous, profile, signed);
        _requireSignature(nonceKey(0, PUBLISH_TYPEHASH, 0), structHash, signed);
        _publish(signed.signer, previous, profile);
    }

    /// @inheritdoc IRegistrar
    function profileOf(address account) external view returns (bytes32 profile) {
        return _profiles[account];
    }

    function _publish(address account, bytes32 previous, bytes32 profile) private {
        if (profile == 0) revert RegistrarEmptyProfile();
        bytes32 current = _profiles[account];
        if (previous != current) revert RegistrarStaleProfile(account, previous, current);
        _profiles[account] = profile;
        emit ProfilePublished(account, previous, profile);
    }
}
