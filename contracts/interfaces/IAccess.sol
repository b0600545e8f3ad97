// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartView} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";

/// @title IAccess
/// @notice What a chart is now, and who may do what, by whatever right.
interface IAccess {
    /// @notice Returns the state of a chart; all zero if it was never opened.
    function chartOf(ChartId chart) external view returns (ChartView memory);

    /// @notice Returns whether an account may read a section now: as owner, by grant, as delegate or in an emergency.
    /// Always false for sections above 63.
    function canRead(ChartId chart, address account, uint8 section) external view returns (bool);

    /// @notice Returns whether an account may file into a section now, once the chart is keyed: as owner, by grant or as
    /// delegate. Always false for sections above 63.
    function canWrite(ChartId chart, address account, uint8 section) external view returns (bool);
}
