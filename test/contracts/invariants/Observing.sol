// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartView} from "../../../contracts/types/Chart.sol";
import {ChartId} from "../../../contracts/types/ChartId.sol";
import {Permission} from "../../../contracts/types/Permission.sol";
import {Record} from "../../../contracts/types/Record.sol";
import {EPOCHS_OF_DELEGATES, Kind, Op} from "./Model.sol";
import {Submitting} from "./Submitting.sol";

// solhint-disable-next-line private-vars-leading-underscore
function decimal(uint256 number) pure returns (string memory) {
    return string(abi.encodePacked(bytes1(uint8(48 + number / 10)), bytes1(uint8(48 + (number % 10)))));
}

/// @title Observing
/// @notice Compares the chart with the model after each step, and says what no step may do, whatever the model says.
/// @dev Never reverts: what went wrong first is kept in `fault`, by guarantee.
abstract contract Observing is Submitting {
    /// @notice The first thing that went wrong; empty as long as nothing did.
    string public fault;

    /// @notice A chart that the same owner opened with the same keyring, and to which nobody entitled does anything.
    ChartId public twin;

    /// @dev What the contract said of each account after the last step: a bit for each right on each section.
    mapping(address account => uint256 rights) private _rights;

    ChartView private _last;

    bytes32 private _lastPowers;

    bytes32 private _lastTwin;

    /// @dev Counts what was observed, to look at another record each time.
    uint256 private _observed;

    /// @notice Compares all that the contract holds with the model. Returns what differs, or nothing.
    function whatDiffers() external view returns (string memory) {
        if (bytes(fault).length != 0) return fault;
        if (keccak256(abi.encode(charts.chartOf(chart))) != keccak256(abi.encode(_expectedState()))) return "state";
        if (_powers() != _expectedPowers()) return "grants or delegates";
        if (keccak256(abi.encode(charts.recordsOf(chart, 1, type(uint24).max))) != keccak256(abi.encode(records))) {
            return "4: records";
        }
        if (keccak256(abi.encode(charts.originalsOf(chart, 1, type(uint24).max))) != keccak256(abi.encode(originals))) {
            return "4: pointers as first filed";
        }
        for (uint24 number = 1; number <= records.length; ++number) {
            if (!_sharesAreTheModels(number)) return "shares";
        }
        if (keccak256(abi.encode(charts.openingsOf(chart, 0, type(uint256).max))) != keccak256(abi.encode(openings))) {
            return "emergency openings";
        }
        if (address(charts).balance != 0) return "ether is held";
        return "";
    }

    function observeFirst() internal {
        _lastTwin = keccak256(abi.encode(charts.chartOf(twin)));
        for (uint256 i = 0; i < actors.length; ++i) {
            if (actors[i] == owner) _rights[owner] = 255;
        }
        observeAnew();
    }

    /// @dev After a change that no call made.
    function observeAnew() internal {
        (_last, _lastPowers) = (charts.chartOf(chart), _powers());
        observeClock();
    }

    /// @dev After a step that called nothing of this chart: only the clock may have moved.
    function observeClock() internal {
        Op memory nothing;
        observe(nothing, address(0), 0);
    }

    /// @dev After a call that was taken, and that the model has followed.
    /// @param successorBefore Who was offered the chart before the call.
    /// @param delegateBefore Until when the caller was a delegate before the call.
    function observe(Op memory op, address successorBefore, uint40 delegateBefore) internal {
        Kind kind = op.kind;
        ChartView memory state = charts.chartOf(chart);
        check(keccak256(abi.encode(state)) == keccak256(abi.encode(_expectedState())), "the state is not the model's");
        bytes32 powers = _powers();
        if (powers != _lastPowers) {
            bool entitled = op.by == _last.owner || delegateBefore > block.timestamp;
            if (kind == Kind.ACCEPT) entitled = op.by == successorBefore;
            check(kind != Kind.NONE && entitled, "1: somebody else changed who may do what");
            check(powers == _expectedPowers(), "1: grants or delegates are not the model's");
        }
        if (state.keyring != _last.keyring) {
            bool seen = op.update.from == _last.keyring && op.update.epoch == _last.epoch;
            check(seen && state.keyring == op.update.to, "1: an unseen keyring was overwritten");
            check(state.keyed, "3: a new keyring does not key the chart");
        }
        if (state.owner != _last.owner) check(kind == Kind.ACCEPT, "1: the owner changed without a transfer");
        if (op.by != _last.owner && kind != Kind.ACCEPT) {
            check(state.ownerKeyring == _last.ownerKeyring, "1: the owner's keyring was lost");
        }
        check(state.epoch >= _last.epoch, "3: the epoch fell");
        check(state.tenure >= _last.tenure, "3: the tenure fell");
        check(state.count >= _last.count, "4: the count fell");
        if (state.count != _last.count) {
            check(_last.keyed, "3: an unkeyed chart took a record");
            check(op.epoch == state.epoch && state.epoch == _last.epoch, "3: a record claims another epoch");
        } else {
            check(state.head == _last.head, "4: the head moved without a record");
        }
        if (kind == Kind.GRANT || kind == Kind.GRANT_MANY || kind == Kind.SHARE || kind == Kind.NAME_DELEGATE) {
            check(state.keyring != _last.keyring, "1: something was given, and the keyring stayed");
        }
        if (state.epoch > EPOCHS_OF_DELEGATES && state.epoch != _last.epoch) {
            check(op.by == state.owner, "1: a delegate took an epoch of the owner's");
        }
        bool ends = kind == Kind.REVOKE || kind == Kind.REMOVE_DELEGATE || kind == Kind.END_OFFER;
        if (ends || kind == Kind.END_ALL || kind == Kind.ACCEPT) {
            check(state.epoch == _last.epoch + 1, "3: an ended access kept the epoch");
        }
        check(address(charts).balance == 0, "ether is held");
        check(keccak256(abi.encode(charts.chartOf(twin))) == _lastTwin, "1: another chart was changed");
        _compareRights(op);
        _compareARecord(op);
        (_last, _lastPowers) = (state, powers);
    }

    function check(bool holds, string memory what) internal {
        if (!holds && bytes(fault).length == 0) fault = what;
    }

    function checkTaken(bool done, bool expected, Kind kind, string memory what) internal {
        if (done != expected) checkTaken(done, expected, string.concat(what, ", of kind ", decimal(uint256(kind))));
    }

    function checkTaken(bool done, bool expected, string memory what) internal {
        if (done != expected) check(false, string.concat(what, done ? ": taken" : ": refused"));
    }

    /// @dev The contract's answers are the model's at this moment; nobody gains a right but by being given it, and nobody
    /// loses one by a call without the epoch rising.
    function _compareRights(Op memory op) private {
        for (uint256 i = 0; i < actors.length; ++i) {
            address account = actors[i];
            (uint256 rights, uint256 expected) = (0, 0);
            for (uint256 j = 0; j < 4; ++j) {
                uint8 section = sectionAt(j);
                if (charts.canRead(chart, account, section)) rights |= 1 << j;
                if (modelCanRead(account, section)) expected |= 1 << j;
                if (charts.canWrite(chart, account, section)) rights |= 16 << j;
                if (modelCanWrite(account, section)) expected |= 16 << j;
            }
            check(rights == expected, "2: canRead or canWrite differs from the model");
            uint256 before = _rights[account];
            if (rights & ~before != 0) check(_gives(op, account), "1: a right came back without being given");
            if ((before & ~rights) & 15 != 0 && op.kind != Kind.NONE) {
                check(epoch > _last.epoch, "3: a reader was lost without a new epoch");
            }
            if (rights != before) _rights[account] = rights;
        }
        check(!charts.canRead(chart, address(0), 0) && !charts.canWrite(chart, address(0), 0), "2: nobody has a right");
    }

    /// @dev The record that the call was about, or one after the other.
    function _compareARecord(Op memory op) private {
        if (records.length == 0) return;
        uint256 number = op.number;
        if (number == 0 || number > records.length) number = 1 + (_observed++ % records.length);
        check(_sharesAreTheModels(uint24(number)), "1: shares are not the model's");
        Record memory actual = charts.recordOf(chart, uint24(number));
        check(keccak256(abi.encode(actual)) == keccak256(abi.encode(records[number - 1])), "4: a record was changed");
        check(charts.originalsOf(chart, uint24(number), 1)[0] == originals[number - 1], "4: a first pointer was lost");
    }

    function _gives(Op memory op, address account) private view returns (bool) {
        Kind kind = op.kind;
        if (kind == Kind.GRANT || kind == Kind.NAME_DELEGATE) return account == op.subject;
        if (kind == Kind.GRANT_MANY) return account == op.subject || account == op.second;
        if (kind == Kind.ACCEPT || kind == Kind.BREAK_GLASS) return account == op.by;
        return kind == Kind.SET_EMERGENCY && breaks[account] > block.timestamp;
    }

    function _sharesAreTheModels(uint24 number) private view returns (bool) {
        for (uint256 i = 0; i < actors.length; ++i) {
            if (charts.shareUntil(chart, number, actors[i]) != shares[actors[i]][number]) return false;
        }
        return true;
    }

    function _expectedState() private view returns (ChartView memory) {
        return
            ChartView({
                owner: owner,
                count: uint24(records.length),
                epoch: epoch,
                tenure: tenure,
                keyed: keyed,
                keyring: keyring,
                head: head,
                ownerKeyring: ownerKeyring,
                receipts: receipts,
                successor: successor,
                offeredUntil: offerUntil,
                emergencySections: emergencySections,
                openings: openings.length
            });
    }

    /// @dev A digest of all that the contract keeps of who may do what, shares aside.
    function _powers() private view returns (bytes32 all) {
        ChartView memory state = charts.chartOf(chart);
        all = keccak256(
            abi.encode(state.owner, state.epoch, state.tenure, state.keyed, state.keyring, state.ownerKeyring)
        );
        all = keccak256(abi.encode(all, state.successor, state.offeredUntil, state.emergencySections));
        for (uint256 i = 0; i < actors.length; ++i) {
            Permission memory permission = charts.grantOf(chart, actors[i]);
            uint24 since = charts.grantEpochOf(chart, actors[i]);
            all = keccak256(abi.encode(all, permission, since, charts.delegateUntil(chart, actors[i])));
        }
    }

    function _expectedPowers() private view returns (bytes32 all) {
        all = keccak256(abi.encode(owner, epoch, tenure, keyed, keyring, ownerKeyring));
        all = keccak256(abi.encode(all, successor, offerUntil, emergencySections));
        for (uint256 i = 0; i < actors.length; ++i) {
            address account = actors[i];
            all = keccak256(abi.encode(all, grants[account], grantEpochs[account], delegates[account]));
        }
    }
}
