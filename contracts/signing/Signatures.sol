// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {NoncesKeyed} from "@openzeppelin/contracts/utils/NoncesKeyed.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {ISignatures} from "../interfaces/ISignatures.sol";
import {Signed} from "../types/Signed.sol";

/// @title Signatures
/// @notice Checks typed data, deadlines and nonces.
abstract contract Signatures is ISignatures, EIP712("Chartkey", "1"), NoncesKeyed {
    /// @inheritdoc ISignatures
    function cancelSignature(uint192 key, uint64 nonce) external {
        _useCheckedNonce(msg.sender, key, nonce);
        emit SignatureCancelled(msg.sender, key, nonce);
    }

    /// @inheritdoc ISignatures
    function nonceKey(bytes32 chart, bytes32 action, bytes32 subject) public pure returns (uint192 key) {
        return uint192(uint256(keccak256(abi.encode(chart, action, subject))));
    }

    /// @dev Reverts unless the signer signed the struct, in time and with the next nonce of the key, and uses it up.
    function _requireSignature(uint192 key, bytes32 structHash, Signed calldata signed) internal {
        if (block.timestamp > signed.deadline) revert SignaturesExpired(signed.deadline, block.timestamp);
        _useCheckedNonce(signed.signer, key, signed.nonce);
        bytes32 digest = _hashTypedDataV4(structHash);
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signed.signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == signed.signer) return;
        if (!SignatureChecker.isValidERC1271SignatureNowCalldata(signed.signer, digest, signed.signature)) {
            revert SignaturesInvalid(signed.signer);
        }
    }
}
