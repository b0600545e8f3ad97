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
    mapping(ChartId id => Offer offered) private _offers;

    /// @inheritdoc IOwnership
    function open(uint256 n, bytes32 keyring) external returns (ChartId id) {
        return _open(msg.sender, n, keyring);
    }

    /// @inheritdoc IOwnership
    function offer(ChartId id, address successor, uint40 until, KeyringUpdate memory update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        if (successor == address(0) || successor == msg.sender) revert ChartsInvalidSuccessor(id, successor);
        _requireFuture(id, until);
        Offer storage before = _offers[id];
        bool replaces = before.tenure == state.tenure() && before.successor != successor;
        _offers[id] = Offer({successor: successor, until: until, tenure: state.tenure()});
        _applyUpdate(id, chart, state, update, msg.sender, replaces);
        emit TransferOffered(id, successor, until, update.to, update.nextEpoch);
    }

    /// @inheritdoc IOwnership
    function withdrawOffer(ChartId id, KeyringUpdate memory update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        Offer memory offered = offerOf(id);
        if (offered.successor == address(0)) revert ChartsNoOffer(id);
        delete _offers[id];
        (bytes32 keyring, uint24 epoch) = _endEpoch(chart, state, update, msg.sender);
        emit OfferWithdrawn(id, offered.successor, keyring, epoch);
    }

    /// @inheritdoc IOwnership
    function accept(ChartId id, KeyringUpdate memory update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        Offer memory offered = offerOf(id);
        if (offered.successor == address(0)) revert ChartsNoOffer(id);
        if (offered.successor != msg.sender) revert ChartsNotSuccessor(id, msg.sender, offered.successor);
        _requireFuture(id, offered.until);
        delete _offers[id];
        uint24 tenure = state.tenure() + 1;
        _applyUpdate(
            id,
            chart,
            state.withOwner(msg.sender).withTenure(tenure).withReceipts(false),
            update,
            msg.sender,
            true
        );
        emit Transferred(id, state.owner(), msg.sender, tenure, update.to, update.nextEpoch);
    }

    /// @inheritdoc IOwnership
    function endAll(ChartId id, KeyringUpdate memory update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        uint24 tenure = state.tenure() + 1;
        (bytes32 keyring, uint24 epoch) = _endEpoch(chart, state.withTenure(tenure), update, msg.sender);
        emit AllEnded(id, tenure, keyring, epoch);
    }

    /// @inheritdoc IOwnership
    function offerOf(ChartId id) public view returns (Offer memory offered) {
        offered = _offers[id];
        if (offered.tenure != _chart(id).state.tenure()) delete offered;
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
