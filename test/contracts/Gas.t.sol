// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Registrar} from "../../contracts/Registrar.sol";
import {ADD_RECORDS_TYPEHASH, GRANT_TYPEHASH, RECORD_TYPEHASH} from "../../contracts/signing/TypedData.sol";
import {Attribute} from "../../contracts/types/Attribute.sol";
import {ChartId} from "../../contracts/types/ChartId.sol";
import {GrantInput} from "../../contracts/types/GrantInput.sol";
import {KeyringUpdate} from "../../contracts/types/KeyringUpdate.sol";
import {Permission} from "../../contracts/types/Permission.sol";
import {RecordInput} from "../../contracts/types/Record.sol";
import {ShareId} from "../../contracts/types/Share.sol";
import {Signed} from "../../contracts/types/Signed.sol";
import {ChartTest} from "./support/ChartTest.sol";
import {TypedMessages} from "./support/TypedMessages.sol";
import {vm} from "./support/Vm.sol";

/// @notice One call each, for `.gas-snapshot`.
contract GasTest is ChartTest {
    uint40 private constant FAR = type(uint40).max;
    uint256 private constant KEY = 0xC0FFEE01;

    address private constant NURSE = address(0xA125E);
    address private constant CARER = address(0xCA4E4);
    address private constant SUCCESSOR = address(0x50CC);
    address private constant AUTHORITY = address(0xA117);

    Registrar private registrar;
    ChartId private signersChart;
    KeyringUpdate private same;
    KeyringUpdate private next;
    KeyringUpdate private signersUpdate;
    Permission private given;
    RecordInput private input;
    RecordInput[] private batch;
    GrantInput[] private grants;
    address[] private grantees;
    ShareId[] private shares;
    Signed private signedGrant;
    Signed private signedRecord;

    function setUp() public override {
        super.setUp();
        registrar = new Registrar();
        grantTo(DOCTOR, 8, 8, FAR);
        vm.startPrank(DOCTOR);
        charts.addRecord(chart, 1, record("record 1", 3));
        charts.addRecord(chart, 1, record("record 2", 3));
        vm.stopPrank();
        _prepareChart();
        _prepareSignatures();
        same = update("keyring 3", 0);
        next = update("keyring 3", 1);
        given = permission(8, 8, FAR);
        input = record("record 3", 3);
        for (uint256 i = 0; i < 100; ++i) batch.push(record(keccak256(abi.encode(i)), 3));
        for (uint160 i = 1; i <= 10; ++i) grants.push(GrantInput(address(i), given));
        grantees.push(DOCTOR);
        shares.push(ShareId(1, DOCTOR));
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

    function test_addRecord_byDelegate() public {
        vm.prank(CARER);
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

    function test_addRecordFor() public {
        charts.addRecordFor(signersChart, 1, input, signedRecord);
    }

    function test_relocate_first() public {
        vm.prank(OWNER);
        charts.relocate(chart, 1, "record 1", "record 1, moved");
    }

    function test_relocate_again() public {
        vm.prank(OWNER);
        charts.relocate(chart, 2, "record 2, moved", "record 2, moved again");
    }

    function test_grant() public {
        vm.prank(OWNER);
        charts.grant(chart, NURSE, given, same);
    }

    function test_grantMany_10() public {
        vm.prank(OWNER);
        charts.grantMany(chart, grants, same);
    }

    function test_grantBySig() public {
        charts.grantBySig(signersChart, NURSE, given, signersUpdate, signedGrant);
    }

    function test_revoke() public {
        vm.prank(OWNER);
        charts.revoke(chart, DOCTOR, next);
    }

    function test_share() public {
        vm.prank(OWNER);
        charts.share(chart, 1, NURSE, FAR, same);
    }

    function test_share_ending() public {
        vm.prank(OWNER);
        charts.share(chart, 1, DOCTOR, 0, same);
    }

    function test_rotate() public {
        vm.prank(OWNER);
        charts.rotate(chart, next);
    }

    function test_reseal() public {
        vm.prank(OWNER);
        charts.reseal(chart, same);
    }

    function test_nameDelegate() public {
        vm.prank(OWNER);
        charts.nameDelegate(chart, NURSE, FAR, same);
    }

    function test_removeDelegate_withAGrantAndAShare() public {
        vm.prank(OWNER);
        charts.removeDelegate(chart, CARER, grantees, shares, next);
    }

    function test_offer() public {
        vm.prank(OWNER);
        charts.offer(chart, SUCCESSOR, FAR, same);
    }

    function test_accept() public {
        vm.prank(SUCCESSOR);
        charts.accept(chart, next);
    }

    function test_endAll() public {
        vm.prank(OWNER);
        charts.endAll(chart, next);
    }

    function test_breakGlass() public {
        vm.prank(NURSE);
        charts.breakGlass(chart, AUTHORITY, uint40(block.timestamp + 1 hours), "reason");
    }

    function test_canRead() public view {
        charts.canRead(chart, DOCTOR, 3);
    }

    function test_canWrite() public view {
        charts.canWrite(chart, DOCTOR, 3);
    }

    /// @dev A delegate, a share, an offer, sections open to a responder, and a record that was relocated.
    function _prepareChart() private {
        vm.startPrank(OWNER);
        charts.nameDelegate(chart, CARER, FAR, update("keyring of a delegate", 0));
        charts.share(chart, 1, DOCTOR, FAR, update("keyring of a share", 0));
        charts.offer(chart, SUCCESSOR, FAR, update("keyring of an offer", 0));
        charts.setEmergency(chart, 8, update("keyring of responders", 0));
        charts.relocate(chart, 2, "record 2", "record 2, moved");
        vm.stopPrank();
        uint64 emergency = uint64(1) << uint8(Attribute.EMERGENCY);
        vm.prank(GOVERNANCE);
        credentials.accredit(AUTHORITY, emergency);
        vm.prank(AUTHORITY);
        credentials.attest(NURSE, emergency, FAR);
    }

    /// @dev A chart whose owner can sign, with a grant and a record that wait for a relayer.
    function _prepareSignatures() private {
        address signer = vm.addr(KEY);
        vm.prank(signer);
        signersChart = charts.open(0, "keyring 1");
        signersUpdate = KeyringUpdate("keyring 1", "keyring 2", 1, 1);
        (signedGrant, signedRecord) = (Signed(signer, 0, FAR, ""), Signed(signer, 0, FAR, ""));
        bytes32 grant = keccak256(
            bytes.concat(
                abi.encode(GRANT_TYPEHASH, signer, signersChart, NURSE, 8, 8, FAR, 1, keccak256("TREAT")),
                abi.encode(bytes32("keyring 1"), bytes32("keyring 2"), 1, 1, 0, FAR)
            )
        );
        bytes32 filed = keccak256(abi.encode(RECORD_TYPEHASH, bytes32("record 3"), 3, 0));
        bytes32 records = keccak256(abi.encode(filed));
        bytes32 adding = keccak256(abi.encode(ADD_RECORDS_TYPEHASH, signer, signersChart, 1, records, 0, FAR));
        signedGrant.signature = TypedMessages.sign(KEY, TypedMessages.digestFor(address(charts), grant));
        signedRecord.signature = TypedMessages.sign(KEY, TypedMessages.digestFor(address(charts), adding));
    }
}
