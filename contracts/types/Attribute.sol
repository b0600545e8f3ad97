// SPDX-License-Identifier: MIT
// Generated from contracts/types/attributes.json by `npm run generate`. Do not edit.
pragma solidity ^0.8.34;

/// @notice What an authority may attest of an account.
/// @dev Append-only: a number keeps its meaning in every deployment. A set of attributes is a uint64 with one bit each.
///
/// - 0 PHYSICIAN: licensed to practise medicine.
/// - 1 NURSE: licensed to practise nursing.
/// - 2 PHARMACIST: licensed to dispense medicines.
/// - 3 LABORATORY: accredited to examine specimens.
/// - 4 RESEARCHER: approved to do research on people.
/// - 5 PAYER: pays or insures care.
/// - 6 AUDITOR: may inspect the care that was given.
/// - 7 EMERGENCY: answers emergencies, and may break the glass.
enum Attribute {
    PHYSICIAN,
    NURSE,
    PHARMACIST,
    LABORATORY,
    RESEARCHER,
    PAYER,
    AUDITOR,
    EMERGENCY
}
