// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccess} from "./IAccess.sol";
import {IActors} from "./IActors.sol";
import {IDelegates} from "./IDelegates.sol";
import {IEmergencies} from "./IEmergencies.sol";
import {IKeyrings} from "./IKeyrings.sol";
import {IOwnership} from "./IOwnership.sol";
import {IPermissions} from "./IPermissions.sol";
import {IReceipts} from "./IReceipts.sol";
import {IRecords} from "./IRecords.sol";
import {IShares} from "./IShares.sol";
import {ISignatures} from "./ISignatures.sol";
import {ISignedCalls} from "./ISignedCalls.sol";

/// @title ICharts
/// @notice Patients' charts: who owns them, which records they hold, who may read and write them.
/// @dev Warning: everything here is public, whoever asks. What keeps a record confidential is its encryption alone;
/// no view guards anything.
/// Warning: ending an access keeps its holder from what is filed afterwards, never from what it has already read.
/// Warning: times are block times, which a block's producer or a sequencer may shift by some seconds.
interface ICharts is
    IRecords,
    IDelegates,
    IReceipts,
    IAccess,
    ISignedCalls,
    ISignatures,
    IOwnership,
    IPermissions,
    IShares,
    IEmergencies,
    IKeyrings,
    IActors
{}
