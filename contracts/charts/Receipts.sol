// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IReceipts} from "../interfaces/IReceipts.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {Access} from "./Access.sol";

/// @title Receipts
/// @notice Logs reading sessions.
abstract contract Receipts is IReceipts, Access {
    /// @inheritdoc IReceipts
    function askReceipts(ChartId id, bool asked) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        chart.state = state.withReceipts(asked);
        emit ReceiptsAsked(id, asked);
    }

    /// @inheritdoc IReceipts
    function leaveReceipt(ChartId id, uint64 sections, uint24 number) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        if (!state.receipts()) revert ChartsReceiptsNotAsked(id);
        bool mayRead = sections == 0 ? number != 0 : _canRead(chart, state, msg.sender, sections);
        if (number != 0) mayRead = mayRead && _shareUntil(chart, state, number, msg.sender) > block.timestamp;
        if (!mayRead) revert ChartsCannotRead(id, msg.sender, sections, number);
        emit ReceiptLeft(id, msg.sender, sections, number);
    }
}
