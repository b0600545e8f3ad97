// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartId} from "../../../contracts/types/ChartId.sol";
import {Emergency} from "../../../contracts/types/Emergency.sol";
import {KeyringUpdate} from "../../../contracts/types/KeyringUpdate.sol";
import {Permission} from "../../../contracts/types/Permission.sol";
import {Purpose} from "../../../contracts/types/Purpose.sol";
import {Record, RecordInput} from "../../../contracts/types/Record.sol";

enum Kind {
    NONE,
    ADD_RECORD,
    ADD_RECORDS,
    RELOCATE,
    GRANT,
    GRANT_MANY,
    REVOKE,
    ROTATE,
    RESEAL,
    SHARE,
    END_SHARE,
    NAME_DELEGATE,
    REMOVE_DELEGATE,
    OFFER,
    END_OFFER,
    ACCEPT,
    END_ALL,
    SET_EMERGENCY,
    BREAK_GLASS,
    ASK_RECEIPTS,
    LEAVE_RECEIPT
}

/// @notice One call of an account, of whatever kind; each kind reads the fields that it needs.
struct Op {
    Kind kind;
    address by;
    address subject;
    address second;
    uint24 number;
    uint24 epoch;
    uint40 until;
    uint64 sections;
    bool flag;
    bytes32 from;
    bytes32 to;
    Permission permission;
    Permission secondPermission;
    KeyringUpdate update;
    RecordInput[] records;
}

/// @dev The last epoch that a delegate may raise a chart to.
uint24 constant EPOCHS_OF_DELEGATES = 8_388_607;

