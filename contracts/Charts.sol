// SPDX-License-Identifier: MIT
pragma solidity 0.8.34;

import {Delegates} from "./charts/Delegates.sol";
import {Emergencies} from "./charts/Emergencies.sol";
import {Records} from "./charts/Records.sol";
import {Receipts} from "./charts/Receipts.sol";
import {SignedCalls} from "./charts/SignedCalls.sol";
import {ICharts} from "./interfaces/ICharts.sol";
import {ICredentials} from "./interfaces/ICredentials.sol";

/// @title Charts
/// @notice Patients' charts, each concern in its own file of charts/. Documented in ICharts.
contract Charts is ICharts, Records, Delegates, Receipts, SignedCalls {
    constructor(ICredentials credentialsOfResponders) Emergencies(credentialsOfResponders) {}
}
