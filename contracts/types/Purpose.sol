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
