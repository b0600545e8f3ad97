// SPDX-License-Identifier: MIT
// Generated from contracts/types/purposes.json by `npm run generate`. Do not edit.
pragma solidity ^0.8.34;

/// @notice Why access is given: codes of HL7 v3 ActReason (http://terminology.hl7.org/CodeSystem/v3-ActReason).
/// @dev Append-only: a number keeps its meaning in every deployment.
enum Purpose {
    NONE,
    TREAT,
    ETREAT,
    CAREMGT,
    HPAYMT,
    COVERAGE,
    HOPERAT,
    HQUALIMP,
    PATSFTY,
    HLEGAL,
    HRESCH,
    CLINTRCH,
    PUBHLTH,
    FAMRQT,
    PWATRNY,
    SUPNWK,
    PATRQT
}

/// @dev Each code in eight bytes, padded with zeros, four to a word, in the order of the enum from TREAT on.
bytes32 constant PURPOSE_CODES_0 = hex"54524541540000004554524541540000434152454d475400485041594d540000";
bytes32 constant PURPOSE_CODES_1 = hex"434f564552414745484f504552415400485155414c494d505041545346545900";
bytes32 constant PURPOSE_CODES_2 = hex"484c4547414c00004852455343480000434c494e54524348505542484c544800";
bytes32 constant PURPOSE_CODES_3 = hex"46414d525154000050574154524e59005355504e574b00005041545251540000";

/// @dev Returns the HL7 code, which is what a signer is shown; nothing for NONE.
// solhint-disable-next-line private-vars-leading-underscore
function purposeCode(Purpose purpose) pure returns (string memory code) {
    if (purpose == Purpose.NONE) return "";
    uint256 index = uint256(purpose) - 1;
    bytes32 word = PURPOSE_CODES_0;
    if (index / 4 == 1) word = PURPOSE_CODES_1;
    if (index / 4 == 2) word = PURPOSE_CODES_2;
    if (index / 4 == 3) word = PURPOSE_CODES_3;
    bytes8 padded = bytes8(word << ((index % 4) * 64));
    if (uint64(padded) << 40 == 0) return string(abi.encodePacked(bytes5(padded)));
    if (uint64(padded) << 48 == 0) return string(abi.encodePacked(bytes6(padded)));
    if (uint64(padded) << 56 == 0) return string(abi.encodePacked(bytes7(padded)));
    return string(abi.encodePacked(padded));
}
