// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Record, RecordInput} from "../../contracts/types/Record.sol";
import {ChartTest} from "./support/ChartTest.sol";
import {vm} from "./support/Vm.sol";

contract RecordsTest is ChartTest {
    function test_fuzz_head_isTheFoldOfAllRecords(bytes32[8] memory pointers, uint8 batch, uint40 later) public {
        batch = batch % 9;
        bytes32 head = charts.chartOf(chart).head;
        assertEq(
            head,
            keccak256(abi.encode(bytes32("chartkey/1 head"), block.chainid, address(charts), chart)),
            "genesis"
        );
        RecordInput[] memory inputs = new RecordInput[](batch);
        for (uint256 i = 0; i < 8; ++i) {
            if (pointers[i] == 0) pointers[i] = "not empty";
            RecordInput memory input = record(pointers[i], uint8(uint256(pointers[i]) % 64));
            if (i < batch) {
                inputs[i] = input;
            } else {
                vm.prank(OWNER);
                charts.addRecord(chart, 1, input);
            }
            if (i + 1 == batch) {
                vm.prank(OWNER);
                assertEq(charts.addRecords(chart, 1, inputs), 1, "first number");
                vm.warp(future(later));
            }
        }
        Record[] memory all = charts.recordsOf(chart, 1, 8);
        for (uint24 i = 0; i < 8; ++i) {
            Record memory each = all[i];
            assertEq(each.pointer, pointers[i], "order");
            head = keccak256(
                abi.encode(
                    head,
                    chart,
                    i + 1,
                    each.pointer,
                    each.author,
                    each.section,
                    each.supersedes,
                    each.epoch,
                    each.time
                )
            );
        }
        assertEq(charts.chartOf(chart).head, head, "head");
        assertEq(charts.chartOf(chart).count, 8, "count");
    }

    function test_fuzz_amendment_hasAuthorAndSectionOfWhatItAmends(
        bool byDoctor,
        bool ofDoctor,
        uint8 section,
        uint8 place,
        uint24 supersedes
    ) public {
        (section, place, supersedes) = (section % 2, place % 2, supersedes % 4);
        grantTo(DOCTOR, 0, 3, type(uint40).max);
        vm.prank(ofDoctor ? DOCTOR : OWNER);
        charts.addRecord(chart, 1, record("first", section));
        RecordInput memory amending = record("second", place);
        amending.supersedes = supersedes;
        bool expected = supersedes == 0 || (supersedes == 1 && byDoctor == ofDoctor && place == section);
        vm.prank(byDoctor ? DOCTOR : OWNER);
        try charts.addRecord(chart, 1, amending) {
            assertTrue(expected, "amended what it may not");
        } catch {
            assertTrue(!expected, "refused what it may");
        }
    }

    function test_fuzz_record_namesThePresentEpochOfAKeyedChart(uint24 epoch, uint8 rotations, bool keyed) public {
        for (uint256 i = 0; i < rotations % 8; ++i) {
            vm.startPrank(OWNER);
            charts.rotate(chart, update(bytes32(i + 1), 1));
            vm.stopPrank();
        }
        if (!keyed) {
            grantTo(DOCTOR, 1, 1, type(uint40).max);
            vm.startPrank(OWNER);
            charts.revoke(chart, DOCTOR, update(0, 1));
            vm.stopPrank();
        }
        uint24 present = charts.chartOf(chart).epoch;
        if (epoch % 2 == 0) epoch = present;
        vm.prank(OWNER);
        try charts.addRecord(chart, epoch, record("record", 0)) {
            assertTrue(keyed && epoch == present, "filed under another epoch");
        } catch {
            assertTrue(!keyed || epoch != present, "refused under the present epoch");
        }
    }

    function test_fuzz_pages_joinIntoTheWholeChart(uint8 count, uint24 from, uint24 length) public {
        count = count % 12;
        RecordInput[] memory inputs = new RecordInput[](count);
        for (uint256 i = 0; i < count; ++i) inputs[i] = record(bytes32(i + 1), 0);
        vm.prank(OWNER);
        if (count > 0) charts.addRecords(chart, 1, inputs);
        from = from % 2 == 0 ? 1 + (from % 14) : from | 1;
        Record[] memory page = charts.recordsOf(chart, from, length);
        uint256 left = from > count ? 0 : count - from + 1;
        assertEq(page.length, length < left ? length : left, "length");
        for (uint256 i = 0; i < page.length; ++i) assertEq(page[i].pointer, bytes32(from + i), "pointer");
    }
}
