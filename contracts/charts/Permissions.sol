// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IPermissions} from "../interfaces/IPermissions.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {Grant, Grants} from "../types/Grant.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Permission} from "../types/Permission.sol";
import {Purpose} from "../types/Purpose.sol";
import {Keyrings} from "./Keyrings.sol";

/// @title Permissions
/// @notice Grants and revokes, and answers who may do what.
abstract contract Permissions is IPermissions, Keyrings {
    /// @dev The tenure is part of the key: raising it voids every grant at once.
    mapping(ChartId id => mapping(uint24 tenure => mapping(address grantee => Grant stored))) private _grants;

    /// @inheritdoc IPermissions
    function grant(ChartId id, address grantee, Permission memory permission, KeyringUpdate memory update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        _compareKeyring(id, chart, state, update);
        _checkPermission(id, state, grantee, permission, update.nextEpoch);

        mapping(address grantee => Grant stored) storage grants = _grants[id][state.tenure()];
        bool narrows = grants[grantee].read() & ~permission.read != 0;
        bool rises = update.nextEpoch == update.epoch + 1;
        if (!rises && (narrows || update.nextEpoch != update.epoch)) {
            revert ChartsWrongNextEpoch(id, update.nextEpoch, narrows ? update.epoch + 1 : update.epoch);
        }

        grants[grantee] = Grants.pack(permission);
        if (rises || update.to != update.from) {
            if (!rises) _requireKeyed(id, state);
            _swapKeyring(id, chart, state, update);
        }
        emit Granted(id, grantee, permission, update.to, update.nextEpoch);
    }

    /// @inheritdoc IPermissions
    function revoke(ChartId id, address grantee, KeyringUpdate memory update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        mapping(address grantee => Grant stored) storage grants = _grants[id][state.tenure()];
        if (grants[grantee].isEmpty()) revert ChartsNoGrant(id, grantee);
        grants[grantee] = Grants.NONE;
        (bytes32 keyring, uint24 epoch) = _endEpoch(chart, state, update);
        emit Revoked(id, grantee, keyring, epoch);
    }

    /// @inheritdoc IPermissions
    function grantOf(ChartId id, address grantee) external view returns (Permission memory) {
        return _grants[id][_chart(id).state.tenure()][grantee].unpack();
    }

    /// @inheritdoc IPermissions
    function canRead(ChartId id, address account, uint8 section) external view returns (bool) {
        return section < 64 && (_readable(id, _chart(id).state, account) >> section) & 1 != 0;
    }

    /// @inheritdoc IPermissions
    function canWrite(ChartId id, address account, uint8 section) external view returns (bool) {
        return section < 64 && (_writable(id, _chart(id).state, account) >> section) & 1 != 0;
    }

    /// @dev Returns one bit for each section that the account may read now.
    function _readable(ChartId id, ChartState state, address account) internal view returns (uint64) {
        if (account == state.owner()) return account == address(0) ? 0 : type(uint64).max;
        Grant stored = _grants[id][state.tenure()][account];
        return stored.isLive() ? stored.read() : 0;
    }

    /// @dev Returns one bit for each section that the account may file into now.
    function _writable(ChartId id, ChartState state, address account) internal view returns (uint64) {
        if (account == state.owner()) return account == address(0) ? 0 : type(uint64).max;
        Grant stored = _grants[id][state.tenure()][account];
        return stored.isLive() ? stored.write() : 0;
    }

    function _checkPermission(
        ChartId id,
        ChartState state,
        address grantee,
        Permission memory permission,
        uint24 nextEpoch
    ) private view {
        if (grantee == address(0) || grantee == state.owner()) revert ChartsInvalidGrantee(id, grantee);
        if (permission.until <= block.timestamp) revert ChartsExpired(id, permission.until, block.timestamp);
        if (
            permission.read | permission.write == 0 ||
            permission.purpose == Purpose.NONE ||
            permission.sinceEpoch == 0 ||
            permission.sinceEpoch > nextEpoch
        ) revert ChartsInvalidPermission(id, permission);
    }
}