/// @title Model
/// @notice What one chart should be, written as plainly as possible: nothing is packed, and nothing is keyed by tenure or
/// epoch; what ends is erased.
abstract contract Model {
    address internal owner;
    uint24 internal epoch;
    uint24 internal tenure;
    bool internal keyed;
    bool internal receipts;
    bytes32 internal keyring;
    bytes32 internal ownerKeyring;
    bytes32 internal head;
    uint64 internal emergencySections;
    Emergency[] internal openings;
    address internal successor;
    uint40 internal offerUntil;
    address[] internal actors;
    Record[] internal records;
    bytes32[] internal originals;
    mapping(address account => Permission permission) internal grants;
    mapping(address account => uint24 epoch) internal grantEpochs;
    mapping(address account => uint40 until) internal delegates;
    mapping(address account => uint40 until) internal breaks;
    mapping(address account => mapping(uint256 number => uint40 until)) internal shares;
    mapping(address authority => uint64 attributes) internal authorities;
    mapping(address authority => mapping(address subject => uint40 until)) internal attested;

    function modelCanRead(address account, uint8 section) internal view returns (bool) {
        if (account == owner || delegates[account] > block.timestamp) return true;
        Permission storage permission = grants[account];
        if (permission.until > block.timestamp && _has(permission.read, section)) return true;
        return breaks[account] > block.timestamp && _has(emergencySections, section);
    }

    function modelCanWrite(address account, uint8 section) internal view returns (bool) {
        if (account == owner || delegates[account] > block.timestamp) return true;
        Permission storage permission = grants[account];
        return permission.until > block.timestamp && _has(permission.write, section);
    }

    /// @dev Whether a call that does not always end something takes something from somebody, and so must raise the epoch.
    /// What a grant takes counts though the stored one has ended: its reader still holds the keys.
    function modelMustRise(Op memory op) internal view returns (bool) {
        if (op.kind == Kind.ACCEPT) return true;
        if (op.kind == Kind.OFFER) return successor != address(0) && successor != op.subject;
        if (op.kind == Kind.SET_EMERGENCY) return emergencySections & ~op.sections != 0;
        if (op.kind != Kind.GRANT && op.kind != Kind.GRANT_MANY) return false;
        if (grants[op.subject].read & ~op.permission.read != 0) return true;
        if (op.kind == Kind.GRANT) return false;
        uint64 before = op.second == op.subject ? op.permission.read : grants[op.second].read;
        return before & ~op.secondPermission.read != 0;
    }

    /// @dev Whether the contract should take the call.
    function modelAllows(Op memory op) internal view returns (bool) {
        Kind kind = op.kind;
        bool owns = op.by == owner;
        uint40 latest = owns ? type(uint40).max : delegates[op.by];
        bool acts = latest > block.timestamp;
        bool later = op.until > block.timestamp;
        // What ends an access needs nothing but the right to end it.
        if (kind == Kind.REVOKE) return acts && grants[op.subject].until != 0 && _mayRise(op);
        if (kind == Kind.REMOVE_DELEGATE) return owns && delegates[op.subject] != 0;
        if (kind == Kind.END_OFFER) return owns && successor != address(0);
        if (kind == Kind.END_ALL) return owns;
        if (kind == Kind.END_SHARE) return acts && shares[op.subject][op.number] != 0;

        if (kind == Kind.ADD_RECORD || kind == Kind.ADD_RECORDS) return _mayFile(op);
        if (kind == Kind.RELOCATE) {
            if (!owns || op.number == 0 || op.number > records.length) return false;
            return op.from == records[op.number - 1].pointer && op.to != 0 && op.to != op.from;
        }
        if (kind == Kind.GRANT || kind == Kind.GRANT_MANY) return acts && _mayGrant(op, latest);
        if (kind == Kind.ROTATE) {
            if (keyed ? op.update.nextEpoch != epoch + 1 || !_mayRise(op) : op.update.nextEpoch != epoch) return false;
            return acts && _seen(op.update) && _brings(op.update);
        }
        if (kind == Kind.RESEAL) {
            return acts && keyed && _seen(op.update) && op.update.nextEpoch == epoch && _brings(op.update);
        }
        if (kind == Kind.SHARE) {
            if (op.subject == address(0)) return false;
            if (op.number == 0 || op.number > records.length || op.update.nextEpoch != op.update.epoch) return false;
            return acts && later && op.until <= latest && _updates(op);
        }
        if (kind == Kind.NAME_DELEGATE) {
            return owns && op.subject != address(0) && op.subject != owner && later && _updates(op);
        }
        if (kind == Kind.OFFER) {
            return owns && op.subject != address(0) && op.subject != owner && later && _updates(op);
        }
        if (kind == Kind.ACCEPT) {
            return op.by == successor && offerUntil > block.timestamp && _updates(op);
        }
        if (kind == Kind.SET_EMERGENCY) {
            return owns && (modelMustRise(op) || _updates(op));
        }
        if (kind == Kind.BREAK_GLASS) {
            if (emergencySections == 0 || op.to == 0 || !later || op.until > block.timestamp + 1 days) return false;
            return authorities[op.subject] != 0 && attested[op.subject][op.by] > block.timestamp;
        }
        if (kind == Kind.ASK_RECEIPTS) return owns;
        if (kind == Kind.LEAVE_RECEIPT) return _mayLeaveReceipt(op);
        return false;
    }

    function modelApply(Op memory op) internal {
        Kind kind = op.kind;
        if (kind == Kind.ADD_RECORD || kind == Kind.ADD_RECORDS) return _file(op);
        if (kind == Kind.RELOCATE) {
            records[op.number - 1].pointer = op.to;
        } else if (kind == Kind.GRANT || kind == Kind.GRANT_MANY) {
            _setGrant(op.subject, op.permission, op.update.nextEpoch);
            if (kind == Kind.GRANT_MANY) _setGrant(op.second, op.secondPermission, op.update.nextEpoch);
            _update(op);
        } else if (kind == Kind.REVOKE) {
            _eraseGrant(op.subject);
            _end(op);
        } else if (kind == Kind.ROTATE || kind == Kind.RESEAL) {
            _update(op);
        } else if (kind == Kind.SHARE) {
            shares[op.subject][op.number] = op.until;
            _update(op);
        } else if (kind == Kind.END_SHARE) {
            shares[op.subject][op.number] = 0;
            if (keyed && _seen(op.update) && op.update.nextEpoch == epoch && _brings(op.update)) _update(op);
        } else if (kind == Kind.NAME_DELEGATE) {
            delegates[op.subject] = op.until;
            _update(op);
        } else if (kind == Kind.REMOVE_DELEGATE) {
            delegates[op.subject] = 0;
            _eraseGrant(op.second);
            shares[op.second][op.number] = 0;
            _end(op);
        } else if (kind == Kind.OFFER) {
            (successor, offerUntil) = (op.subject, op.until);
            _update(op);
        } else if (kind == Kind.END_OFFER) {
            (successor, offerUntil) = (address(0), 0);
            _end(op);
        } else if (kind == Kind.ACCEPT) {
            _eraseAll();
            (owner, receipts) = (op.by, false);
            _update(op);
        } else if (kind == Kind.END_ALL) {
            _eraseAll();
            _end(op);
        } else if (kind == Kind.SET_EMERGENCY) {
            bool closes = modelMustRise(op);
            emergencySections = op.sections;
            if (closes) {
                _end(op);
            } else {
                _update(op);
            }
        } else if (kind == Kind.BREAK_GLASS) {
            breaks[op.by] = op.until;
            openings.push(Emergency({responder: op.by, until: op.until, epoch: epoch, reason: op.to}));
        } else if (kind == Kind.ASK_RECEIPTS) {
            receipts = op.flag;
        }
    }

    function _mayFile(Op memory op) private view returns (bool) {
        if (!keyed || op.epoch != epoch || op.records.length == 0) return false;
        for (uint256 i = 0; i < op.records.length; ++i) {
            RecordInput memory input = op.records[i];
            if (input.section > 63 || !modelCanWrite(op.by, input.section) || input.pointer == 0) return false;
            if (input.supersedes == 0) continue;
            uint256 amended = input.supersedes - 1;
            if (amended >= records.length + i) return false;
            bool own = amended >= records.length || records[amended].author == op.by;
            uint8 section =
                amended >= records.length ? op.records[amended - records.length].section : records[amended].section;
            if (!own || section != input.section) return false;
        }
        return true;
    }

    function _mayGrant(Op memory op, uint40 latest) private view returns (bool) {
        if (!_mayGive(op, op.subject, op.permission, latest)) return false;
        if (op.kind == Kind.GRANT_MANY && !_mayGive(op, op.second, op.secondPermission, latest)) return false;
        return _updates(op);
    }

    function _mayGive(
        Op memory op,
        address grantee,
        Permission memory permission,
        uint40 latest
    ) private view returns (bool) {
        if (grantee == address(0) || grantee == op.by || grantee == owner) return false;
        if (permission.until <= block.timestamp || permission.until > latest) return false;
        if (permission.read == 0 && permission.write == 0) return false;
        if (permission.purpose == Purpose.NONE || permission.sinceEpoch == 0) return false;
        return permission.sinceEpoch <= op.update.nextEpoch;
    }

    function _mayLeaveReceipt(Op memory op) private view returns (bool) {
        if (!receipts || (op.sections == 0 && op.number == 0)) return false;
        for (uint8 section = 0; section < 64; ++section) {
            if (_has(op.sections, section) && !modelCanRead(op.by, section)) return false;
        }
        return op.number == 0 || shares[op.by][op.number] > block.timestamp;
    }

    function _seen(KeyringUpdate memory update) private view returns (bool) {
        return update.from == keyring && update.epoch == epoch;
    }

    function _brings(KeyringUpdate memory update) private pure returns (bool) {
        return update.to != 0 && update.to != update.from;
    }

    function _updates(Op memory op) private view returns (bool) {
        if (!_seen(op.update) || !_brings(op.update)) return false;
        if (op.update.nextEpoch == epoch + 1) return _mayRise(op);
        return op.update.nextEpoch == epoch && keyed && !modelMustRise(op);
    }

    /// @dev The upper half of all epochs is the owner's, so that no delegate uses them up.
    function _mayRise(Op memory op) private view returns (bool) {
        return op.by == owner || op.kind == Kind.ACCEPT || epoch < EPOCHS_OF_DELEGATES;
    }

    function _update(Op memory op) private {
        if (op.update.nextEpoch != epoch) riseTo(op.update.nextEpoch);
        keyed = true;
        keyring = op.update.to;
        if (op.by == owner) ownerKeyring = keyring;
    }

    function _end(Op memory op) private {
        if (_seen(op.update) && op.update.nextEpoch == epoch + 1 && _brings(op.update)) return _update(op);
        riseTo(epoch + 1);
        keyed = false;
    }

    function riseTo(uint24 next) internal {
        epoch = next;
        for (uint256 i = 0; i < actors.length; ++i) {
            breaks[actors[i]] = 0;
        }
    }

    function _eraseAll() private {
        ++tenure;
        (successor, offerUntil, emergencySections) = (address(0), 0, 0);
        for (uint256 i = 0; i < actors.length; ++i) {
            delegates[actors[i]] = 0;
            _eraseGrant(actors[i]);
            for (uint256 number = 1; number <= records.length; ++number) {
                if (shares[actors[i]][number] != 0) shares[actors[i]][number] = 0;
            }
        }
    }

    function _eraseGrant(address account) private {
        delete grants[account];
        delete grantEpochs[account];
    }

    function _setGrant(address account, Permission memory permission, uint24 epochOfGrant) private {
        grants[account] = permission;
        grantEpochs[account] = epochOfGrant;
    }

    function _file(Op memory op) private {
        for (uint256 i = 0; i < op.records.length; ++i) {
            Record memory record = Record({
                pointer: op.records[i].pointer,
                author: op.by,
                time: uint40(block.timestamp),
                section: op.records[i].section,
                supersedes: op.records[i].supersedes,
                epoch: epoch
            });
            records.push(record);
            originals.push(record.pointer);
            head = keccak256(
                bytes.concat(
                    abi.encode(head, modelChart(), records.length, record.pointer, record.author, record.section),
                    abi.encode(record.supersedes, record.epoch, record.time)
                )
            );
        }
    }

    function modelChart() internal view virtual returns (ChartId);

    function _has(uint64 mask, uint8 section) private pure returns (bool) {
        return (mask >> section) & 1 != 0;
    }
}
