// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ICharts} from "../../../contracts/interfaces/ICharts.sol";
import {
    ADD_RECORDS_TYPEHASH,
    GRANT_TYPEHASH,
    RECORD_TYPEHASH,
    REVOKE_TYPEHASH,
    ROTATE_TYPEHASH,
    SHARE_TYPEHASH
} from "../../../contracts/signing/TypedData.sol";
import {ChartId} from "../../../contracts/types/ChartId.sol";
import {GrantInput} from "../../../contracts/types/GrantInput.sol";
import {KeyringUpdate} from "../../../contracts/types/KeyringUpdate.sol";
import {Permission} from "../../../contracts/types/Permission.sol";
import {purposeCode} from "../../../contracts/types/Purpose.sol";
import {RecordInput} from "../../../contracts/types/Record.sol";
import {ShareId} from "../../../contracts/types/Share.sol";
import {Signed} from "../../../contracts/types/Signed.sol";
import {TypedMessages} from "../support/TypedMessages.sol";
import {Drawing} from "./Drawing.sol";
import {Kind, Op} from "./Model.sol";

/// @title Submitting
/// @notice Turns a drawn call into calldata, by call or by signature.
abstract contract Submitting is Drawing {
    ICharts public charts;
    ChartId public chart;

    function modelChart() internal view override returns (ChartId) {
        return chart;
    }

    function encode(ChartId id, Op memory op) internal view returns (bytes memory) {
        Kind kind = op.kind;
        if (kind == Kind.ADD_RECORD) return abi.encodeCall(charts.addRecord, (id, op.epoch, op.records[0]));
        if (kind == Kind.ADD_RECORDS) return abi.encodeCall(charts.addRecords, (id, op.epoch, op.records));
        if (kind == Kind.RELOCATE) return abi.encodeCall(charts.relocate, (id, op.number, op.from, op.to));
        if (kind == Kind.GRANT) return abi.encodeCall(charts.grant, (id, op.subject, op.permission, op.update));
        if (kind == Kind.GRANT_MANY) {
            GrantInput[] memory both = new GrantInput[](2);
            both[0] = GrantInput(op.subject, op.permission);
            both[1] = GrantInput(op.second, op.secondPermission);
            return abi.encodeCall(charts.grantMany, (id, both, op.update));
        }
        if (kind == Kind.REVOKE) return abi.encodeCall(charts.revoke, (id, op.subject, op.update));
        if (kind == Kind.ROTATE) return abi.encodeCall(charts.rotate, (id, op.update));
        if (kind == Kind.RESEAL) return abi.encodeCall(charts.reseal, (id, op.update));
        if (kind == Kind.SHARE || kind == Kind.END_SHARE) {
            return abi.encodeCall(charts.share, (id, op.number, op.subject, _shareUntil(op), op.update));
        }
        if (kind == Kind.NAME_DELEGATE) {
            return abi.encodeCall(charts.nameDelegate, (id, op.subject, op.until, op.update));
        }
        if (kind == Kind.REMOVE_DELEGATE) {
            address[] memory grantees = new address[](1);
            ShareId[] memory ended = new ShareId[](1);
            (grantees[0], ended[0]) = (op.second, ShareId(op.number, op.second));
            return abi.encodeCall(charts.removeDelegate, (id, op.subject, grantees, ended, op.update));
        }
        if (kind == Kind.OFFER) return abi.encodeCall(charts.offer, (id, op.subject, op.until, op.update));
        if (kind == Kind.END_OFFER) return abi.encodeCall(charts.endOffer, (id, op.update));
        if (kind == Kind.ACCEPT) return abi.encodeCall(charts.accept, (id, op.update));
        if (kind == Kind.END_ALL) return abi.encodeCall(charts.endAll, (id, op.update));
        if (kind == Kind.SET_EMERGENCY) {
            return abi.encodeCall(charts.setEmergency, (id, op.sections, op.update));
        }
        if (kind == Kind.BREAK_GLASS) return abi.encodeCall(charts.breakGlass, (id, op.subject, op.until, op.to));
        if (kind == Kind.ASK_RECEIPTS) return abi.encodeCall(charts.askReceipts, (id, op.flag));
        return abi.encodeCall(charts.leaveReceipt, (id, op.sections, op.number));
    }

    function encodeSigned(ChartId id, Op memory op, Signed memory signed) internal view returns (bytes memory) {
        Kind kind = op.kind;
        if (kind == Kind.ADD_RECORD) return abi.encodeCall(charts.addRecordFor, (id, op.epoch, op.records[0], signed));
        if (kind == Kind.ADD_RECORDS) return abi.encodeCall(charts.addRecordsFor, (id, op.epoch, op.records, signed));
        if (kind == Kind.GRANT) {
            return abi.encodeCall(charts.grantBySig, (id, op.subject, op.permission, op.update, signed));
        }
        if (kind == Kind.REVOKE) return abi.encodeCall(charts.revokeBySig, (id, op.subject, op.update, signed));
        if (kind == Kind.ROTATE) return abi.encodeCall(charts.rotateBySig, (id, op.update, signed));
        return abi.encodeCall(charts.shareBySig, (id, op.number, op.subject, _shareUntil(op), op.update, signed));
    }

    /// @dev The key that the nonces of such a call are counted under.
    function nonceKey(ChartId id, Op memory op) internal pure returns (uint192) {
        bytes32 subject = 0;
        bytes32 action = ADD_RECORDS_TYPEHASH;
        if (op.kind == Kind.ROTATE) action = ROTATE_TYPEHASH;
        if (op.kind == Kind.GRANT || op.kind == Kind.REVOKE) {
            action = op.kind == Kind.GRANT ? GRANT_TYPEHASH : REVOKE_TYPEHASH;
            subject = bytes32(uint256(uint160(op.subject)));
        }
        if (op.kind == Kind.SHARE || op.kind == Kind.END_SHARE) {
            (action, subject) = (SHARE_TYPEHASH, keccak256(abi.encode(op.number, op.subject)));
        }
        return uint192(uint256(keccak256(abi.encode(id, action, subject))));
    }

    function digestOf(ChartId id, Op memory op, Signed memory signed) internal view returns (bytes32) {
        return typedData(keccak256(_encodeStruct(id, op, signed)));
    }

    function typedData(bytes32 structHash) internal view returns (bytes32) {
        return TypedMessages.digestFor(address(charts), structHash);
    }

    function _encodeStruct(ChartId id, Op memory op, Signed memory signed) private view returns (bytes memory) {
        bytes memory end = abi.encode(signed.nonce, signed.deadline);
        KeyringUpdate memory u = op.update;
        bytes memory rekeying = bytes.concat(abi.encode(u.from, u.to, u.epoch, u.nextEpoch), end);
        if (op.kind == Kind.ROTATE) return bytes.concat(abi.encode(ROTATE_TYPEHASH, signed.signer, id), rekeying);
        if (op.kind == Kind.GRANT) {
            return
                bytes.concat(
                    abi.encode(GRANT_TYPEHASH, signed.signer, id, op.subject),
                    _encodePermission(op.permission),
                    rekeying
                );
        }
        if (op.kind == Kind.REVOKE) {
            return
                bytes.concat(
                    abi.encode(REVOKE_TYPEHASH, signed.signer, id, op.subject),
                    _encodePermission(grants[op.subject]),
                    abi.encode(grantEpochs[op.subject]),
                    rekeying
                );
        }
        if (op.kind == Kind.SHARE || op.kind == Kind.END_SHARE) {
            return
                bytes.concat(
                    abi.encode(SHARE_TYPEHASH, signed.signer, id, op.number, op.subject),
                    abi.encode(shares[op.subject][op.number], _shareUntil(op)),
                    rekeying
                );
        }
        bytes memory hashes = "";
        for (uint256 i = 0; i < op.records.length; ++i) {
            RecordInput memory input = op.records[i];
            bytes32 hash = keccak256(abi.encode(RECORD_TYPEHASH, input.pointer, input.section, input.supersedes));
            hashes = bytes.concat(hashes, hash);
        }
        return bytes.concat(abi.encode(ADD_RECORDS_TYPEHASH, signed.signer, id, op.epoch, keccak256(hashes)), end);
    }

    function _encodePermission(Permission memory given) private pure returns (bytes memory) {
        bytes32 purpose = keccak256(bytes(purposeCode(given.purpose)));
        return abi.encode(given.read, given.write, given.until, given.sinceEpoch, purpose);
    }

    function _shareUntil(Op memory op) private pure returns (uint40) {
        return op.kind == Kind.END_SHARE ? 0 : op.until;
    }
}
