// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartId} from "../types/ChartId.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";

/// @title IOwnership
/// @notice Opening a chart, handing it over, and ending every access to it at once.
/// @dev Warning: whoever owned a chart keeps what it could read until then.
interface IOwnership {
    /// @notice A chart was opened in epoch 1.
    /// @param keyring SHA-256 digest of its first keyring.
    event ChartOpened(ChartId indexed chart, address indexed owner, bytes32 keyring);

    /// @notice An account was offered the chart.
    /// @param until Block time at which the offer has ended.
    /// @param keyring SHA-256 digest of the chart's keyring from now on.
    /// @param epoch The chart's epoch from now on.
    event TransferOffered(
        ChartId indexed chart,
        address indexed successor,
        uint40 until,
        bytes32 keyring,
        uint24 epoch
    );

    /// @notice The owner ended an offer.
    /// @param keyring SHA-256 digest of the keyring set with it; zero if the chart is left unkeyed.
    /// @param epoch The chart's epoch from now on.
    event OfferEnded(ChartId indexed chart, address indexed successor, bytes32 keyring, uint24 epoch);

    /// @notice A chart has another owner, and every permission of the former tenure is void.
    /// @param tenure The chart's tenure from now on.
    /// @param keyring SHA-256 digest of the chart's keyring from now on.
    /// @param epoch The chart's epoch from now on.
    event Transferred(
        ChartId indexed chart,
        address indexed from,
        address indexed to,
        uint24 tenure,
        bytes32 keyring,
        uint24 epoch
    );

    /// @notice Every permission of the former tenure is void.
    /// @param tenure The chart's tenure from now on.
    /// @param keyring SHA-256 digest of the keyring set with it; zero if the chart is left unkeyed.
    /// @param epoch The chart's epoch from now on.
    event AllEnded(ChartId indexed chart, uint24 tenure, bytes32 keyring, uint24 epoch);

    /// @notice The opener has already opened a chart with this `n`.
    error ChartsAlreadyOpen(ChartId chart);

    /// @notice The owner cannot be offered its own chart, and the zero address is nobody.
    error ChartsInvalidSuccessor(ChartId chart, address successor);

    /// @notice There is no offer of this tenure.
    error ChartsNoOffer(ChartId chart);

    /// @notice The chart was offered to another account.
    error ChartsNotSuccessor(ChartId chart, address account, address successor);

    /// @notice Opens a chart for the caller.
    /// @param n The caller's own count of charts, from 0.
    /// @param keyring SHA-256 digest of the chart's first keyring.
    /// @return chart The chart's id, the same as `chartIdOf(caller, n)`.
    function open(uint256 n, bytes32 keyring) external returns (ChartId chart);

    /// @notice Offers the chart to an account, in place of any earlier offer. Owner only.
    /// @dev Must bring a keyring for the next epoch when it takes the place of an offer to another account, live or
    /// expired: every keyring since that offer was sealed to that account too.
    function offer(ChartId chart, address successor, uint40 until, KeyringUpdate calldata update) external;

    /// @notice Ends the offer, live or expired, and raises the epoch, whatever the update. Owner only.
    /// @dev A keyring that is missing or lost the race is dropped, as in `revoke`.
    function endOffer(ChartId chart, KeyringUpdate calldata update) external;

    /// @notice Takes over a chart that the caller was offered: raises tenure and epoch, and sets the caller's keyring.
    /// @dev Voids every grant, share, delegate and emergency opening; receipts are no longer asked for.
    function accept(ChartId chart, KeyringUpdate calldata update) external;

    /// @notice Ends every access but the owner's at once, and raises the epoch, whatever the update. Owner only.
    /// @dev A keyring that is missing or lost the race is dropped, as in `revoke`. Costs the same for one access or a
    /// million.
    function endAll(ChartId chart, KeyringUpdate calldata update) external;
}
