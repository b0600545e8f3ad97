// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IRegistrar} from "./interfaces/IRegistrar.sol";

/// @title Registrar
/// @notice Leads from an account to its profile. Documented in IRegistrar.
contract Registrar is IRegistrar {
    mapping(address account => bytes32 profile) private _profiles;

    /// @inheritdoc IRegistrar
    function publish(bytes32 previous, bytes32 profile) external {
        if (profile == 0) revert RegistrarEmptyProfile();
        bytes32 current = _profiles[msg.sender];
        if (previous != current) revert RegistrarStaleProfile(msg.sender, previous, current);
        _profiles[msg.sender] = profile;
        emit ProfilePublished(msg.sender, previous, profile);
    }

    /// @inheritdoc IRegistrar
    function profileOf(address account) external view returns (bytes32 profile) {
        return _profiles[account];
    }
}
