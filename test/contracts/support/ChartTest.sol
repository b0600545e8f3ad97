// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Charts} from "../../../contracts/Charts.sol";
import {Credentials} from "../../../contracts/Credentials.sol";
import {ChartView} from "../../../contracts/types/Chart.sol";
import {ChartId} from "../../../contracts/types/ChartId.sol";
import {KeyringUpdate} from "../../../contracts/types/KeyringUpdate.sol";
import {Permission} from "../../../contracts/types/Permission.sol";
import {Purpose} from "../../../contracts/types/Purpose.sol";
import {RecordInput} from "../../../contracts/types/Record.sol";
import {vm} from "./Vm.sol";

/// @notice One open chart, and builders for what is done to it.
abstract contract ChartTest {
    address internal constant OWNER = address(0xA11CE);
    address internal constant DOCTOR = address(0xD0C);

    address internal constant GOVERNANCE = address(0x607);

    Credentials internal credentials;
    Charts internal charts;
    ChartId internal chart;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        credentials = new Credentials(GOVERNANCE);
        charts = new Charts(credentials);
        vm.prank(OWNER);
        chart = charts.open(0, "keyring 1");
    }

    /// @dev Builds on the chart as it is, to a keyring of the given name and an epoch so much higher.
    function update(bytes32 to, uint24 rise) internal view returns (KeyringUpdate memory) {
        ChartView memory state = charts.chartOf(chart);
        return KeyringUpdate({from: state.keyring, to: to, epoch: state.epoch, nextEpoch: state.epoch + rise});
    }

    function grantTo(address grantee, uint64 read, uint64 write, uint40 until) internal {
        KeyringUpdate memory granting = update(keccak256(abi.encode(grantee, read, write, until)), 0);
        vm.prank(OWNER);
        charts.grant(chart, grantee, permission(read, write, until), granting);
    }

    function permission(uint64 read, uint64 write, uint40 until) internal pure returns (Permission memory) {
        return Permission({read: read, write: write, until: until, sinceEpoch: 1, purpose: Purpose.TREAT});
    }

    function record(bytes32 pointer, uint8 section) internal pure returns (RecordInput memory) {
        return RecordInput({pointer: pointer, section: section, supersedes: 0});
    }

    /// @dev Brings a fuzzed time into the future that a uint40 reaches.
    function future(uint40 time) internal view returns (uint40) {
        uint256 first = block.timestamp + 1;
        return uint40(first + (time % (type(uint40).max - first)));
    }

    function isSet(uint64 mask, uint8 section) internal pure returns (bool) {
        return section < 64 && mask & (uint64(1) << section) != 0;
    }

    function assertTrue(bool claim, string memory name) internal pure {
        require(claim, name);
    }

    function assertEq(uint256 given, uint256 expected, string memory name) internal pure {
        require(given == expected, name);
    }

    function assertEq(bytes32 given, bytes32 expected, string memory name) internal pure {
        require(given == expected, name);
    }

    function assertEq(bool given, bool expected, string memory name) internal pure {
        require(given == expected, name);
    }
}
