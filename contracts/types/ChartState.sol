// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice What changes most in a chart, packed into one slot, since every call reads it and most write it once.
/// @dev From the lowest bit:
///
///     owner 160 | count 24 | epoch 24 | tenure 24 | keyed 1 | delegated 1 | receipts 1
///
/// - owner: the patient; zero while the chart has not been opened.
/// - count: how many records were filed, which is the number of the newest one.
/// - epoch: rises whenever the keys rotate or an access ends. The first is 1.
/// - tenure: part of the key of every permission, so that raising it voids them all. The first is 1.
/// - keyed: whether the current keyring is for this epoch. Nothing can be filed while it is not.
/// - delegated: whether the current keyring is the one that a delegate set last.
/// - receipts: whether the owner asks readers for receipts.
type ChartState is uint256;

using ChartStates for ChartState global;

/// @title ChartStates
/// @notice Reads and changes the fields of a chart's state.
library ChartStates {
    uint256 private constant COUNT = 160;
    uint256 private constant EPOCH = 184;
    uint256 private constant TENURE = 208;
    uint256 private constant KEYED = 232;
    uint256 private constant DELEGATED = 233;
    uint256 private constant RECEIPTS = 234;

    function opened(address by) internal pure returns (ChartState) {
        return ChartState.wrap(uint256(uint160(by)) | (1 << EPOCH) | (1 << TENURE) | (1 << KEYED));
    }

    function owner(ChartState state) internal pure returns (address) {
        return address(uint160(ChartState.unwrap(state)));
    }

    function count(ChartState state) internal pure returns (uint24) {
        return uint24(ChartState.unwrap(state) >> COUNT);
    }

    function epoch(ChartState state) internal pure returns (uint24) {
        return uint24(ChartState.unwrap(state) >> EPOCH);
    }

    function tenure(ChartState state) internal pure returns (uint24) {
        return uint24(ChartState.unwrap(state) >> TENURE);
    }

    function keyed(ChartState state) internal pure returns (bool) {
        return (ChartState.unwrap(state) >> KEYED) & 1 != 0;
    }

    function delegated(ChartState state) internal pure returns (bool) {
        return (ChartState.unwrap(state) >> DELEGATED) & 1 != 0;
    }

    function receipts(ChartState state) internal pure returns (bool) {
        return (ChartState.unwrap(state) >> RECEIPTS) & 1 != 0;
    }

    /// @dev The key of what an account has in this tenure.
    function inTenure(ChartState state, address account) internal pure returns (uint256 tenureAndAccount) {
        return (uint256(state.tenure()) << 160) | uint160(account);
    }

    /// @dev The key of what a reader has of a record in this tenure.
    function inTenure(
        ChartState state,
        uint24 number,
        address reader
    ) internal pure returns (uint256 tenureRecordAndReader) {
        return (uint256(state.tenure()) << 184) | (uint256(number) << 160) | uint160(reader);
    }

    /// @dev The key of what an account has in this epoch.
    function inEpoch(ChartState state, address account) internal pure returns (uint256 epochAndAccount) {
        return (uint256(state.epoch()) << 160) | uint160(account);
    }

    function withOwner(ChartState state, address value) internal pure returns (ChartState) {
        return _with(state, 0, type(uint160).max, uint160(value));
    }

    function withCount(ChartState state, uint24 value) internal pure returns (ChartState) {
        return _with(state, COUNT, type(uint24).max, value);
    }

    function withEpoch(ChartState state, uint24 value) internal pure returns (ChartState) {
        return _with(state, EPOCH, type(uint24).max, value);
    }

    function withTenure(ChartState state, uint24 value) internal pure returns (ChartState) {
        return _with(state, TENURE, type(uint24).max, value);
    }

    function withKeyed(ChartState state, bool value) internal pure returns (ChartState) {
        return _with(state, KEYED, 1, value ? 1 : 0);
    }

    function withDelegated(ChartState state, bool value) internal pure returns (ChartState) {
        return _with(state, DELEGATED, 1, value ? 1 : 0);
    }

    function withReceipts(ChartState state, bool value) internal pure returns (ChartState) {
        return _with(state, RECEIPTS, 1, value ? 1 : 0);
    }

    function _with(ChartState state, uint256 shift, uint256 mask, uint256 value) private pure returns (ChartState) {
        return ChartState.wrap((ChartState.unwrap(state) & ~(mask << shift)) | (value << shift));
    }
}
