// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IRecords} from "../interfaces/IRecords.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {Record, RecordInput} from "../types/Record.sol";
import {Grants} from "./Grants.sol";

/// @title Records
/// @notice Files records and folds them into the chart's head.
abstract contract Records is IRecords, Grants {
    mapping(ChartId chart => mapping(uint24 number => Record record)) private _records;

    /// @inheritdoc IRecords
    function addRecord(ChartId chart, uint24 epoch, RecordInput calldata record) external returns (uint24 number) {
        Chart storage state = _chart(chart);
        _requireEpoch(chart, state, epoch);
        number = state.count + 1;
        state.head = _file(chart, state, state.head, number, epoch, record);
        state.count = number;
    }

    /// @inheritdoc IRecords
    function addRecords(ChartId chart, uint24 epoch, RecordInput[] calldata records) external returns (uint24 first) {
        if (records.length == 0) revert ChartsEmptyBatch(chart);
        Chart storage state = _chart(chart);
        _requireEpoch(chart, state, epoch);
        uint24 number = state.count;
        bytes32 head = state.head;
        first = number + 1;
        for (uint256 i = 0; i < records.length; ++i) {
            head = _file(chart, state, head, ++number, epoch, records[i]);
        }
        state.head = head;
        state.count = number;
    }

    /// @inheritdoc IRecords
    function recordOf(ChartId chart, uint24 number) external view returns (Record memory) {
        if (number == 0 || number > _chart(chart).count) revert ChartsUnknownRecord(chart, number);
        return _records[chart][number];
    }

    /// @inheritdoc IRecords
    function recordsOf(ChartId chart, uint24 from, uint24 count) external view returns (Record[] memory records) {
        if (from == 0) revert ChartsUnknownRecord(chart, from);
        uint256 total = _chart(chart).count;
        uint256 left = from > total ? 0 : total - from + 1;
        uint256 length = count < left ? count : left;
        records = new Record[](length);
        mapping(uint24 number => Record record) storage stored = _records[chart];
        for (uint256 i = 0; i < length; ++i) {
            // Cannot overflow: no number passes the count, which is a uint24.
            records[i] = stored[uint24(from + i)];
        }
    }

    function _requireEpoch(ChartId chart, Chart storage state, uint24 epoch) private view {
        if (epoch != state.epoch) revert ChartsStaleEpoch(chart, epoch, state.epoch);
        _requireKeyed(chart, state);
    }

    function _file(
        ChartId chart,
        Chart storage state,
        bytes32 head,
        uint24 number,
        uint24 epoch,
        RecordInput calldata input
    ) private returns (bytes32) {
        if (!_canWrite(chart, state, msg.sender, input.section)) {
            revert ChartsCannotWrite(chart, msg.sender, input.section);
        }
        if (input.pointer == 0) revert ChartsEmptyPointer(chart);
        if (input.supersedes != 0) _requireAmendable(chart, number, input);
        // Safe: a uint40 of seconds lasts for 34,000 years.
        uint40 time = uint40(block.timestamp);
        _records[chart][number] = Record({
            pointer: input.pointer,
            author: msg.sender,
            time: time,
            section: input.section,
            supersedes: input.supersedes,
            epoch: epoch
        });
        emit RecordAdded(chart, number, msg.sender, input.pointer, input.section, input.supersedes, epoch, time);
        return
            keccak256(
                abi.encode(head, chart, number, input.pointer, msg.sender, input.section, input.supersedes, epoch, time)
            );
    }

    function _requireAmendable(ChartId chart, uint24 number, RecordInput calldata input) private view {
        if (input.supersedes >= number) revert ChartsUnknownRecord(chart, input.supersedes);
        Record storage original = _records[chart][input.supersedes];
        if (original.author != msg.sender || original.section != input.section) {
            revert ChartsForeignAmendment(chart, input.supersedes, original.author, original.section);
        }
    }
}
