// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Permission} from "./Permission.sol";
import {Purpose} from "./Purpose.sol";

/// @notice A stored permission, packed into one slot.
/// @dev From the lowest bit:
///
///     read 64 | write 64 | until 40 | sinceEpoch 24 | purpose 8 | epoch 24
///
/// The epoch is the chart's when the permission was given. A signed revocation names it, so that it cannot end a like
/// permission that was given after this one ended.
type Grant is uint256;

/// @notice Where a grant is stored.
struct GrantSlot {
    Grant grant;
}

using Grants for Grant global;

/// @title Grants
/// @notice Packs permissions and reads their fields.
library Grants {
    Grant internal constant NONE = Grant.wrap(0);

    uint256 private constant WRITE = 64;
    uint256 private constant UNTIL = 128;
    uint256 private constant SINCE_EPOCH = 168;
    uint256 private constant PURPOSE = 192;
    uint256 private constant EPOCH = 200;

    function pack(Permission memory permission, uint24 epochOfGrant) internal pure returns (Grant) {
        return
            Grant.wrap(
                uint256(permission.read) |
                    (uint256(permission.write) << WRITE) |
                    (uint256(permission.until) << UNTIL) |
                    (uint256(permission.sinceEpoch) << SINCE_EPOCH) |
                    (uint256(permission.purpose) << PURPOSE) |
                    (uint256(epochOfGrant) << EPOCH)
            );
    }

    function unpack(Grant grant) internal pure returns (Permission memory) {
        return
            Permission({
                read: grant.read(),
                write: grant.write(),
                until: grant.until(),
                sinceEpoch: uint24(Grant.unwrap(grant) >> SINCE_EPOCH),
                purpose: Purpose(uint8(Grant.unwrap(grant) >> PURPOSE))
            });
    }

    function read(Grant grant) internal pure returns (uint64) {
        return uint64(Grant.unwrap(grant));
    }

    function write(Grant grant) internal pure returns (uint64) {
        return uint64(Grant.unwrap(grant) >> WRITE);
    }

    function until(Grant grant) internal pure returns (uint40) {
        return uint40(Grant.unwrap(grant) >> UNTIL);
    }

    function epoch(Grant grant) internal pure returns (uint24) {
        return uint24(Grant.unwrap(grant) >> EPOCH);
    }

    function isEmpty(Grant grant) internal pure returns (bool) {
        return Grant.unwrap(grant) == 0;
    }

    function isLive(Grant grant) internal view returns (bool) {
        return grant.until() > block.timestamp;
    }
}
