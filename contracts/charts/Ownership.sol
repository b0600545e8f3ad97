// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IKeyrings} from "../interfaces/IKeyrings.sol";
import {IOwnership} from "../interfaces/IOwnership.sol";
import {Chart, ChartView} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";

/// @title Ownership
/// @notice Keeps the charts and knows their owners.
abstract contract Ownership is IOwnership {
    /// @dev Leads the genesis head, so that a head belongs to one chart of one contract on one chain.
    bytes32 private constant HEAD_LABEL = "chartkey/1 head";

    mapping(ChartId chart => Chart state) private _charts;

    /// @inheritdoc IOwnership
    function open(uint256 n, bytes32 keyring) external returns (ChartId chart) {
        chart = chartIdOf(msg.sender, n);
        if (keyring == 0) revert IKeyrings.ChartsEmptyKeyring(chart);
        Chart storage state = _charts[chart];
        if (state.owner != address(0)) revert ChartsAlreadyOpen(chart);
        state.owner = msg.sender;
        state.epoch = 1;
        state.tenure = 1;
        state.keyed = true;
        state.keyring = keyring;
        state.head = keccak256(abi.encode(HEAD_LABEL, block.chainid, address(this), chart));
        emit ChartOpened(chart, msg.sender, keyring);
    }

    /// @inheritdoc IOwnership
    function chartIdOf(address opener, uint256 n) public pure returns (ChartId chart) {
        return ChartId.wrap(keccak256(abi.encode(opener, n)));
    }

    /// @inheritdoc IOwnership
    function chartOf(ChartId chart) external view returns (ChartView memory) {
        Chart storage state = _charts[chart];
        return
            ChartView({
                owner: state.owner,
                count: state.count,
                epoch: state.epoch,
                tenure: state.tenure,
                keyed: state.keyed,
                keyring: state.keyring,
                head: state.head
            });
    }

    function _chart(ChartId chart) internal view returns (Chart storage state) {
        return _charts[chart];
    }

    /// @dev An unopened chart has no owner, and nobody calls from the zero address: every write stops here.
    function _requireOwner(ChartId chart, Chart storage state) internal view {
        address owner = state.owner;
        if (msg.sender != owner) revert ChartsNotOwner(chart, msg.sender, owner);
    }
}
