// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartView} from "../../contracts/types/Chart.sol";
import {KeyringUpdate} from "../../contracts/types/KeyringUpdate.sol";
import {Permission} from "../../contracts/types/Permission.sol";
import {Purpose} from "../../contracts/types/Purpose.sol";
import {IActors} from "../../contracts/interfaces/IActors.sol";
import {ChartTest} from "./support/ChartTest.sol";
import {vm} from "./support/Vm.sol";

contract PermissionsTest is ChartTest {
    function test_fuzz_grant_isStoredAsGiven(
        address grantee,
        uint64 read,
        uint64 write,
        uint40 until,
        uint8 purpose
    ) public {
        vm.assume(grantee != address(0) && grantee != OWNER && read | write != 0);
        Permission memory given = permission(read, write, future(until));
        given.purpose = Purpose(1 + (purpose % uint8(type(Purpose).max)));
        KeyringUpdate memory granting = update("keyring 2", 0);
        vm.prank(OWNER);
        charts.grant(chart, grantee, given, granting);
        assertEq(keccak256(abi.encode(charts.grantOf(chart, grantee))), keccak256(abi.encode(given)), "stored");
    }

    function test_fuzz_canReadAndCanWrite_followThePermissionAndTheClock(
        uint64 read,
        uint64 write,
        uint40 until,
        uint40 time,
        uint8 section
    ) public {
        vm.assume(read | write != 0);
        until = future(until);
        grantTo(DOCTOR, read, write, until);
        time = future(time);
        vm.warp(time);
        assertEq(charts.canRead(chart, DOCTOR, section), time < until && isSet(read, section), "canRead");
        assertEq(charts.canWrite(chart, DOCTOR, section), time < until && isSet(write, section), "canWrite");
        assertEq(charts.canRead(chart, OWNER, section), section < 64, "the owner reads");
        assertEq(charts.canWrite(chart, OWNER, section), section < 64, "the owner writes");
    }

    function test_fuzz_addRecord_followsCanWrite(uint64 write, uint40 until, uint40 time, uint8 section) public {
        vm.assume(write != 0);
        until = future(until);
        grantTo(DOCTOR, 0, write, until);
        vm.warp(future(time));
        bool expected = charts.canWrite(chart, DOCTOR, section);
        vm.prank(DOCTOR);
        try charts.addRecord(chart, 1, record("record", section)) {
            assertTrue(expected, "filed without the right");
        } catch {
            assertTrue(!expected, "refused with the right");
        }
    }

    function test_fuzz_narrowing_raisesTheEpoch(uint64 before, uint64 afterwards, bool expired, uint24 rise) public {
        vm.assume(before != 0 && afterwards != 0);
        grantTo(DOCTOR, before, 1, 1_900_000_000);
        if (expired) vm.warp(1_900_000_000);
        rise = rise % 3;
        KeyringUpdate memory granting = update("keyring 3", rise);
        vm.prank(OWNER);
        try charts.grant(chart, DOCTOR, permission(afterwards, 0, 2_000_000_000), granting) {
            assertTrue(rise == 1 || (rise == 0 && before & ~afterwards == 0), "narrowed within the epoch");
            assertEq(charts.chartOf(chart).epoch, 1 + rise, "epoch");
        } catch {
            assertTrue(rise == 2 || (rise == 0 && before & ~afterwards != 0), "refused without a reason");
        }
    }

    function test_fuzz_revoke_alwaysTakesEffect(KeyringUpdate memory revoking, bool fresh, uint8 section) public {
        grantTo(DOCTOR, type(uint64).max, type(uint64).max, type(uint40).max);
        ChartView memory before = charts.chartOf(chart);
        if (fresh) {
            (revoking.from, revoking.epoch, revoking.nextEpoch) = (before.keyring, before.epoch, before.epoch + 1);
        }
        bool wins = revoking.from == before.keyring && revoking.epoch == before.epoch;
        wins = wins && revoking.nextEpoch == before.epoch + 1 && revoking.to != 0 && revoking.to != before.keyring;
        vm.prank(OWNER);
        charts.revoke(chart, DOCTOR, revoking);
        ChartView memory state = charts.chartOf(chart);
        assertEq(charts.canRead(chart, DOCTOR, section), false, "reads on");
        assertEq(charts.canWrite(chart, DOCTOR, section), false, "writes on");
        assertEq(state.epoch, before.epoch + 1, "epoch");
        assertEq(state.keyed, wins, "keyed");
        assertEq(state.keyring, wins ? revoking.to : before.keyring, "keyring");
    }

    function test_fuzz_nobodyButTheOwner_changesAnything(address caller, address grantee, uint64 read) public {
        vm.assume(caller != OWNER);
        grantTo(DOCTOR, 1, 1, type(uint40).max);
        KeyringUpdate memory next = update("keyring 3", 1);
        KeyringUpdate memory same = update("keyring 3", 0);
        bytes memory refusal = abi.encodeWithSelector(IActors.ChartsNotOwner.selector, chart, caller, OWNER);
        bytes32 before = keccak256(abi.encode(charts.chartOf(chart), charts.grantOf(chart, DOCTOR)));
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        charts.grant(chart, grantee, permission(read, read, type(uint40).max), next);
        vm.expectRevert(refusal);
        charts.revoke(chart, DOCTOR, next);
        vm.expectRevert(refusal);
        charts.rotate(chart, next);
        vm.expectRevert(refusal);
        charts.reseal(chart, same);
        vm.stopPrank();
        assertEq(keccak256(abi.encode(charts.chartOf(chart), charts.grantOf(chart, DOCTOR))), before, "changed");
    }

    function test_fuzz_noUpdate_butTheOneThatHasSeenTheChart_isTaken(KeyringUpdate memory given) public {
        ChartView memory before = charts.chartOf(chart);
        vm.assume(given.from != before.keyring || given.epoch != before.epoch || given.nextEpoch > before.epoch + 1);
        vm.startPrank(OWNER);
        vm.expectRevert();
        charts.rotate(chart, given);
        vm.expectRevert();
        charts.reseal(chart, given);
        vm.expectRevert();
        charts.grant(chart, DOCTOR, permission(1, 1, type(uint40).max), given);
        vm.stopPrank();
    }
}
