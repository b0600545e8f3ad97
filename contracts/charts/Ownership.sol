// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IOwnership} from "../interfaces/IOwnership.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState, ChartStates} from "../types/ChartState.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Offer} from "../types/Offer.sol";
import {Keyrings} from "./Keyrings.sol";

/// @dev Leads the genesis head, so that a head belongs to one chart of one contract on one chain.
bytes32 constant HEAD_LABEL = "chartkey/1 head";

/// @title Ownership
/// @notice Opens charts and hands them over.
abstract contract Ownership is IOwnership, Keyrings {
    /// @inheritdoc IOwnership
    function open(uint256 n, bytes32 keyring) external returns (ChartId id) {
        return _open(msg.sender, n, keyring);
    }

    /// @inheritdoc IOwnership
    function offer(ChartId id, address successor, uint40 until, KeyringUpdate calldata update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        if (successor == address(0) || successor == msg.sender) revert ChartsInvalidSuccessor(id, successor);
        _requireFuture(id, until);
        address before = _offerOf(chart, state).successor;
        bool replaces = before != address(0) && before != successor;
        chart.offer = Offer({successor: successor, until: until, tenure: state.tenure()});
        _applyUpdate(id, chart, state, update, msg.sender, replaces ? Rise.ALWAYS : Rise.MAYBE);
        emit TransferOffered(id, successor, until, update.to, update.nextEpoch);
    }

    /// @inheritdoc IOwnership
    function endOffer(ChartId id, KeyringUpdate calldata update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        Offer memory offered = _offerOf(chart, state);
        if (offered.successor == address(0)) revert ChartsNoOffer(id);
        delete chart.offer;
        (bytes32 keyring, uint24 epoch) = _endEpoch(id, chart, state, update, msg.sender);
        emit OfferEnded(id, offered.successor, keyring, epoch);
    }

    /// @inheritdoc IOwnership
    function accept(ChartId id, KeyringUpdate calldata update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        Offer memory offered = _offerOf(chart, state);
        if (offered.successor == address(0)) revert ChartsNoOffer(id);
        if (offered.successor != msg.sender) revert ChartsNotSuccessor(id, msg.sender, offered.successor);
        _requireFuture(id, offered.until);
        delete chart.offer;
        uint24 tenure = state.tenure() + 1;
        _applyUpdate(
            id,
            chart,
            state.withOwner(msg.sender).withTenure(tenure).withReceipts(false),
            update,
            msg.sender,
            Rise.ALWAYS
        );
        emit Transferred(id, state.owner(), msg.sender, tenure, update.to, update.nextEpoch);
    }

    /// @inheritdoc IOwnership
    function endAll(ChartId id, KeyringUpdate calldata update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        uint24 tenure = state.tenure() + 1;
        (bytes32 keyring, uint24 epoch) = _endEpoch(id, chart, state.withTenure(tenure), update, msg.sender);
        emit AllEnded(id, tenure, keyring, epoch);
    }

    /// @dev Returns the offer of the present tenure, live or expired; all zero if there is none.
    function _offerOf(Chart storage chart, ChartState state) internal view returns (Offer memory offered) {
        offered = chart.offer;
        if (offered.tenure != state.tenure()) delete offered;
    }

    function _open(address by, uint256 n, bytes32 keyring) internal returns (ChartId id) {
        id = chartIdOf(by, n);
        if (keyring == 0) revert ChartsEmptyKeyring(id);
        Chart storage chart = _chart(id);
        if (chart.state.owner() != address(0)) revert ChartsAlreadyOpen(id);
        chart.state = ChartStates.opened(by);
        chart.keyring = keyring;
        chart.head = keccak256(abi.encode(HEAD_LABEL, block.chainid, address(this), id));
        emit ChartOpened(id, by, keyring);
    }
}
