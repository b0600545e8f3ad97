// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IKeyrings} from "../interfaces/IKeyrings.sol";
import {IOwnership} from "../interfaces/IOwnership.sol";
import {Chart, ChartView} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState, ChartStates} from "../types/ChartState.sol";

/// @dev Leads the genesis head, so that a head belongs to one chart of one contract on one chain.
bytes32 constant HEAD_LABEL = "chartkey/1 head";

/// @title Ownership
/// @notice Keeps the charts and knows their owners.
abstract contract Ownership is IOwnership {
    mapping(ChartId id => Chart chart) private _charts;

    /// @inheritdoc IOwnership
    function open(uint256 n, bytes32 keyring) external returns (ChartId id) {
        id = chartIdOf(msg.sender, n);
        if (keyring == 0) revert IKeyrings.ChartsEmptyKeyring(id);
        Chart storage chart = _charts[id];
        if (chart.state.owner() != address(0)) revert ChartsAlreadyOpen(id);
        chart.state = ChartStates.opened(msg.sender);
        chart.keyring = keyring;
        chart.head = keccak256(abi.encode(HEAD_LABEL, block.chainid, address(this), id));
        emit ChartOpened(id, msg.sender, keyring);
    }

    /// @inheritdoc IOwnership
    function chartIdOf(address opener, uint256 n) public pure returns (ChartId id) {
        return ChartId.wrap(keccak256(abi.encode(opener, n)));
    }

    /// @inheritdoc IOwnership
    function chartOf(ChartId id) external view returns (ChartView memory) {
        Chart storage chart = _charts[id];
        ChartState state = chart.state;
        return
            ChartView({
                owner: state.owner(),
                count: state.count(),
                epoch: state.epoch(),
                tenure: state.tenure(),
                keyed: state.keyed(),
                keyring: chart.keyring,
                head: chart.head
            });
    }

    function _chart(ChartId id) internal view returns (Chart storage chart) {
        return _charts[id];
    }

    /// @dev An unopened chart has no owner, and nobody calls from the zero address: every write stops here.
    function _requireOwner(ChartId id, ChartState state) internal view {
        if (msg.sender != state.owner()) revert ChartsNotOwner(id, msg.sender, state.owner());
    }
}
