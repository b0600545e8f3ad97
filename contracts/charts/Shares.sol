// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IPermissions} from "../interfaces/IPermissions.sol";
import {IRecords} from "../interfaces/IRecords.sol";
import {IShares} from "../interfaces/IShares.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Keyrings} from "./Keyrings.sol";

/// @title Shares
/// @notice Shares single records.
abstract contract Shares is IShares, Keyrings {
    /// @inheritdoc IShares
    function share(ChartId id, uint24 number, address reader, uint40 until, KeyringUpdate calldata update) external {
        _share(msg.sender, id, number, reader, until, update);
    }

    /// @inheritdoc IShares
    function shareUntil(ChartId id, uint24 number, address reader) public view returns (uint40 until) {
        return _shareUntil(_chart(id), _chart(id).state, number, reader);
    }

    function _share(
        address by,
        ChartId id,
        uint24 number,
        address reader,
        uint40 until,
        KeyringUpdate calldata update
    ) internal {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        uint40 latest = _requireActor(id, chart, state, by);
        uint256 key = state.inTenure(number, reader);
        if (until == 0) {
            if (chart.shares[key] == 0) revert ChartsNoShare(id, number, reader);
            chart.shares[key] = 0;
            _resealIfFresh(chart, state, update, by);
        } else {
            if (reader == address(0)) revert ChartsInvalidReader(id, reader);
            unchecked {
                // Zero wraps around, and no count is that high.
                if (number - 1 >= state.count()) revert IRecords.ChartsUnknownRecord(id, number);
            }
            _requireFuture(id, until);
            if (until > latest) revert IPermissions.ChartsOutlastsDelegate(id, until, latest);
            chart.shares[key] = until;
            _applyUpdate(id, chart, state, update, by, Rise.NEVER);
        }
        emit Shared(id, reader, number, until);
    }

    function _shareUntil(
        Chart storage chart,
        ChartState state,
        uint24 number,
        address reader
    ) internal view returns (uint40 until) {
        return chart.shares[state.inTenure(number, reader)];
    }
}
