// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartId} from "../types/ChartId.sol";

/// @title IAccess
/// @notice Who may do what now, by whatever right.
interface IAccess {
    /// @notice Returns whether an account may read a section now: as owner, by grant, as delegate or in an emergency.
    /// Always false for sections above 63.
    function canRead(ChartId chart, address account, uint8 section) external view returns (bool);

    /// @notice Returns whether an account may read a record now: its section, or the record by a share.
    function canReadRecord(ChartId chart, address account, uint24 number) external view returns (bool);

    /// @notice Returns whether an account may file into a section now, once the chart is keyed: as owner, by grant or as
    /// delegate. Always false for sections above 63.
    function canWrite(ChartId chart, address account, uint8 section) external view returns (bool);
}
