// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IRecords} from "../interfaces/IRecords.sol";
import {Signatures} from "../signing/Signatures.sol";
import {ADD_RECORDS_TYPEHASH, TypedData} from "../signing/TypedData.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {Record, RecordInput} from "../types/Record.sol";
import {Signed} from "../types/Signed.sol";
import {Permissions} from "./Permissions.sol";

/// @title Records
/// @notice Files records and folds them into the chart's head.
abstract contract Records is IRecords, Signatures, Permissions {
    /// @dev What one call files with: who, under what, and how far it has come.
    struct Filing {
        ChartId id;
        address author;
        uint24 epoch;
        uint24 number;
        uint64 writable;
        bytes32 head;
    }

    /// @inheritdoc IRecords
    function addRecord(ChartId id, uint24 epoch, RecordInput calldata record) external returns (uint24 number) {
        return _addRecord(msg.sender, id, epoch, record);
    }

    /// @inheritdoc IRecords
    function addRecords(ChartId id, uint24 epoch, RecordInput[] calldata records) external returns (uint24 first) {
        return _addRecords(msg.sender, id, epoch, records);
    }

    /// @inheritdoc IRecords
    function addRecordFor(
        ChartId id,
        uint24 epoch,
        RecordInput calldata record,
        Signed calldata signed
    ) external returns (uint24 number) {
        _requireAuthor(id, epoch, TypedData.hashRecord(record), signed);
        return _addRecord(signed.signer, id, epoch, record);
    }

    /// @inheritdoc IRecords
    function addRecordsFor(
        ChartId id,
        uint24 epoch,
        RecordInput[] calldata records,
        Signed calldata signed
    ) external returns (uint24 first) {
        _requireAuthor(id, epoch, TypedData.hashRecords(records), signed);
        return _addRecords(signed.signer, id, epoch, records);
    }

    /// @inheritdoc IRecords
    function relocate(ChartId id, uint24 number, bytes32 from, bytes32 to) external {
        Chart storage chart = _chart(id);
        _requireOwner(id, chart.state);
        bytes32 current = _pointerOf(chart, number);
        if (current == 0) revert ChartsUnknownRecord(id, number);
        if (from != current) revert ChartsStalePointer(id, number, from, current);
        if (to == 0) revert ChartsEmptyPointer(id);
        if (to == from) revert ChartsSamePointer(id, number, to);
        chart.relocated[number] = to;
        emit RecordRelocated(id, number, from, to);
    }

    /// @inheritdoc IRecords
    function recordOf(ChartId id, uint24 number) external view returns (Record memory record) {
        Chart storage chart = _chart(id);
        if (number == 0 || number > chart.state.count()) revert ChartsUnknownRecord(id, number);
        record = chart.records[number];
        record.pointer = _pointerOf(chart, number);
    }

    /// @inheritdoc IRecords
    function recordsOf(ChartId id, uint24 from, uint24 count) external view returns (Record[] memory records) {
        Chart storage chart = _chart(id);
        records = new Record[](_pageLength(id, chart, from, count));
        for (uint256 i = 0; i < records.length; ++i) {
            // Safe: no number passes the count, which is a uint24.
            uint24 number = uint24(from + i);
            records[i] = chart.records[number];
            records[i].pointer = _pointerOf(chart, number);
        }
    }

    /// @inheritdoc IRecords
    function originalsOf(ChartId id, uint24 from, uint24 count) external view returns (bytes32[] memory pointers) {
        Chart storage chart = _chart(id);
        pointers = new bytes32[](_pageLength(id, chart, from, count));
        for (uint256 i = 0; i < pointers.length; ++i) {
            // Safe: no number passes the count, which is a uint24.
            pointers[i] = chart.records[uint24(from + i)].pointer;
        }
    }

    function _requireAuthor(ChartId id, uint24 epoch, bytes32 recordsHash, Signed calldata signed) private {
        uint192 key = nonceKey(ChartId.unwrap(id), ADD_RECORDS_TYPEHASH, 0);
        _requireSignature(key, TypedData.hashAddRecords(id, epoch, recordsHash, signed), signed);
    }

    function _addRecord(
        address author,
        ChartId id,
        uint24 epoch,
        RecordInput calldata record
    ) private returns (uint24 number) {
        Chart storage chart = _chart(id);
        (Filing memory filing, ChartState state) = _begin(author, id, epoch, chart);
        _file(filing, chart, state, record);
        _end(filing, state, chart);
        return filing.number;
    }

    function _addRecords(
        address author,
        ChartId id,
        uint24 epoch,
        RecordInput[] calldata records
    ) private returns (uint24 first) {
        if (records.length == 0) revert ChartsEmptyBatch(id);
        Chart storage chart = _chart(id);
        (Filing memory filing, ChartState state) = _begin(author, id, epoch, chart);
        first = filing.number + 1;
        for (uint256 i = 0; i < records.length; ++i) {
            _file(filing, chart, state, records[i]);
        }
        _end(filing, state, chart);
    }

    function _begin(
        address author,
        ChartId id,
        uint24 epoch,
        Chart storage chart
    ) private view returns (Filing memory filing, ChartState state) {
        state = chart.state;
        if (epoch != state.epoch()) revert ChartsStaleEpoch(id, epoch, state.epoch());
        _requireKeyed(id, state);
        filing = Filing({
            id: id,
            author: author,
            epoch: epoch,
            number: state.count(),
            writable: _writable(chart, state, author),
            head: chart.head
        });
    }

    /// @dev Files one record and folds it into the head.
    function _file(Filing memory filing, Chart storage chart, ChartState state, RecordInput calldata input) private {
        (bytes32 pointer, uint8 section, uint24 supersedes) = (input.pointer, input.section, input.supersedes);
        (ChartId id, address author, uint24 epoch) = (filing.id, filing.author, filing.epoch);
        uint24 number = filing.number + 1;
        if (section > 63 || (filing.writable >> section) & 1 == 0) {
            if (section > 63 || !_isDelegate(chart, state, author)) revert ChartsCannotWrite(id, author, section);
            filing.writable = type(uint64).max;
        }
        if (pointer == 0) revert ChartsEmptyPointer(id);
        if (supersedes != 0) _requireAmendable(id, chart, number, author, section, supersedes);
        // Safe: a uint40 of seconds lasts for 34,000 years.
        uint40 time = uint40(block.timestamp);
        Record storage record = chart.records[number];
        record.pointer = pointer;
        record.author = author;
        record.time = time;
        record.section = section;
        record.supersedes = supersedes;
        record.epoch = epoch;
        filing.number = number;
        filing.head = keccak256(abi.encode(filing.head, id, number, pointer, author, section, supersedes, epoch, time));
        emit RecordAdded(id, number, author, pointer, section, supersedes, epoch, time);
    }

    function _end(Filing memory filing, ChartState state, Chart storage chart) private {
        chart.head = filing.head;
        chart.state = state.withCount(filing.number);
    }

    function _requireAmendable(
        ChartId id,
        Chart storage chart,
        uint24 number,
        address author,
        uint8 section,
        uint24 supersedes
    ) private view {
        if (supersedes >= number) revert ChartsUnknownRecord(id, supersedes);
        Record storage original = chart.records[supersedes];
        (address authorBefore, uint8 sectionBefore) = (original.author, original.section);
        if (authorBefore != author || sectionBefore != section) {
            revert ChartsForeignAmendment(id, supersedes, authorBefore, sectionBefore);
        }
    }

    function _pointerOf(Chart storage chart, uint24 number) private view returns (bytes32 pointer) {
        pointer = chart.relocated[number];
        if (pointer == 0) pointer = chart.records[number].pointer;
    }

    function _pageLength(ChartId id, Chart storage chart, uint24 from, uint24 count) private view returns (uint256) {
        if (from == 0) revert ChartsUnknownRecord(id, from);
        uint256 total = chart.state.count();
        uint256 left = from > total ? 0 : total - from + 1;
        return count < left ? count : left;
    }
}
