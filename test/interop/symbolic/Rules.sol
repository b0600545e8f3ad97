// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Charts} from "../../../contracts/Charts.sol";
import {Credentials} from "../../../contracts/Credentials.sol";
import {LAST_EPOCH_OF_DELEGATES} from "../../../contracts/charts/Keyrings.sol";
import {ChartView} from "../../../contracts/types/Chart.sol";
import {ChartId} from "../../../contracts/types/ChartId.sol";
import {GrantInput} from "../../../contracts/types/GrantInput.sol";
import {KeyringUpdate} from "../../../contracts/types/KeyringUpdate.sol";
import {Permission} from "../../../contracts/types/Permission.sol";
import {RecordInput} from "../../../contracts/types/Record.sol";
import {ShareId} from "../../../contracts/types/Share.sol";

/// @notice The cheatcodes of Halmos that are used here.
interface Vm {
    function prank(address caller) external;

    function assume(bool condition) external pure;

    function warp(uint256 time) external;
}

interface SymbolicVm {
    function enableSymbolicStorage(address account) external;

    function createUint(uint256 bits, string calldata name) external returns (uint256);
}

/// @title Rules
/// @notice What holds for every caller, every argument and every state of storage, whether it can be reached or not.
/// @dev For `test/interop/halmos.test.ts`. Each check is proved, not tried.
contract Rules {
    Vm private constant VM = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
    SymbolicVm private constant SVM = SymbolicVm(0xF3993A62377BCd56AE39D773740A5390411E8BC9);
    address private constant OWNER = address(0xA11CE);

    Charts private _charts;
    ChartId private _chart;

    function setUp() public {
        _charts = new Charts(new Credentials(address(this)));
        VM.prank(OWNER);
        _chart = _charts.open(0, "keyring 1");
        SVM.enableSymbolicStorage(address(_charts));
        VM.warp(SVM.createUint(40, "now"));
    }

    /// @notice Guarantee 1: by no call does a stranger change a grant, or the owner, the keyring, the epoch or the tenure.
    function check_aStrangersUnsignedCallChangesNothing(
        address by,
        uint8 call,
        address subject,
        uint24 number,
        uint40 until,
        uint64 sections,
        Permission memory permission,
        KeyringUpdate memory update
    ) public {
        ChartView memory before = _charts.chartOf(_chart);
        VM.assume(by != before.owner && by != address(0) && by != before.successor);
        VM.assume(_charts.delegateUntil(_chart, by) <= block.timestamp);
        bytes memory data;
        if (call == 0) data = abi.encodeCall(_charts.grant, (_chart, subject, permission, update));
        else if (call == 1) data = abi.encodeCall(_charts.revoke, (_chart, subject, update));
        else if (call == 2) data = abi.encodeCall(_charts.rotate, (_chart, update));
        else if (call == 3) data = abi.encodeCall(_charts.reseal, (_chart, update));
        else if (call == 4) data = abi.encodeCall(_charts.share, (_chart, number, subject, until, update));
        else if (call == 5) data = abi.encodeCall(_charts.nameDelegate, (_chart, subject, until, update));
        else if (call == 6) data = abi.encodeCall(_charts.offer, (_chart, subject, until, update));
        else if (call == 7) data = abi.encodeCall(_charts.endOffer, (_chart, update));
        else if (call == 8) data = abi.encodeCall(_charts.accept, (_chart, update));
        else if (call == 9) data = abi.encodeCall(_charts.endAll, (_chart, update));
        else if (call == 10) data = abi.encodeCall(_charts.setEmergency, (_chart, sections, update));
        else if (call == 11) data = abi.encodeCall(_charts.relocate, (_chart, number, update.from, update.to));
        else if (call == 12) data = abi.encodeCall(_charts.askReceipts, (_chart, sections != 0));
        else if (call == 13) {
            GrantInput[] memory grants = new GrantInput[](1);
            grants[0] = GrantInput(subject, permission);
            data = abi.encodeCall(_charts.grantMany, (_chart, grants, update));
        } else {
            (address[] memory grantees, ShareId[] memory shares) = (new address[](1), new ShareId[](1));
            (grantees[0], shares[0]) = (subject, ShareId(number, subject));
            data = abi.encodeCall(_charts.removeDelegate, (_chart, subject, grantees, shares, update));
        }
        VM.prank(by);
        (bool done, ) = address(_charts).call(data);
        assert(!done);
    }

    /// @notice Guarantee 1: whoever may revoke is never refused, whatever keyring lost the race; and the access has ended.
    function check_aRevocationAlwaysEndsTheGrantAndRaisesTheEpoch(
        address by,
        address grantee,
        KeyringUpdate memory update
    ) public {
        ChartView memory before = _charts.chartOf(_chart);
        VM.assume(by == before.owner || _charts.delegateUntil(_chart, by) > block.timestamp);
        VM.assume(before.epoch < (by == before.owner ? type(uint24).max : LAST_EPOCH_OF_DELEGATES));
        VM.assume(by != address(0) && _charts.grantOf(_chart, grantee).until != 0);
        VM.prank(by);
        (bool done, ) = address(_charts).call(abi.encodeCall(_charts.revoke, (_chart, grantee, update)));
        assert(done);
        ChartView memory state = _charts.chartOf(_chart);
        assert(state.epoch == before.epoch + 1);
        assert(state.keyed == (state.keyring != before.keyring));
        Permission memory left = _charts.grantOf(_chart, grantee);
        assert(left.read | left.write == 0 && left.until == 0);
    }

    /// @notice Guarantee 2: who is revoked neither reads nor writes any section by that grant, whatever it was.
    function check_whoIsRevokedHasNoRightLeft(
        address by,
        address grantee,
        uint8 section,
        KeyringUpdate memory update
    ) public {
        VM.prank(by);
        _charts.revoke(_chart, grantee, update);
        ChartView memory state = _charts.chartOf(_chart);
        VM.assume(grantee != state.owner && _charts.delegateUntil(_chart, grantee) <= block.timestamp);
        assert(!_charts.canWrite(_chart, grantee, section));
        if (state.emergencySections == 0) assert(!_charts.canRead(_chart, grantee, section));
    }

    /// @notice Guarantee 2: the second at which a right ends is outside of it.
    function check_everyEndIsExclusive(address account, uint8 section) public view {
        ChartView memory state = _charts.chartOf(_chart);
        VM.assume(account != state.owner && state.emergencySections == 0);
        VM.assume(_charts.delegateUntil(_chart, account) <= block.timestamp);
        VM.assume(_charts.grantOf(_chart, account).until <= block.timestamp);
        assert(!_charts.canRead(_chart, account, section));
        assert(!_charts.canWrite(_chart, account, section));
    }

    /// @notice Guarantee 3: nobody files under another epoch than the chart's, nor into an unkeyed chart.
    function check_filingUnderAnotherEpochIsRefused(address by, uint24 epoch, RecordInput memory record) public {
        ChartView memory before = _charts.chartOf(_chart);
        VM.assume(epoch != before.epoch || !before.keyed);
        VM.prank(by);
        (bool done, ) = address(_charts).call(abi.encodeCall(_charts.addRecord, (_chart, epoch, record)));
        assert(!done);
    }

    /// @notice Guarantee 2: nobody files without the right to write that section.
    function check_filingWithoutTheRightIsRefused(address by, uint24 epoch, RecordInput memory record) public {
        VM.assume(!_charts.canWrite(_chart, by, record.section));
        VM.prank(by);
        (bool done, ) = address(_charts).call(abi.encodeCall(_charts.addRecord, (_chart, epoch, record)));
        assert(!done);
    }

    /// @notice Guarantee 4: a filed record is one more, and changes nothing else of the chart than its head.
    function check_filingAddsOneRecordAndChangesNothingElse(
        address by,
        uint24 epoch,
        RecordInput memory record
    ) public {
        ChartView memory before = _charts.chartOf(_chart);
        VM.assume(before.count < type(uint24).max);
        VM.prank(by);
        uint24 number = _charts.addRecord(_chart, epoch, record);
        ChartView memory state = _charts.chartOf(_chart);
        assert(number == before.count + 1 && state.count == number && state.head != before.head);
        assert(state.owner == before.owner && state.epoch == before.epoch && state.tenure == before.tenure);
        assert(state.keyed && before.keyed && state.keyring == before.keyring);
        assert(state.ownerKeyring == before.ownerKeyring && state.successor == before.successor);
    }

    /// @notice Guarantee 1: no rotation overwrites a keyring or an epoch that it does not name.
    function check_aRotationNamesWhatItReplaces(address by, KeyringUpdate memory update) public {
        ChartView memory before = _charts.chartOf(_chart);
        VM.prank(by);
        _charts.rotate(_chart, update);
        ChartView memory state = _charts.chartOf(_chart);
        assert(update.from == before.keyring && update.epoch == before.epoch && update.to != before.keyring);
        assert(state.keyring == update.to && state.epoch == update.nextEpoch && state.keyed);
        assert(state.epoch == (before.keyed ? uint256(before.epoch) + 1 : before.epoch));
        if (by != before.owner) assert(state.ownerKeyring == before.ownerKeyring);
        if (by != before.owner && before.keyed) assert(state.epoch <= LAST_EPOCH_OF_DELEGATES);
    }

    /// @notice Guarantee 1: a delegate gives nothing that outlasts it, and whoever is narrowed is so from a new epoch on.
    function check_aGrantKeepsToItsGiverAndRaisesTheEpochWhereItNarrows(
        address by,
        address grantee,
        Permission memory permission,
        KeyringUpdate memory update
    ) public {
        ChartView memory before = _charts.chartOf(_chart);
        Permission memory replaced = _charts.grantOf(_chart, grantee);
        VM.prank(by);
        _charts.grant(_chart, grantee, permission, update);
        assert(grantee != before.owner && grantee != by && grantee != address(0));
        if (by != before.owner) assert(permission.until <= _charts.delegateUntil(_chart, by));
        ChartView memory state = _charts.chartOf(_chart);
        if (replaced.read & ~permission.read != 0) assert(state.epoch == uint256(before.epoch) + 1);
        assert(state.epoch >= before.epoch && state.tenure == before.tenure && state.owner == before.owner);
        assert(state.keyring != before.keyring && state.keyed);
    }
}
