// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartId} from "../types/ChartId.sol";

/// @title IActors
/// @notice Charts, their owners, and the delegates who act for them.
interface IActors {
    /// @notice Only the chart's owner may do this or, where the call says so, a delegate in time.
    error ChartsNotOwner(ChartId chart, address account, address owner);

    /// @notice Returns the id of the chart that an account opens, or has opened, as its `n`th.
    function chartIdOf(address opener, uint256 n) external pure returns (ChartId chart);

    /// @notice Returns the time at which an account's delegation has ended, or zero if it has none.
    function delegateUntil(ChartId chart, address delegate) external view returns (uint40 until);
}
