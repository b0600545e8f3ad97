// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IGrants} from "../interfaces/IGrants.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Permission} from "../types/Permission.sol";
import {Purpose} from "../types/Purpose.sol";
import {Keyrings} from "./Keyrings.sol";

/// @title Grants
/// @notice Gives and ends permissions, and answers who may do what.
abstract contract Grants is IGrants, Keyrings {
    /// @dev The tenure is part of the key: raising it voids every grant at once.
    mapping(ChartId chart => mapping(uint24 tenure => mapping(address grantee => Permission permission)))
        private _grants;

    /// @inheritdoc IGrants
    function grant(
        ChartId chart,
        address grantee,
        Permission calldata permission,
        KeyringUpdate calldata update
    ) external {
        Chart storage state = _chart(chart);
        _requireOwner(chart, state);
        _compareKeyring(chart, state, update);
        _checkPermission(chart, grantee, permission, update.nextEpoch);

        Permission storage stored = _grants[chart][state.tenure][grantee];
        bool narrows = stored.read & ~permission.read != 0;
        if (update.nextEpoch != update.epoch + 1 && (narrows || update.nextEpoch != update.epoch)) {
            revert ChartsWrongNextEpoch(chart, update.nextEpoch, narrows ? update.epoch + 1 : update.epoch);
        }

        _grants[chart][state.tenure][grantee] = permission;
        emit Granted(chart, grantee, permission);

        if (update.nextEpoch != update.epoch) {
            _swapKeyring(chart, state, update);
        } else if (update.to != update.from) {
            _requireKeyed(chart, state);
            _swapKeyring(chart, state, update);
        }
    }

    /// @inheritdoc IGrants
    function revoke(ChartId chart, address grantee, KeyringUpdate calldata update) external {
        Chart storage state = _chart(chart);
        _requireOwner(chart, state);
        uint24 tenure = state.tenure;
        if (_grants[chart][tenure][grantee].until == 0) revert ChartsNoGrant(chart, grantee);
        delete _grants[chart][tenure][grantee];
        emit Revoked(chart, grantee);
        _endEpoch(chart, state, update);
    }

    /// @inheritdoc IGrants
    function grantOf(ChartId chart, address grantee) external view returns (Permission memory) {
        return _grants[chart][_chart(chart).tenure][grantee];
    }

    /// @inheritdoc IGrants
    function canRead(ChartId chart, address account, uint8 section) external view returns (bool) {
        if (section > 63) return false;
        Chart storage state = _chart(chart);
        if (account == state.owner) return account != address(0);
        Permission storage permission = _grants[chart][state.tenure][account];
        return permission.until > block.timestamp && (permission.read >> section) & 1 != 0;
    }

    /// @inheritdoc IGrants
    function canWrite(ChartId chart, address account, uint8 section) external view returns (bool) {
        return _canWrite(chart, _chart(chart), account, section);
    }

    function _canWrite(
        ChartId chart,
        Chart storage state,
        address account,
        uint8 section
    ) internal view returns (bool) {
        if (section > 63) return false;
        if (account == state.owner) return account != address(0);
        Permission storage permission = _grants[chart][state.tenure][account];
        return permission.until > block.timestamp && (permission.write >> section) & 1 != 0;
    }

    function _checkPermission(
        ChartId chart,
        address grantee,
        Permission calldata permission,
        uint24 nextEpoch
    ) private view {
        if (grantee == address(0) || grantee == msg.sender) revert ChartsInvalidGrantee(chart, grantee);
        if (permission.until <= block.timestamp) revert ChartsExpired(chart, permission.until, block.timestamp);
        if (
            permission.read | permission.write == 0 ||
            permission.purpose == Purpose.NONE ||
            permission.sinceEpoch == 0 ||
            permission.sinceEpoch > nextEpoch
        ) revert ChartsInvalidPermission(chart, permission);
    }
}
