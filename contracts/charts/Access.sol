// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IAccess} from "../interfaces/IAccess.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {Grant} from "../types/Grant.sol";
import {Emergencies} from "./Emergencies.sol";
import {Records} from "./Records.sol";
import {Shares} from "./Shares.sol";

/// @title Access
/// @notice Answers who may do what now.
abstract contract Access is IAccess, Records, Shares, Emergencies {
    /// @inheritdoc IAccess
    function canRead(ChartId id, address account, uint8 section) external view returns (bool) {
        return section < 64 && _canRead(id, _chart(id).state, account, uint64(1) << section);
    }

    /// @inheritdoc IAccess
    function canReadRecord(ChartId id, address account, uint24 number) external view returns (bool) {
        ChartState state = _chart(id).state;
        if (number == 0 || number > state.count()) return false;
        return
            _canRead(id, state, account, uint64(1) << _sectionOf(id, number)) ||
            _canReadShared(id, state, account, number);
    }

    /// @inheritdoc IAccess
    function canWrite(ChartId id, address account, uint8 section) external view returns (bool) {
        ChartState state = _chart(id).state;
        if (section > 63) return false;
        return (_writable(id, state, account) >> section) & 1 != 0 || _isDelegate(id, state, account);
    }

    /// @dev Returns whether the account may read each of the sections now. Tries the commonest rights first.
    function _canRead(ChartId id, ChartState state, address account, uint64 sections) internal view returns (bool) {
        if (account == state.owner()) return account != address(0);
        Grant stored = _grantsOf(id, state)[account];
        uint64 missing = stored.isLive() ? sections & ~stored.read() : sections;
        if (missing == 0 || _isDelegate(id, state, account)) return true;
        return missing & ~_emergencyReadable(id, state, account) == 0;
    }

    function _canReadShared(ChartId id, ChartState state, address account, uint24 number) internal view returns (bool) {
        return _sharesOf(id, state, account)[number] > block.timestamp;
    }
}
