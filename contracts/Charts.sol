// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Records} from "./charts/Records.sol";
import {ICharts} from "./interfaces/ICharts.sol";

/// @title Charts
/// @notice Patients' charts, each concern in its own file of charts/. Documented in ICharts.
contract Charts is ICharts, Records {}
