// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ISignedCalls} from "../interfaces/ISignedCalls.sol";
import {Signatures} from "../signing/Signatures.sol";
import {
    GRANT_TYPEHASH,
    OPEN_TYPEHASH,
    REVOKE_TYPEHASH,
    ROTATE_TYPEHASH,
    SHARE_TYPEHASH,
    TypedData
} from "../signing/TypedData.sol";
import {ChartId} from "../types/ChartId.sol";
import {Grant} from "../types/Grant.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Permission} from "../types/Permission.sol";
import {Signed} from "../types/Signed.sol";
import {Ownership} from "./Ownership.sol";
import {Permissions} from "./Permissions.sol";
import {Shares} from "./Shares.sol";

/// @title SignedCalls
/// @notice The signed twins of what an owner or a delegate calls.
abstract contract SignedCalls is ISignedCalls, Signatures, Ownership, Permissions, Shares {
    /// @inheritdoc ISignedCalls
    function openBySig(uint256 n, bytes32 keyring, Signed calldata signed) external returns (ChartId id) {
        bytes32 chart = ChartId.unwrap(chartIdOf(signed.signer, n));
        _requireSigned(chart, OPEN_TYPEHASH, 0, TypedData.hashOpen(n, keyring, signed), signed);
        return _open(signed.signer, n, keyring);
    }

    /// @inheritdoc ISignedCalls
    function grantBySig(
        ChartId id,
        address grantee,
        Permission memory permission,
        KeyringUpdate calldata update,
        Signed calldata signed
    ) external {
        bytes32 structHash = TypedData.hashGrant(id, grantee, permission, update, signed);
        _requireSigned(ChartId.unwrap(id), GRANT_TYPEHASH, _subject(grantee), structHash, signed);
        _grant(signed.signer, id, grantee, permission, update);
    }

    /// @inheritdoc ISignedCalls
    function revokeBySig(ChartId id, address grantee, KeyringUpdate calldata update, Signed calldata signed) external {
        Grant stored = _grantOf(id, grantee);
        bytes32 structHash = TypedData.hashRevoke(id, grantee, stored, update, signed);
        _requireSigned(ChartId.unwrap(id), REVOKE_TYPEHASH, _subject(grantee), structHash, signed);
        _revoke(signed.signer, id, grantee, update);
    }

    /// @inheritdoc ISignedCalls
    function rotateBySig(ChartId id, KeyringUpdate calldata update, Signed calldata signed) external {
        bytes32 structHash = TypedData.hashRotate(id, update, signed);
        _requireSigned(ChartId.unwrap(id), ROTATE_TYPEHASH, 0, structHash, signed);
        _rotate(signed.signer, id, update);
    }

    /// @inheritdoc ISignedCalls
    function shareBySig(
        ChartId id,
        uint24 number,
        address reader,
        uint40 until,
        KeyringUpdate calldata update,
        Signed calldata signed
    ) external {
        uint40 replaced = shareUntil(id, number, reader);
        bytes32 structHash = TypedData.hashShare(id, number, reader, replaced, until, update, signed);
        bytes32 subject = keccak256(abi.encode(number, reader));
        _requireSigned(ChartId.unwrap(id), SHARE_TYPEHASH, subject, structHash, signed);
        _share(signed.signer, id, number, reader, until, update);
    }

    function _requireSigned(
        bytes32 chart,
        bytes32 action,
        bytes32 subject,
        bytes32 structHash,
        Signed calldata signed
    ) private {
        _requireSignature(nonceKey(chart, action, subject), structHash, signed);
    }

    function _subject(address account) private pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }
}
