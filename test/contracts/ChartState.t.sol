// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ChartState, ChartStates} from "../../contracts/types/ChartState.sol";

contract ChartStateTest {
    function test_fuzz_fields_keepApart(address owner, uint24 count, uint24 epoch, bool keyed) public pure {
        ChartState state = ChartStates.opened(owner);
        require(state.epoch() == 1 && state.tenure() == 1 && state.keyed() && state.count() == 0, "opened");
        state = state.withCount(type(uint24).max).withEpoch(type(uint24).max).withKeyed(!keyed);
        state = state.withCount(count).withEpoch(epoch).withKeyed(keyed);
        require(state.owner() == owner, "owner");
        require(state.count() == count, "count");
        require(state.epoch() == epoch, "epoch");
        require(state.tenure() == 1, "tenure");
        require(state.keyed() == keyed, "keyed");
    }
}
