// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartId} from "../types/ChartId.sol";
import {KeyringUpdate} from "../types/KeyringUpdate.sol";

/// @title IShares
/// @notice Who may read a single record, until when.
interface IShares {
    /// @notice A record was shared, in place of any earlier share of it with this reader.
    /// @param until Block time at which the share has ended; zero if it was ended by this call.
    event Shared(ChartId indexed chart, address indexed reader, uint24 number, uint40 until);

    /// @notice The zero address is nobody.
    error ChartsInvalidReader(ChartId chart, address reader);

    /// @notice There is no such share to end.
    error ChartsNoShare(ChartId chart, uint24 number, address reader);

    /// @notice Lets an account read one record until a time, or ends that if the time is zero. Owner or delegate.
    /// @dev Never raises the epoch. An end always takes effect: an update that lost the race or gives no new keyring is
    /// left aside, and the chart stays keyed as it is.
    /// Warning: an end that sets no keyring does not void what another giver had prepared before it: that call can
    /// share the record anew. Look again after it, or bring a keyring.
    /// Warning: ending a share does not unread the record.
    function share(ChartId chart, uint24 number, address reader, uint40 until, KeyringUpdate calldata update) external;

    /// @notice Returns the time at which a share has ended, or zero if there is none.
    function shareUntil(ChartId chart, uint24 number, address reader) external view returns (uint40 until);
}
