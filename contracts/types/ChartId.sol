// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice A chart: `keccak256(abi.encode(opener, n))`, known before the chart is opened.
type ChartId is bytes32;
