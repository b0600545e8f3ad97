// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice The cheatcodes of Hardhat's Solidity tests that are used here.
interface Vm {
    function prank(address caller) external;

    function startPrank(address caller) external;

    function stopPrank() external;

    function warp(uint256 time) external;

    function assume(bool condition) external pure;

    function expectRevert(bytes calldata reason) external;

    function expectRevert() external;

    function addr(uint256 key) external pure returns (address);

    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    function unixTime() external view returns (uint256);

    function load(address account, bytes32 slot) external view returns (bytes32 word);

    function store(address account, bytes32 slot, bytes32 word) external;

    function deal(address account, uint256 balance) external;
}

Vm constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
