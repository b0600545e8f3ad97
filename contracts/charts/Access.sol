// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {IAccess} from "../interfaces/IAccess.sol";
import {Chart, ChartView} from "../types/Chart.sol";
import {ChartId} from "../types/ChartId.sol";
import {ChartState} from "../types/ChartState.sol";
import {Grant} from "../types/Grant.sol";
import {Offer} from "../types/Offer.sol";
import {Emergencies} from "./Emergencies.sol";
import {Ownership} from "./Ownership.sol";
import {Permissions} from "./Permissions.sol";
import {Shares} from "./Shares.sol";

/// @title Access
/// @notice Answers what a chart is now, and who may do what.
abstract contract Access is IAccess, Ownership, Permissions, Shares, Emergencies {
    /// @inheritdoc IAccess
    function chartOf(ChartId id) external view returns (ChartView memory) {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        Offer memory offered = _offerOf(chart, state);
        return
            ChartView({
                owner: state.owner(),
                count: state.count(),
                epoch: state.epoch(),
                tenure: state.tenure(),
                keyed: state.keyed(),
                keyring: _currentKeyring(chart, state),
                head: chart.head,
                ownerKeyring: chart.keyring,
                receipts: state.receipts(),
                successor: offered.successor,
                offeredUntil: offered.until,
                emergencySections: chart.emergencySections[state.tenure()],
                openings: chart.openings.length
            });
    }

    /// @inheritdoc IAccess
    function canRead(ChartId id, address account, uint8 section) external view returns (bool) {
        Chart storage chart = _chart(id);
        return section < 64 && _canRead(chart, chart.state, account, uint64(1) << section);
    }

    /// @inheritdoc IAccess
    function canWrite(ChartId id, address account, uint8 section) external view returns (bool) {
        Chart storage chart = _chart(id);
        ChartState state = chart.state;
        if (section > 63) return false;
        return (_writable(chart, state, account) >> section) & 1 != 0 || _isDelegate(chart, state, account);
    }

    /// @dev Returns whether the account may read each of the sections now. Tries the commonest rights first.
    function _canRead(
        Chart storage chart,
        ChartState state,
        address account,
        uint64 sections
    ) internal view returns (bool) {
        if (account == state.owner()) return account != address(0);
        Grant stored = chart.grants[state.inTenure(account)].grant;
        uint64 missing = stored.isLive() ? sections & ~stored.read() : sections;
        if (missing == 0 || _isDelegate(chart, state, account)) return true;
        return missing & ~_emergencyReadable(chart, state, account) == 0;
    }
}
