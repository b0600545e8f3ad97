// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartId} from "../types/ChartId.sol";
import {Record, RecordInput} from "../types/Record.sol";
import {Signed} from "../types/Signed.sol";

/// @title IRecords
/// @notice The records of a chart. They are only ever added, 2^24 − 1 of them at most: then the chart is full.
/// @dev Warning: the chain knows a record by its digest only. Whether its bytes exist, open, and keep what they
/// commit to is checked by whoever reads them.
interface IRecords {
    /// @notice A record was filed. With the chart's head before it, this is all that the head after it is made of.
    event RecordAdded(
        ChartId indexed chart,
        uint24 indexed number,
        address indexed author,
        bytes32 pointer,
        uint8 section,
        uint24 supersedes,
        uint24 epoch,
        uint40 time
    );

    /// @notice A record's bytes are elsewhere now, encrypted anew. What was first filed stays in state and in the head.
    event RecordRelocated(ChartId indexed chart, uint24 indexed number, bytes32 from, bytes32 to);

    /// @notice The account may not file into this section now.
    error ChartsCannotWrite(ChartId chart, address account, uint8 section);

    /// @notice A record's pointer is never zero.
    error ChartsEmptyPointer(ChartId chart);

    /// @notice The chart has no record of this number.
    error ChartsUnknownRecord(ChartId chart, uint24 number);

    /// @notice An amendment is filed by the author of what it amends, into the same section.
    error ChartsForeignAmendment(ChartId chart, uint24 number, address author, uint8 section);

    /// @notice The record was relocated in between.
    error ChartsStalePointer(ChartId chart, uint24 number, bytes32 given, bytes32 current);

    /// @notice A relocation leads to another pointer.
    error ChartsSamePointer(ChartId chart, uint24 number, bytes32 pointer);

    /// @notice Files a record, encrypted under the chart's present epoch. Owner, delegate, or who may write the
    /// section.
    /// @param epoch The epoch whose section key the record is sealed to.
    /// @return number The record's number, from 1.
    function addRecord(ChartId chart, uint24 epoch, RecordInput calldata record) external returns (uint24 number);

    /// @notice Files several records of one author, or none of them.
    /// @return first The number of the first one; the others follow.
    function addRecords(ChartId chart, uint24 epoch, RecordInput[] calldata records) external returns (uint24 first);

    /// @notice Files a record that another author signed. Anyone may submit it; what counts is the author's right now.
    /// @dev The author signs `AddRecords` with a list of one. Nonces are counted by chart and author: the subject is
    /// zero. So of one author's signatures each waits for the one before, unless that is cancelled.
    function addRecordFor(
        ChartId chart,
        uint24 epoch,
        RecordInput calldata record,
        Signed calldata signed
    ) external returns (uint24 number);

    /// @notice Files several records that another author signed at once, or none of them.
    function addRecordsFor(
        ChartId chart,
        uint24 epoch,
        RecordInput[] calldata records,
        Signed calldata signed
    ) external returns (uint24 first);

    /// @notice Says that a record's bytes are now found by another pointer. Owner only.
    /// @dev The pointer that was first filed stays in state, and the head does not change, so that what the author
    /// filed stays provable.
    /// @param from The pointer to replace.
    function relocate(ChartId chart, uint24 number, bytes32 from, bytes32 to) external;

    /// @notice Returns one record, with its present pointer.
    function recordOf(ChartId chart, uint24 number) external view returns (Record memory);

    /// @notice Returns up to `count` records, from the number `from` on; fewer or none at the end of the chart.
    function recordsOf(ChartId chart, uint24 from, uint24 count) external view returns (Record[] memory);

    /// @notice Returns the pointers as first filed, which the head is made of, page by page as `recordsOf`.
    function originalsOf(ChartId chart, uint24 from, uint24 count) external view returns (bytes32[] memory pointers);
}
