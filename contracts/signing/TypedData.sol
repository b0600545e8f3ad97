// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ChartId} from "../types/ChartId.sol";
import {Grant} from "../types/Grant.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Permission} from "../types/Permission.sol";
import {purposeCode} from "../types/Purpose.sol";
import {RecordInput} from "../types/Record.sol";
import {Signed} from "../types/Signed.sol";

bytes32 constant PUBLISH_TYPEHASH = keccak256(
    "Publish(address signer,bytes32 previous,bytes32 profile,uint64 nonce,uint256 deadline)"
);
bytes32 constant OPEN_TYPEHASH = keccak256(
    "Open(address signer,uint256 n,bytes32 keyring,uint64 nonce,uint256 deadline)"
);
bytes32 constant GRANT_TYPEHASH = keccak256(
    // solhint-disable-next-line max-line-length
    "Grant(address signer,bytes32 chart,address grantee,uint64 read,uint64 write,uint40 until,uint24 sinceEpoch,string purpose,bytes32 fromKeyring,bytes32 toKeyring,uint24 epoch,uint24 nextEpoch,uint64 nonce,uint256 deadline)"
);
bytes32 constant REVOKE_TYPEHASH = keccak256(
    // solhint-disable-next-line max-line-length
    "Revoke(address signer,bytes32 chart,address grantee,uint64 read,uint64 write,uint40 until,uint24 sinceEpoch,string purpose,uint24 grantEpoch,bytes32 fromKeyring,bytes32 toKeyring,uint24 epoch,uint24 nextEpoch,uint64 nonce,uint256 deadline)"
);
bytes32 constant ROTATE_TYPEHASH = keccak256(
    // solhint-disable-next-line max-line-length
    "Rotate(address signer,bytes32 chart,bytes32 fromKeyring,bytes32 toKeyring,uint24 epoch,uint24 nextEpoch,uint64 nonce,uint256 deadline)"
);
bytes32 constant SHARE_TYPEHASH = keccak256(
    // solhint-disable-next-line max-line-length
    "Share(address signer,bytes32 chart,uint24 number,address reader,uint40 replacedUntil,uint40 until,bytes32 fromKeyring,bytes32 toKeyring,uint24 epoch,uint24 nextEpoch,uint64 nonce,uint256 deadline)"
);
bytes32 constant ADD_RECORDS_TYPEHASH = keccak256(
    // solhint-disable-next-line max-line-length
    "AddRecords(address signer,bytes32 chart,uint24 epoch,Record[] records,uint64 nonce,uint256 deadline)Record(bytes32 pointer,uint8 section,uint24 supersedes)"
);
bytes32 constant RECORD_TYPEHASH = keccak256("Record(bytes32 pointer,uint8 section,uint24 supersedes)");

/// @title TypedData
/// @notice Hashes what accounts sign, by EIP-712.
library TypedData {
    function hashPublish(bytes32 previous, bytes32 profile, Signed calldata signed) internal pure returns (bytes32) {
        return keccak256(abi.encode(PUBLISH_TYPEHASH, signed.signer, previous, profile, signed.nonce, signed.deadline));
    }

    function hashOpen(uint256 n, bytes32 keyring, Signed calldata signed) internal pure returns (bytes32) {
        return keccak256(abi.encode(OPEN_TYPEHASH, signed.signer, n, keyring, signed.nonce, signed.deadline));
    }

    function hashGrant(
        ChartId id,
        address grantee,
        Permission memory permission,
        KeyringUpdate calldata update,
        Signed calldata signed
    ) internal pure returns (bytes32) {
        return
            keccak256(
                bytes.concat(
                    abi.encode(GRANT_TYPEHASH, signed.signer, id, grantee),
                    _encodePermission(permission),
                    _encodeEnd(update, signed)
                )
            );
    }

    /// @dev Names the stored grant, so that the signature ends no other.
    function hashRevoke(
        ChartId id,
        address grantee,
        Grant stored,
        KeyringUpdate calldata update,
        Signed calldata signed
    ) internal pure returns (bytes32) {
        return
            keccak256(
                bytes.concat(
                    abi.encode(REVOKE_TYPEHASH, signed.signer, id, grantee),
                    _encodePermission(stored.unpack()),
                    abi.encode(stored.epoch()),
                    _encodeEnd(update, signed)
                )
            );
    }

    function hashRotate(
        ChartId id,
        KeyringUpdate calldata update,
        Signed calldata signed
    ) internal pure returns (bytes32) {
        return keccak256(bytes.concat(abi.encode(ROTATE_TYPEHASH, signed.signer, id), _encodeEnd(update, signed)));
    }

    /// @dev Names the end of the stored share, so that the signature neither ends nor replaces another.
    function hashShare(
        ChartId id,
        uint24 number,
        address reader,
        uint40 replacedUntil,
        uint40 until,
        KeyringUpdate calldata update,
        Signed calldata signed
    ) internal pure returns (bytes32) {
        return
            keccak256(
                bytes.concat(
                    abi.encode(SHARE_TYPEHASH, signed.signer, id, number, reader, replacedUntil, until),
                    _encodeEnd(update, signed)
                )
            );
    }

    function hashAddRecords(
        ChartId id,
        uint24 epoch,
        bytes32 recordsHash,
        Signed calldata signed
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(ADD_RECORDS_TYPEHASH, signed.signer, id, epoch, recordsHash, signed.nonce, signed.deadline)
            );
    }

    /// @dev The hash of a list of one record.
    function hashRecord(RecordInput calldata record) internal pure returns (bytes32) {
        return keccak256(abi.encode(_hashRecord(record)));
    }

    function hashRecords(RecordInput[] calldata records) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](records.length);
        for (uint256 i = 0; i < records.length; ++i) {
            hashes[i] = _hashRecord(records[i]);
        }
        return keccak256(abi.encodePacked(hashes));
    }

    function _hashRecord(RecordInput calldata record) private pure returns (bytes32) {
        return keccak256(abi.encode(RECORD_TYPEHASH, record.pointer, record.section, record.supersedes));
    }

    function _encodePermission(Permission memory permission) private pure returns (bytes memory) {
        return
            abi.encode(
                permission.read,
                permission.write,
                permission.until,
                permission.sinceEpoch,
                keccak256(bytes(purposeCode(permission.purpose)))
            );
    }

    function _encodeEnd(KeyringUpdate calldata update, Signed calldata signed) private pure returns (bytes memory) {
        return abi.encode(update.from, update.to, update.epoch, update.nextEpoch, signed.nonce, signed.deadline);
    }
}
