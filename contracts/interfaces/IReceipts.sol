// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartId} from "../types/ChartId.sol";

/// @title IReceipts
/// @notice Notes of reading sessions, for owners who ask for them.
/// @dev Warning: receipts publish when somebody looked, and nothing forces a reader to leave one.
interface IReceipts {
    /// @notice The owner began or ceased to ask readers for receipts.
    event ReceiptsAsked(ChartId indexed chart, bool asked);

    /// @notice A reader left a receipt of a reading session.
    /// @param sections One bit for each section that was opened.
    /// @param number A shared record that was opened, or zero.
    event ReceiptLeft(ChartId indexed chart, address indexed reader, uint64 sections, uint24 number);

    /// @notice The owner does not ask for receipts.
    error ChartsReceiptsNotAsked(ChartId chart);

    /// @notice The account may not read all of this now, or it is nothing.
    error ChartsCannotRead(ChartId chart, address account, uint64 sections, uint24 number);

    /// @notice Begins or ceases to ask readers for receipts. Owner only.
    function askReceipts(ChartId chart, bool asked) external;

    /// @notice Leaves a receipt of a reading session, by somebody who may read all of it now.
    /// @param sections One bit for each section that was opened.
    /// @param number A shared record that was opened, or zero.
    function leaveReceipt(ChartId chart, uint64 sections, uint24 number) external;
}
