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

/// @dev Each code in eight bytes, padded with zeros, in the order of the enum.
bytes constant PURPOSE_CODES =
    hex"54524541540000004554524541540000434152454d475400485041594d540000434f564552414745484f504552415400485155414c494d505041545346545900484c4547414c00004852455343480000434c494e54524348505542484c54480046414d525154000050574154524e59005355504e574b00005041545251540000";

/// @dev Returns the HL7 code, which is what a signer is shown; nothing for NONE.
function purposeCode(Purpose purpose) pure returns (string memory code) {
    if (purpose == Purpose.NONE) return "";
    bytes memory codes = PURPOSE_CODES;
    uint256 start = (uint256(purpose) - 1) * 8;
    uint256 length = 8;
    while (codes[start + length - 1] == 0) --length;
    bytes memory letters = new bytes(length);
    for (uint256 i = 0; i < length; ++i) letters[i] = codes[start + i];
    return string(letters);
}
