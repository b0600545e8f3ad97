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

/// @title Emergencies
/// @notice Opens sections to emergency access, and keeps the list of those who took it.
abstract contract Emergencies is IEmergencies, Keyrings {
    uint256 internal constant LONGEST_EMERGENCY = 24 hours;

    ICredentials private immutable _CREDENTIALS;

    /// @dev The tenure is part of the key: raising it closes every section at once.
    mapping(ChartId id => mapping(uint24 tenure => uint64 sections)) private _sections;

    mapping(ChartId id => Emergency[] entries) private _emergencies;

    /// @dev The epoch is part of the key: any rotation ends every emergency access at once.
    mapping(ChartId id => mapping(uint24 epoch => mapping(address responder => uint40 until))) private _breaks;

    constructor(ICredentials credentialsOfResponders) {
        _CREDENTIALS = credentialsOfResponders;
    }

    /// @inheritdoc IEmergencies
    function credentials() external view returns (ICredentials) {
        return _CREDENTIALS;
    }

    /// @inheritdoc IEmergencies
    function setEmergencySections(ChartId id, uint64 sections, KeyringUpdate memory update) external {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        _requireOwner(id, state);
        mapping(uint24 tenure => uint64 sections) storage opened = _sections[id];
        bool closes = opened[state.tenure()] & ~sections != 0;
        opened[state.tenure()] = sections;
        _applyUpdate(id, chart, state, update, msg.sender, closes);
        emit EmergencySectionsSet(id, sections, update.to, update.nextEpoch);
    }

    /// @inheritdoc IEmergencies
    function breakGlass(ChartId id, address authority, uint40 until, bytes32 reason) external returns (uint256 index) {
        ChartState state = _chart(id).state;
        if (_sections[id][state.tenure()] == 0) revert ChartsEmergencyClosed(id);
        _requireFuture(id, until);
        uint256 latest = block.timestamp + LONGEST_EMERGENCY;
        if (until > latest) revert ChartsEmergencyTooLong(id, until, latest);
        if (reason == 0) revert ChartsEmptyReason(id);
        if (!_CREDENTIALS.holds(msg.sender, Attribute.EMERGENCY, authority)) {
            revert ChartsNotResponder(id, msg.sender, authority);
        }
        uint24 epoch = state.epoch();
        index = _emergencies[id].length;
        _emergencies[id].push(Emergency({responder: msg.sender, until: until, epoch: epoch, reason: reason}));
        _breaks[id][epoch][msg.sender] = until;
        emit GlassBroken(id, msg.sender, authority, index, until, reason, epoch);
    }

    /// @inheritdoc IEmergencies
    function emergencySectionsOf(ChartId id) external view returns (uint64 sections) {
        return _sections[id][_chart(id).state.tenure()];
    }

    /// @inheritdoc IEmergencies
    function emergencyCountOf(ChartId id) external view returns (uint256 count) {
        return _emergencies[id].length;
    }

    /// @inheritdoc IEmergencies
    function emergenciesOf(ChartId id, uint256 from, uint256 count) external view returns (Emergency[] memory entries) {
        Emergency[] storage all = _emergencies[id];
        uint256 left = from < all.length ? all.length - from : 0;
        entries = new Emergency[](count < left ? count : left);
        for (uint256 i = 0; i < entries.length; ++i) {
            entries[i] = all[from + i];
        }
    }

    /// @dev Returns one bit for each section that the account may read now by emergency access.
    function _emergencyReadable(ChartId id, ChartState state, address account) internal view returns (uint64) {
        if (_breaks[id][state.epoch()][account] <= block.timestamp) return 0;
        return _sections[id][state.tenure()];
    }
}
