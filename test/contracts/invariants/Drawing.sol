// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {KeyringUpdate} from "../../../contracts/types/KeyringUpdate.sol";
import {Permission} from "../../../contracts/types/Permission.sol";
import {Purpose} from "../../../contracts/types/Purpose.sol";
import {RecordInput} from "../../../contracts/types/Record.sol";
import {Kind, Model, Op} from "./Model.sol";

/// @notice What is left of a seed.
struct Dice {
    uint256 seed;
}

using Throws for Dice global;

library Throws {
    function roll(Dice memory dice, uint256 sides) internal pure returns (uint256) {
        dice.seed = uint256(keccak256(abi.encode(dice.seed)));
        return dice.seed % sides;
    }

    function oneIn(Dice memory dice, uint256 sides) internal pure returns (bool) {
        return dice.roll(sides) == 0;
    }
}

/// @title Drawing
/// @notice Draws calls that mostly could succeed, and spoils a part of them.
abstract contract Drawing is Model {
    uint256 internal constant ACTORS = 8;

    /// @dev The first key; the actors' keys follow each other: two who may own, two who are often delegates, two who are
    /// often granted, one who answers emergencies, and a stranger.
    uint256 internal constant FIRST_KEY = 0xC0FFEE01;

    address internal constant AUTHORITY = address(0xA117);

    bytes32 internal staleKeyring;
    uint24 internal staleEpoch;

    function sectionAt(uint256 index) internal pure returns (uint8) {
        if (index == 3) return 63;
        return uint8(index);
    }

    function draw(Kind kind, Dice memory dice) internal view returns (Op memory op) {
        op.kind = kind;
        op.by = _drawCaller(kind, dice);
        op.subject = _drawSubject(kind, dice);
        op.second = dice.oneIn(16) ? address(0) : actors[4 + dice.roll(3)];
        op.number = dice.oneIn(8) ? uint24(dice.roll(40)) : uint24(1 + dice.roll(records.length + 1));
        op.until = _drawTime(dice);
        if (kind == Kind.SHARE && op.until == 0) op.until = 1;
        if (kind == Kind.BREAK_GLASS && !dice.oneIn(8)) op.until = uint40(block.timestamp + 1 + dice.roll(1 days));
        op.sections = _drawSections(dice);
        op.flag = !dice.oneIn(4);
        op.to = dice.oneIn(12) ? bytes32(0) : _digest(dice);
        if (kind == Kind.RELOCATE) _aimRelocation(op, dice);
        if (kind == Kind.END_SHARE) _aimShare(op, dice);
        if (kind == Kind.LEAVE_RECEIPT) _aimReceipt(op, dice);
        op.epoch = dice.oneIn(10) ? uint24(epoch + dice.roll(3) - 1) : epoch;
        if (kind == Kind.ADD_RECORD) op.records = _drawRecords(op.by, 1, dice);
        if (kind == Kind.ADD_RECORDS) op.records = _drawRecords(op.by, dice.oneIn(12) ? 0 : 1 + dice.roll(3), dice);
        uint40 latest = type(uint40).max;
        if (op.by != owner && !dice.oneIn(4) && delegates[op.by] > block.timestamp) latest = delegates[op.by];
        if (op.until > latest) op.until = latest;
        op.permission = _drawPermission(latest, dice);
        op.secondPermission = _drawPermission(latest, dice);
        op.update = _drawUpdate(op, dice);
        op.permission.sinceEpoch = _drawSince(op.update.nextEpoch, dice);
        op.secondPermission.sinceEpoch = _drawSince(op.update.nextEpoch, dice);
    }

    function _drawPermission(uint40 latest, Dice memory dice) private view returns (Permission memory permission) {
        permission.read = _drawSections(dice);
        permission.write = _drawSections(dice);
        permission.until = _drawTime(dice);
        if (permission.until > latest) permission.until = latest;
        permission.purpose = Purpose(dice.oneIn(20) ? 0 : 1 + dice.roll(uint256(type(Purpose).max)));
    }

    function _drawSince(uint24 next, Dice memory dice) private view returns (uint24) {
        if (dice.oneIn(16)) return uint24(dice.roll(uint256(epoch) + 4));
        return uint24(1 + dice.roll(next == 0 ? 1 : next));
    }

    function _drawCaller(Kind kind, Dice memory dice) private view returns (address) {
        uint256 roll = dice.roll(16);
        if (roll == 0) return actors[dice.roll(ACTORS)];
        if (kind == Kind.ACCEPT) return successor != address(0) ? successor : actors[dice.roll(ACTORS)];
        if (kind == Kind.BREAK_GLASS) return roll < 12 ? actors[6] : actors[dice.roll(ACTORS)];
        if (kind == Kind.LEAVE_RECEIPT || kind == Kind.ADD_RECORD || kind == Kind.ADD_RECORDS) {
            return roll < 5 ? owner : actors[dice.roll(ACTORS)];
        }
        if (roll < 5) return actors[2 + dice.roll(2)];
        if (roll < 7) return actors[dice.roll(ACTORS)];
        return owner;
    }

    function _drawSubject(Kind kind, Dice memory dice) private view returns (address) {
        uint256 roll = dice.roll(16);
        if (roll == 0) return actors[dice.roll(ACTORS)];
        if (kind == Kind.BREAK_GLASS) return roll < 14 ? AUTHORITY : actors[dice.roll(ACTORS)];
        if (roll == 1) return address(0);
        if (kind == Kind.NAME_DELEGATE || kind == Kind.REMOVE_DELEGATE) return actors[2 + dice.roll(2)];
        if (kind == Kind.OFFER) return actors[dice.roll(2)];
        if (kind == Kind.REVOKE) {
            // Whoever has a grant, from anybody on.
            uint256 first = dice.roll(ACTORS);
            for (uint256 i = 0; i < ACTORS; ++i) {
                address account = actors[(first + i) % ACTORS];
                if (grants[account].until != 0) return account;
            }
        }
        if (roll < 7 && (kind == Kind.GRANT || kind == Kind.GRANT_MANY)) {
            // Whoever had a grant that has ended.
            for (uint256 i = 0; i < ACTORS; ++i) {
                uint40 until = grants[actors[i]].until;
                if (until != 0 && until <= block.timestamp) return actors[i];
            }
        }
        return actors[3 + dice.roll(5)];
    }

    function _drawTime(Dice memory dice) internal view returns (uint40) {
        uint256 roll = dice.roll(16);
        if (roll == 0) return uint40(dice.roll(2));
        if (roll == 1) return uint40(block.timestamp - dice.roll(3));
        if (roll == 2) return type(uint40).max;
        if (roll < 5) return uint40(block.timestamp + 1 + dice.roll(1 hours));
        return uint40(block.timestamp + 1 + dice.roll(4 days));
    }

    function _drawSections(Dice memory dice) private pure returns (uint64 sections) {
        if (dice.oneIn(16)) return uint64(dice.roll(1 << 64));
        for (uint256 i = 0; i < 4; ++i) {
            if (dice.oneIn(2)) sections |= uint64(1) << sectionAt(i);
        }
    }

    function _aimRelocation(Op memory op, Dice memory dice) private view {
        if (op.number == 0 || op.number > records.length) return;
        uint256 roll = dice.roll(8);
        op.from = roll == 0 ? originals[op.number - 1] : records[op.number - 1].pointer;
        if (roll == 1) op.to = op.from;
    }

    function _aimReceipt(Op memory op, Dice memory dice) private view {
        if (dice.oneIn(3)) {
            _aimShare(op, dice);
            if (dice.oneIn(2)) op.sections = 0;
        } else if (!dice.oneIn(8)) {
            op.number = 0;
        }
    }

    function _aimShare(Op memory op, Dice memory dice) private view {
        if (records.length == 0) return;
        uint256 first = dice.roll(records.length * ACTORS);
        for (uint256 i = 0; i < records.length * ACTORS; ++i) {
            uint256 at = (first + i) % (records.length * ACTORS);
            address reader = actors[at % ACTORS];
            uint24 number = uint24(1 + at / ACTORS);
            if (shares[reader][number] == 0) continue;
            (op.number, op.subject) = (number, reader);
            if (op.kind == Kind.LEAVE_RECEIPT) op.by = reader;
            return;
        }
    }

    function _drawRecords(
        address by,
        uint256 length,
        Dice memory dice
    ) private view returns (RecordInput[] memory inputs) {
        inputs = new RecordInput[](length);
        for (uint256 i = 0; i < length; ++i) {
            inputs[i].pointer = dice.oneIn(40) ? bytes32(0) : _digest(dice);
            uint256 first = dice.roll(4);
            inputs[i].section = sectionAt(first);
            for (uint256 j = 0; j < 4 && !dice.oneIn(10); ++j) {
                inputs[i].section = sectionAt((first + j) % 4);
                if (modelCanWrite(by, inputs[i].section)) break;
            }
            if (dice.oneIn(40)) inputs[i].section = uint8(64 + dice.roll(192));
            if (!dice.oneIn(3)) continue;
            uint24 amended = uint24(dice.roll(records.length + i + 3));
            inputs[i].supersedes = amended;
            if (amended == 0 || amended > records.length || dice.oneIn(3)) continue;
            inputs[i].section = records[amended - 1].section;
        }
    }

    /// @dev The update that fits, or one that is spoiled in one respect or built on what the chart was before.
    function _drawUpdate(Op memory op, Dice memory dice) private view returns (KeyringUpdate memory update) {
        uint24 rise = _drawRise(op, dice);
        update = KeyringUpdate({from: keyring, to: _digest(dice), epoch: epoch, nextEpoch: epoch + rise});
        uint256 roll = dice.roll(40);
        if (roll == 0) update.from = staleKeyring;
        if (roll == 1) update.to = 0;
        if (roll == 2) update.to = update.from;
        if (roll == 3) update.nextEpoch = uint24(dice.roll(uint256(epoch) + 3));
        if (roll == 4) update.epoch = uint24(dice.roll(uint256(epoch) + 3));
        if (roll == 5) update = KeyringUpdate(0, 0, 0, 0);
        if (roll == 6 || roll == 7) {
            (update.from, update.epoch, update.nextEpoch) = (staleKeyring, staleEpoch, staleEpoch + rise);
        }
        if (roll == 8) update.to = staleKeyring;
        if (roll == 9) update.to = keyring;
    }

    /// @dev The rise that fits or, more often where a call may do either, the other one.
    function _drawRise(Op memory op, Dice memory dice) private view returns (uint24) {
        Kind kind = op.kind;
        bool mayDoEither = kind == Kind.GRANT || kind == Kind.GRANT_MANY || kind == Kind.NAME_DELEGATE;
        mayDoEither = mayDoEither || kind == Kind.OFFER || kind == Kind.SET_EMERGENCY;
        bool keeps = kind == Kind.RESEAL || kind == Kind.SHARE || kind == Kind.END_SHARE;
        bool rises =
            mayDoEither
                ? !keyed || modelMustRise(op)
                : kind == Kind.ROTATE
                    ? keyed
                    : !keeps;
        return rises != dice.oneIn(mayDoEither ? 6 : 24) ? 1 : 0;
    }

    function _digest(Dice memory dice) private pure returns (bytes32) {
        dice.roll(1);
        return bytes32(dice.seed);
    }
}
