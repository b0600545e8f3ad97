// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IRecords} from "../interfaces/IRecords.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {Record, RecordInput} from "../types/Record.sol";
import {Permissions} from "./Permissions.sol";

/// @title Records
/// @notice Files records and folds them into the chart's head.
abstract contract Records is IRecords, Permissions {
    mapping(ChartId id => mapping(uint24 number => Record record)) private _records;

    /// @inheritdoc IRecords
    function addRecord(ChartId id, uint24 epoch, RecordInput calldata record) external returns (uint24 number) {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireEpoch(id, state, epoch);
        number = state.count() + 1;
        chart.head = _file(id, epoch, number, _writable(id, state, msg.sender), chart.head, record);
        chart.state = state.withCount(number);
    }

    /// @inheritdoc IRecords
    function addRecords(ChartId id, uint24 epoch, RecordInput[] calldata records) external returns (uint24 first) {
        if (records.length == 0) revert ChartsEmptyBatch(id);
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireEpoch(id, state, epoch);
        uint64 writable = _writable(id, state, msg.sender);
        bytes32 head = chart.head;
        uint24 number = state.count();
        first = number + 1;
        for (uint256 i = 0; i < records.length; ++i) {
            head = _file(id, epoch, ++number, writable, head, records[i]);
        }
        chart.head = head;
        chart.state = state.withCount(number);
    }

    /// @inheritdoc IRecords
    function recordOf(ChartId id, uint24 number) external view returns (Record memory) {
        if (number == 0 || number > _chart(id).state.count()) revert ChartsUnknownRecord(id, number);
        return _records[id][number];
    }

    /// @inheritdoc IRecords
    function recordsOf(ChartId id, uint24 from, uint24 count) external view returns (Record[] memory records) {
        if (from == 0) revert ChartsUnknownRecord(id, from);
        uint256 total = _chart(id).state.count();
        uint256 left = from > total ? 0 : total - from + 1;
        uint256 length = count < left ? count : left;
        records = new Record[](length);
        mapping(uint24 number => Record record) storage stored = _records[id];
        for (uint256 i = 0; i < length; ++i) {
            // Cannot overflow: no number passes the count, which is a uint24.
            records[i] = stored[uint24(from + i)];
        }
    }

    function _requireEpoch(ChartId id, ChartState state, uint24 epoch) private pure {
        if (epoch != state.epoch()) revert ChartsStaleEpoch(id, epoch, state.epoch());
        _requireKeyed(id, state);
    }

    /// @dev Files one record of the caller and returns the head after it.
    function _file(
        ChartId id,
        uint24 epoch,
        uint24 number,
        uint64 writable,
        bytes32 head,
        RecordInput calldata input
    ) private returns (bytes32) {
        (bytes32 pointer, uint8 section, uint24 supersedes) = (input.pointer, input.section, input.supersedes);
        if (section > 63 || (writable >> section) & 1 == 0) revert ChartsCannotWrite(id, msg.sender, section);
        if (pointer == 0) revert ChartsEmptyPointer(id);
        if (supersedes != 0) _requireAmendable(id, number, section, supersedes);
        // Safe: a uint40 of seconds lasts for 34,000 years.
        uint40 time = uint40(block.timestamp);
        Record storage record = _records[id][number];
        record.pointer = pointer;
        record.author = msg.sender;
        record.time = time;
        record.section = section;
        record.supersedes = supersedes;
        record.epoch = epoch;
        emit RecordAdded(id, number, msg.sender, pointer, section, supersedes, epoch, time);
        return keccak256(abi.encode(head, id, number, pointer, msg.sender, section, supersedes, epoch, time));
    }

    function _requireAmendable(ChartId id, uint24 number, uint8 section, uint24 supersedes) private view {
        if (supersedes >= number) revert ChartsUnknownRecord(id, supersedes);
        Record storage original = _records[id][supersedes];
        (address author, uint8 place) = (original.author, original.section);
        if (author != msg.sender || place != section) revert ChartsForeignAmendment(id, supersedes, author, place);
    }
}
