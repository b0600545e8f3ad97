// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IPermissions} from "../interfaces/IPermissions.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {Grant, GrantSlot, Grants} from "../types/Grant.sol";
import {GrantInput} from "../types/GrantInput.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Permission} from "../types/Permission.sol";
import {Purpose} from "../types/Purpose.sol";
import {Keyrings} from "./Keyrings.sol";

/// @title Permissions
/// @notice Grants and revokes.
abstract contract Permissions is IPermissions, Keyrings {
    /// @inheritdoc IPermissions
    function grant(ChartId id, address grantee, Permission memory permission, KeyringUpdate calldata update) external {
        _grant(msg.sender, id, grantee, permission, update);
    }

    /// @inheritdoc IPermissions
    function grantMany(ChartId id, GrantInput[] calldata grants, KeyringUpdate calldata update) external {
        if (grants.length == 0) revert ChartsEmptyBatch(id);
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        uint40 latest = _requireActor(id, chart, state, msg.sender);
        bool narrows = false;
        for (uint256 i = 0; i < grants.length; ++i) {
            if (_putGrant(msg.sender, id, chart, state, grants[i].grantee, grants[i].permission, update, latest)) {
                narrows = true;
            }
        }
        _applyUpdate(id, chart, state, update, msg.sender, narrows ? Rise.ALWAYS : Rise.MAYBE);
    }

    /// @inheritdoc IPermissions
    function revoke(ChartId id, address grantee, KeyringUpdate calldata update) external {
        _revoke(msg.sender, id, grantee, update);
    }

    /// @inheritdoc IPermissions
    function grantOf(ChartId id, address grantee) external view returns (Permission memory) {
        return _grantOf(id, grantee).unpack();
    }

    /// @inheritdoc IPermissions
    function grantEpochOf(ChartId id, address grantee) external view returns (uint24 epoch) {
        return _grantOf(id, grantee).epoch();
    }

    function _grant(
        address by,
        ChartId id,
        address grantee,
        Permission memory permission,
        KeyringUpdate calldata update
    ) internal {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        uint40 latest = _requireActor(id, chart, state, by);
        bool narrows = _putGrant(by, id, chart, state, grantee, permission, update, latest);
        _applyUpdate(id, chart, state, update, by, narrows ? Rise.ALWAYS : Rise.MAYBE);
    }

    function _revoke(address by, ChartId id, address grantee, KeyringUpdate calldata update) internal {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireActor(id, chart, state, by);
        GrantSlot storage slot = chart.grants[state.inTenure(grantee)];
        if (slot.grant.isEmpty()) revert ChartsNoGrant(id, grantee);
        slot.grant = Grants.NONE;
        (bytes32 keyring, uint24 epoch) = _endEpoch(id, chart, state, update, by);
        emit Revoked(id, grantee, keyring, epoch);
    }

    function _grantOf(ChartId id, address grantee) internal view returns (Grant) {
        Chart storage chart = _chart(id);
        return chart.grants[chart.state.inTenure(grantee)].grant;
    }

    /// @dev Returns one bit for each section that the account may file into now, by ownership or by grant.
    function _writable(Chart storage chart, ChartState state, address account) internal view returns (uint64) {
        if (account == state.owner()) return account == address(0) ? 0 : type(uint64).max;
        Grant stored = chart.grants[state.inTenure(account)].grant;
        return stored.isLive() ? stored.write() : 0;
    }

    /// @dev Checks and stores a permission. The caller must apply the update after it, with a higher epoch if this
    /// returns that the account loses a section that it could read.
    function _putGrant(
        address by,
        ChartId id,
        Chart storage chart,
        ChartState state,
        address grantee,
        Permission memory permission,
        KeyringUpdate calldata update,
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

        GrantSlot storage slot = chart.grants[state.inTenure(grantee)];
        narrows = slot.grant.read() & ~permission.read != 0;
        slot.grant = Grants.pack(permission, update.nextEpoch);
        emit Granted(id, grantee, permission, update.to, update.nextEpoch);
    }
}
