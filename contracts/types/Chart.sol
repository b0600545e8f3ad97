// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartState} from "./ChartState.sol";
import {Emergency} from "./Emergency.sol";
import {GrantSlot} from "./Grant.sol";
import {Offer} from "./Offer.sol";
import {Record} from "./Record.sol";

/// @notice All that is stored of a chart.
/// @dev Permissions are keyed by the tenure too, so that raising it voids them all at once; emergency accesses by the
/// epoch, so that any rise of it ends them. `ChartState` makes the keys.
/// @param state Owner, counters and flags, in one slot.
/// @param keyring SHA-256 digest of the last keyring that the owner set.
/// @param head The fold of all records filed so far.
/// @param delegateKeyring SHA-256 digest of the last keyring that a delegate set.
/// @param offer The last offer to hand the chart over, in one slot; void in another tenure than its own.
/// @param grants By tenure and grantee, one slot each.
/// @param delegates By tenure and delegate: the time at which the delegation has ended.
/// @param shares By tenure, record and reader: the time at which the share has ended.
/// @param records By number, two slots each, as first filed. Never written again.
/// @param relocated By number: the present pointers of relocated records.
/// @param emergencySections By tenure: one bit for each section that is open to emergency access.
/// @param openings Each emergency access that was taken, two slots each. Only ever added to.
/// @param openedUntil By epoch and responder: the time at which emergency access has ended.
struct Chart {
    ChartState state;
    bytes32 keyring;
    bytes32 head;
    bytes32 delegateKeyring;
    Offer offer;
    mapping(uint256 tenureAndGrantee => GrantSlot slot) grants;
    mapping(uint256 tenureAndDelegate => uint40 until) delegates;
    mapping(uint256 tenureRecordAndReader => uint40 until) shares;
    mapping(uint24 number => Record record) records;
    mapping(uint24 number => bytes32 pointer) relocated;
    mapping(uint24 tenure => uint64 sections) emergencySections;
    Emergency[] openings;
    mapping(uint256 epochAndResponder => uint40 until) openedUntil;
}

/// @notice What `chartOf` tells of a chart.
/// @param owner The patient; zero while the chart has not been opened.
/// @param count How many records were filed: the number of the newest one.
/// @param epoch Rises whenever the keys rotate or an access ends. The first is 1.
/// @param tenure Rises whenever all permissions end at once. The first is 1.
/// @param keyed Whether the keyring is for this epoch. Nothing can be filed while it is not.
/// @param keyring SHA-256 digest of the current keyring: the one to build on, keyed or not.
/// @param head The fold of all records filed so far.
/// @param ownerKeyring SHA-256 digest of the last keyring that the owner set: another one than the current when a
/// delegate set that.
/// @param receipts Whether the owner asks readers for receipts.
/// @param successor The account that was offered the chart in this tenure, zero if none was.
/// @param offeredUntil Block time at which that offer has ended.
/// @param emergencySections One bit for each section that is open to emergency access.
/// @param openings How often emergency access was taken.
struct ChartView {
    address owner;
    uint24 count;
    uint24 epoch;
    uint24 tenure;
    bool keyed;
    bytes32 keyring;
    bytes32 head;
    bytes32 ownerKeyring;
    bool receipts;
    address successor;
    uint40 offeredUntil;
    uint64 emergencySections;
    uint256 openings;
}
