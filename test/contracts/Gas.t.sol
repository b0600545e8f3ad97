// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Registrar} from "../../contracts/Registrar.sol";
import {KeyringUpdate} from "../../contracts/types/KeyringUpdate.sol";
import {RecordInput} from "../../contracts/types/Record.sol";
import {ChartTest} from "./support/ChartTest.sol";
import {vm} from "./support/Vm.sol";

/// @notice One call each, for `.gas-snapshot`.
contract GasTest is ChartTest {
    address private constant NURSE = address(0xA125E);

    Registrar private registrar;
    KeyringUpdate private same;
    KeyringUpdate private next;
    RecordInput private input;
    RecordInput[] private batch;

    function setUp() public override {
        super.setUp();
        registrar = new Registrar();
        grantTo(DOCTOR, 8, 8, type(uint40).max);
        vm.prank(DOCTOR);
        charts.addRecord(chart, 1, record("record 1", 3));
        same = update("keyring 3", 0);
        next = update("keyring 3", 1);
        input = record("record 2", 3);
        for (uint256 i = 0; i < 100; ++i) batch.push(record(keccak256(abi.encode(i)), 3));
    }

    function test_publish() public {
        registrar.publish(0, "profile");
    }

    function test_open() public {
        charts.open(0, "keyring");
    }

    function test_addRecord_byOwner() public {
        vm.prank(OWNER);
        charts.addRecord(chart, 1, input);
    }

    function test_addRecord_byGrantee() public {
        vm.prank(DOCTOR);
        charts.addRecord(chart, 1, input);
    }

    function test_addRecord_amending() public {
        input.supersedes = 1;
        vm.prank(DOCTOR);
        charts.addRecord(chart, 1, input);
    }

    function test_addRecords_batchOf100() public {
        vm.prank(OWNER);
        charts.addRecords(chart, 1, batch);
    }

    function test_grant() public {
        vm.prank(OWNER);
        charts.grant(chart, NURSE, permission(8, 8, type(uint40).max), same);
    }

    function test_revoke() public {
        vm.prank(OWNER);
        charts.revoke(chart, DOCTOR, next);
    }

    function test_rotate() public {
        vm.prank(OWNER);
        charts.rotate(chart, next);
    }

    function test_reseal() public {
        vm.prank(OWNER);
        charts.reseal(chart, same);
    }

    function test_canRead() public view {
        charts.canRead(chart, DOCTOR, 3);
    }

    function test_canWrite() public view {
        charts.canWrite(chart, DOCTOR, 3);
    }
}
