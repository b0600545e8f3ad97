// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartView} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";

/// @title IOwnership
/// @notice Opening a chart, and whose it is.
interface IOwnership {
    /// @notice A chart was opened in epoch 1.
    /// @param keyring SHA-256 digest of its first keyring.
    event ChartOpened(ChartId indexed chart, address indexed owner, bytes32 keyring);

    /// @notice The opener has already opened a chart with this `n`.
    error ChartsAlreadyOpen(ChartId chart);

    /// @notice Only the chart's owner may do this.
    error ChartsNotOwner(ChartId chart, address account, address owner);

    /// @notice Opens a chart for the caller.
    /// @param n The caller's own count of charts, from 0.
    /// @param keyring SHA-256 digest of the chart's first keyring.
    /// @return chart The chart's id, the same as `chartIdOf(caller, n)`.
    function open(uint256 n, bytes32 keyring) external returns (ChartId chart);

    /// @notice Returns the id of the chart that an account opens, or has opened, as its `n`th.
    function chartIdOf(address opener, uint256 n) external pure returns (ChartId chart);

    /// @notice Returns the state of a chart; all zero if it was never opened.
    function chartOf(ChartId chart) external view returns (ChartView memory);
}
