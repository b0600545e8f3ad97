// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {ICredentials} from "../interfaces/ICredentials.sol";
import {IEmergencies} from "../interfaces/IEmergencies.sol";
import {Attribute} from "../types/Attribute.sol";
import {Chart} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {Emergency} from "../types/Emergency.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";
import {Keyrings} from "./Keyrings.sol";

/// @dev After this time a responder must break the glass anew.
uint256 constant LONGEST_EMERGENCY = 24 hours;

/// @title Emergencies
/// @notice Opens sections to emergency access, and keeps the list of those who took it.
abstract contract Emergencies is IEmergencies, Keyrings {
    ICredentials private immutable _CREDENTIALS;

    constructor(ICredentials credentialsOfResponders) {
        _CREDENTIALS = credentialsOfResponders;
    }

    /// @inheritdoc IEmergencies
    function credentials() external view returns (ICredentials) {
        return _CREDENTIALS;
    }

    /// @inheritdoc IEmergencies
    function setEmergency(ChartId id, uint64 sections, KeyringUpdate calldata update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        uint24 tenure = state.tenure();
        bool closes = chart.emergencySections[tenure] & ~sections != 0;
        chart.emergencySections[tenure] = sections;
        (bytes32 keyring, uint24 epoch) = (update.to, update.nextEpoch);
        if (closes) {
            (keyring, epoch) = _endEpoch(id, chart, state, update, msg.sender);
        } else {
            _applyUpdate(id, chart, state, update, msg.sender, Rise.MAYBE);
        }
        emit EmergencySet(id, sections, keyring, epoch);
    }

    /// @inheritdoc IEmergencies
    function breakGlass(ChartId id, address authority, uint40 until, bytes32 reason) external returns (uint256 index) {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        if (chart.emergencySections[state.tenure()] == 0) revert ChartsEmergencyClosed(id);
        _requireFuture(id, until);
        uint256 latest = block.timestamp + LONGEST_EMERGENCY;
        if (until > latest) revert ChartsEmergencyTooLong(id, until, latest);
        if (reason == 0) revert ChartsEmptyReason(id);
        if (!_CREDENTIALS.holds(msg.sender, Attribute.EMERGENCY, authority)) {
            revert ChartsNotResponder(id, msg.sender, authority);
        }
        uint24 epoch = state.epoch();
        index = chart.openings.length;
        chart.openings.push(Emergency({responder: msg.sender, until: until, epoch: epoch, reason: reason}));
        chart.openedUntil[state.inEpoch(msg.sender)] = until;
        emit GlassBroken(id, msg.sender, authority, index, until, reason, epoch);
    }

    /// @inheritdoc IEmergencies
    function openingsOf(ChartId id, uint256 from, uint256 count) external view returns (Emergency[] memory page) {
        Emergency[] storage openings = _chart(id).openings;
        uint256 left = from < openings.length ? openings.length - from : 0;
        page = new Emergency[](count < left ? count : left);
        for (uint256 i = 0; i < page.length; ++i) {
            page[i] = openings[from + i];
        }
    }

    /// @dev Returns one bit for each section that the account may read now by emergency access.
    function _emergencyReadable(Chart storage chart, ChartState state, address account) internal view returns (uint64) {
        if (chart.openedUntil[state.inEpoch(account)] <= block.timestamp) return 0;
        return chart.emergencySections[state.tenure()];
    }
}
