// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Permission} from "./Permission.sol";

/// @notice One of several grants.
struct GrantInput {
    address grantee;
    Permission permission;
}
