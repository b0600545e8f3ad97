// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Registrar} from "../../contracts/Registrar.sol";
import {vm} from "./support/Vm.sol";

contract RegistrarTest {
    Registrar private registrar;

    function setUp() public {
        registrar = new Registrar();
    }

    function test_fuzz_publish_replacesOnlyWhatTheAccountHasSeen(
        address account,
        bytes32 first,
        bytes32 previous,
        bytes32 second
    ) public {
        vm.assume(first != 0);
        vm.prank(account);
        registrar.publish(0, first);
        vm.prank(account);
        try registrar.publish(previous, second) {
            require(previous == first && second != 0, "overwrote what it had not seen");
            require(registrar.profileOf(account) == second, "not stored");
        } catch {
            require(previous != first || second == 0, "refused without a reason");
            require(registrar.profileOf(account) == first, "changed");
        }
    }

    function test_fuzz_publish_changesNobodyElsesProfile(address account, address other, bytes32 profile) public {
        vm.assume(account != other && profile != 0);
        vm.prank(account);
        registrar.publish(0, profile);
        require(registrar.profileOf(other) == 0, "changed another profile");
    }
}
