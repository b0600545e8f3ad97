// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IPermissions} from "../interfaces/IPermissions.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {Grant, Grants} from "../types/Grant.sol";
import {GrantInput} from "../types/GrantInput.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Permission} from "../types/Permission.sol";
import {Purpose} from "../types/Purpose.sol";
import {Keyrings} from "./Keyrings.sol";

/// @title Permissions
/// @notice Grants and revokes.
abstract contract Permissions is IPermissions, Keyrings {
    /// @dev The tenure is part of the key: raising it voids every grant at once.
    mapping(ChartId id => mapping(uint24 tenure => mapping(address grantee => Grant stored))) private _grants;

    /// @inheritdoc IPermissions
    function grant(ChartId id, address grantee, Permission memory permission, KeyringUpdate memory update) external {
        _grant(msg.sender, id, grantee, permission, update);
    }

    /// @inheritdoc IPermissions
    function grantMany(ChartId id, GrantInput[] calldata grants, KeyringUpdate memory update) external {
        if (grants.length == 0) revert ChartsEmptyBatch(id);
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        uint40 latest = _requireActor(id, state, msg.sender);
        bool narrows = false;
        for (uint256 i = 0; i < grants.length; ++i) {
            if (_putGrant(msg.sender, id, state, grants[i].grantee, grants[i].permission, update, latest)) {
                narrows = true;
            }
        }
        _applyUpdate(id, chart, state, update, msg.sender, narrows);
    }

    /// @inheritdoc IPermissions
    function revoke(ChartId id, address grantee, KeyringUpdate memory update) external {
        _revoke(msg.sender, id, grantee, update);
    }

    /// @inheritdoc IPermissions
    function grantOf(ChartId id, address grantee) external view returns (Permission memory) {
        return _grantsOf(id, _chart(id).state)[grantee].unpack();
    }

    /// @inheritdoc IPermissions
    function grantEpochOf(ChartId id, address grantee) external view returns (uint24 epoch) {
        return _grantsOf(id, _chart(id).state)[grantee].epoch();
    }

    function _grant(
        address by,
        ChartId id,
        address grantee,
        Permission memory permission,
        KeyringUpdate memory update
    ) internal {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        uint40 latest = _requireActor(id, state, by);
        bool narrows = _putGrant(by, id, state, grantee, permission, update, latest);
        _applyUpdate(id, chart, state, update, by, narrows);
    }

    function _revoke(address by, ChartId id, address grantee, KeyringUpdate memory update) internal {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireActor(id, state, by);
        mapping(address grantee => Grant stored) storage grants = _grantsOf(id, state);
        if (grants[grantee].isEmpty()) revert ChartsNoGrant(id, grantee);
        grants[grantee] = Grants.NONE;
        (bytes32 keyring, uint24 epoch) = _endEpoch(chart, state, update, by);
        emit Revoked(id, grantee, keyring, epoch);
    }

    function _grantsOf(
        ChartId id,
        ChartState state
    ) internal view returns (mapping(address grantee => Grant stored) storage) {
        return _grants[id][state.tenure()];
    }

    /// @dev Returns one bit for each section that the account may file into now, by ownership or by grant.
    function _writable(ChartId id, ChartState state, address account) internal view returns (uint64) {
        if (account == state.owner()) return account == address(0) ? 0 : type(uint64).max;
        Grant stored = _grantsOf(id, state)[account];
        return stored.isLive() ? stored.write() : 0;
    }

    /// @dev Checks and stores a permission. The caller must apply the update after it, with a higher epoch if this
    /// returns that the account loses a section that it could read.
    function _putGrant(
        address by,
        ChartId id,
        ChartState state,
        address grantee,
        Permission memory permission,
        KeyringUpdate memory update,
        uint40 latest
    ) private returns (bool narrows) {
        if (grantee == address(0) || grantee == by || grantee == state.owner()) {
            revert ChartsInvalidGrantee(id, grantee);
        }
        _requireFuture(id, permission.until);
        if (permission.until > latest) revert ChartsOutlastsDelegate(id, permission.until, latest);
        if (
            permission.read | permission.write == 0 ||
            permission.purpose == Purpose.NONE ||
            permission.sinceEpoch == 0 ||
            permission.sinceEpoch > update.nextEpoch
        ) revert ChartsInvalidPermission(id, permission);

        mapping(address grantee => Grant stored) storage grants = _grantsOf(id, state);
        narrows = grants[grantee].read() & ~permission.read != 0;
        grants[grantee] = Grants.pack(permission, update.nextEpoch);
        emit Granted(id, grantee, permission, update.to, update.nextEpoch);
    }
}
