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
    /// @dev The tenure is part of the key: raising it voids every share at once.
    mapping(ChartId id => mapping(uint24 tenure => mapping(address reader => mapping(uint24 number => uint40 until))))
        private _shares;

    /// @inheritdoc IShares
    function share(ChartId id, uint24 number, address reader, uint40 until, KeyringUpdate memory update) external {
        _share(msg.sender, id, number, reader, until, update);
    }

    /// @inheritdoc IShares
    function shareOf(ChartId id, uint24 number, address reader) external view returns (uint40 until) {
        return _sharesOf(id, _chart(id).state, reader)[number];
    }

    function _share(
        address by,
        ChartId id,
        uint24 number,
        address reader,
        uint40 until,
        KeyringUpdate memory update
    ) internal {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        uint40 latest = _requireActor(id, state, by);
        mapping(uint24 number => uint40 until) storage shares = _sharesOf(id, state, reader);
        if (until == 0) {
            if (shares[number] == 0) revert ChartsNoShare(id, number, reader);
            shares[number] = 0;
            emit Shared(id, reader, number, 0, _resealIfFresh(chart, state, update, by));
        } else {
            if (reader == address(0) || reader == by || reader == state.owner()) {
                revert ChartsInvalidReader(id, reader);
            }
            if (number == 0 || number > state.count()) revert IRecords.ChartsUnknownRecord(id, number);
            _requireFuture(id, until);
            if (until > latest) revert IPermissions.ChartsOutlastsDelegate(id, until, latest);
            if (update.nextEpoch != update.epoch) revert ChartsWrongNextEpoch(id, update.nextEpoch, update.epoch);
            shares[number] = until;
            _applyUpdate(id, chart, state, update, by, false);
            emit Shared(id, reader, number, until, update.to);
        }
    }

    function _sharesOf(
        ChartId id,
        ChartState state,
        address reader
    ) internal view returns (mapping(uint24 number => uint40 until) storage) {
        return _shares[id][state.tenure()][reader];
    }
}
