// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Charts} from "../../../contracts/Charts.sol";
import {Credentials} from "../../../contracts/Credentials.sol";
import {ICharts} from "../../../contracts/interfaces/ICharts.sol";
import {ICredentials} from "../../../contracts/interfaces/ICredentials.sol";
import {OPEN_TYPEHASH} from "../../../contracts/signing/TypedData.sol";
import {Attribute} from "../../../contracts/types/Attribute.sol";
import {ChartId} from "../../../contracts/types/ChartId.sol";
import {KeyringUpdate} from "../../../contracts/types/KeyringUpdate.sol";
import {Signed} from "../../../contracts/types/Signed.sol";
import {TypedMessages} from "../support/TypedMessages.sol";
import {vm} from "../support/Vm.sol";
import {Dice} from "./Drawing.sol";
import {EPOCHS_OF_DELEGATES, Kind, Op} from "./Model.sol";
import {decimal, Observing} from "./Observing.sol";

/// @title Handler
/// @notice Eight accounts do to one chart whatever they like; a model says beside what must come of it.
contract Handler is Observing {
    /// @notice How often calls of one kind were taken and refused.
    struct Tally {
        uint256 taken;
        uint256 refused;
    }

    /// @notice A signature that its relayer keeps for later.
    struct Withheld {
        bytes op;
        Signed signed;
        bool genuine;
        bytes32 named;
    }

    address private constant GOVERNANCE = address(0x607);

    uint64 private constant _EMERGENCY = uint64(1) << uint8(Attribute.EMERGENCY);

    /// @dev Where the contract keeps its mapping of charts, and a chart's state its epoch (docs/protocol.md).
    uint256 private constant _CHARTS_SLOT = 4;
    uint256 private constant _EPOCH_SHIFT = 184;

    ICredentials public credentials;

    mapping(Kind kind => Tally tally) public called;

    mapping(Kind kind => Tally tally) public relayed;

    /// @notice Calls of the owner before which a delegate slipped in a keyring of its own.
    Tally public raced;

    Tally public opened;

    Tally public openedBySignature;

    Tally public cancelled;

    Withheld[] private _withheld;

    mapping(address signer => mapping(uint192 key => uint64 nonce)) private _nonces;

    mapping(bytes32 chart => bool isOpen) private _open;

    constructor(ICharts chartsToTry, ICredentials credentialsOfResponders) {
        (charts, credentials) = (chartsToTry, credentialsOfResponders);
        for (uint256 i = 0; i < ACTORS; ++i) {
            actors.push(vm.addr(FIRST_KEY + i));
        }
        _accredit();
        vm.prank(AUTHORITY);
        credentials.attest(actors[6], _EMERGENCY, type(uint40).max);
        attested[AUTHORITY][actors[6]] = type(uint40).max;
        (owner, epoch, tenure, keyed, keyring) = (actors[0], 1, 1, true, "keyring 1");
        ownerKeyring = keyring;
        (staleKeyring, staleEpoch) = (keyring, epoch);
        vm.prank(owner);
        chart = charts.open(0, keyring);
        vm.prank(owner);
        twin = charts.open(1, keyring);
        (_open[ChartId.unwrap(chart)], _open[ChartId.unwrap(twin)]) = (true, true);
        head = keccak256(abi.encode(bytes32("chartkey/1 head"), block.chainid, address(charts), chart));
        observeFirst();
    }

    function addRecord(uint256 seed) external {
        _step(Kind.ADD_RECORD, seed);
    }

    function addRecords(uint256 seed) external {
        _step(Kind.ADD_RECORDS, seed);
    }

    function relocate(uint256 seed) external {
        _step(Kind.RELOCATE, seed);
    }

    function grant(uint256 seed) external {
        _step(Kind.GRANT, seed);
    }

    function grantMany(uint256 seed) external {
        _step(Kind.GRANT_MANY, seed);
    }

    function revoke(uint256 seed) external {
        _step(Kind.REVOKE, seed);
    }

    function rotate(uint256 seed) external {
        _step(Kind.ROTATE, seed);
    }

    function reseal(uint256 seed) external {
        _step(Kind.RESEAL, seed);
    }

    function share(uint256 seed) external {
        _step(Kind.SHARE, seed);
    }

    function endShare(uint256 seed) external {
        _step(Kind.END_SHARE, seed);
    }

    function nameDelegate(uint256 seed) external {
        _step(Kind.NAME_DELEGATE, seed);
    }

    function removeDelegate(uint256 seed) external {
        _step(Kind.REMOVE_DELEGATE, seed);
    }

    function offer(uint256 seed) external {
        _step(Kind.OFFER, seed);
    }

    /// @dev Rare, for both void so much that little would be left to the others.
    function leaveOffer(uint256 seed) external {
        Kind[5] memory kinds = [Kind.END_OFFER, Kind.END_OFFER, Kind.ACCEPT, Kind.ACCEPT, Kind.END_ALL];
        _step(kinds[_dice(~seed).roll(5)], seed);
    }

    function setEmergency(uint256 seed) external {
        _step(Kind.SET_EMERGENCY, seed);
    }

    function breakGlass(uint256 seed) external {
        _step(Kind.BREAK_GLASS, seed);
    }

    function receipt(uint256 seed) external {
        _step(_dice(~seed).oneIn(3) ? Kind.ASK_RECEIPTS : Kind.LEAVE_RECEIPT, seed);
    }

    /// @notice The owner prepares a call, and a delegate sets a keyring before it is mined.
    function race(uint256 seed) external {
        Dice memory dice = _dice(seed);
        Kind[4] memory ends = [Kind.REVOKE, Kind.REMOVE_DELEGATE, Kind.END_SHARE, Kind.SET_EMERGENCY];
        Op memory op = draw(dice.oneIn(2) ? ends[dice.roll(4)] : _anyKind(dice), dice);
        op.by = owner;
        Op memory spoiler = draw(dice.oneIn(2) && keyed ? Kind.RESEAL : Kind.ROTATE, dice);
        uint256 first = dice.roll(2);
        spoiler.by = actors[delegates[actors[2 + first]] > block.timestamp ? 2 + first : 3 - first];
        spoiler.update = KeyringUpdate(keyring, spoiler.update.to, epoch, epoch);
        if (spoiler.kind == Kind.ROTATE && keyed) ++spoiler.update.nextEpoch;
        bool spoiled = _call(spoiler);
        bool done = _call(op);
        if (spoiled) _count(raced, done);
    }

    /// @notice A signed twin, submitted at once by somebody else, or kept.
    function relay(uint256 seed) external {
        Dice memory dice = _dice(seed);
        Kind[9] memory kinds = [
            Kind.ADD_RECORD,
            Kind.ADD_RECORDS,
            Kind.GRANT,
            Kind.GRANT,
            Kind.REVOKE,
            Kind.REVOKE,
            Kind.ROTATE,
            Kind.SHARE,
            Kind.END_SHARE
        ];
        Kind kind = kinds[dice.roll(9)];
        if (kind == Kind.END_SHARE) _shareOne(dice);
        Op memory op = draw(kind, dice);
        // Anybody can sign anything for themselves.
        if (dice.oneIn(kind == Kind.END_SHARE ? 2 : 4)) op.by = actors[dice.roll(ACTORS)];
        Signed memory signed;
        signed.signer = op.by;
        signed.nonce = _nonces[op.by][nonceKey(chart, op)];
        signed.deadline = block.timestamp + dice.roll(2 days);
        bool genuine = true;
        uint256 roll = dice.roll(24);
        if (roll == 0) ++signed.nonce;
        if (roll == 1) signed.deadline = block.timestamp - 1;
        // An account signs in the name of another.
        uint256 key = roll == 2 ? FIRST_KEY + 7 : _keyOf(op.by);
        if (roll == 2) genuine = op.by == actors[7];
        signed.signature = TypedMessages.sign(key, digestOf(chart, op, signed));
        if (roll == 3) {
            // The relayer changes what was signed.
            op.update.to = keccak256(abi.encode(op.update.to));
            ++op.epoch;
            genuine = false;
        }
        _withheld.push(Withheld(abi.encode(op), signed, genuine, _named(op)));
        if (!dice.oneIn(3)) _release(_withheld.length - 1, dice);
    }

    /// @notice Submits a signature that was kept or, once more, one that was used.
    function release(uint256 seed) external {
        Dice memory dice = _dice(seed);
        if (_withheld.length == 0) return;
        _release(dice.roll(_withheld.length), dice);
    }

    /// @notice Somebody cancels a signature, their own or not.
    function cancel(uint256 seed) external {
        if (_withheld.length == 0) return;
        Dice memory dice = _dice(seed);
        Withheld storage kept = _withheld[dice.roll(_withheld.length)];
        uint192 key = nonceKey(chart, abi.decode(kept.op, (Op)));
        address by = dice.oneIn(4) ? actors[dice.roll(ACTORS)] : kept.signed.signer;
        bool expected = kept.signed.nonce == _nonces[by][key];
        bool done = _submit(by, 0, abi.encodeCall(charts.cancelSignature, (key, kept.signed.nonce)));
        checkTaken(done, expected, "1: cancelling a signature");
        _count(cancelled, done);
        if (done) ++_nonces[by][key];
        observeClock();
    }

    /// @notice Attests, withdraws, removes or accredits.
    function credential(uint256 seed) external {
        Dice memory dice = _dice(seed);
        address subject = dice.oneIn(3) ? actors[dice.roll(ACTORS)] : actors[6];
        uint256 roll = dice.roll(8);
        if (roll == 0 && authorities[AUTHORITY] != 0) {
            vm.prank(GOVERNANCE);
            credentials.removeAuthority(AUTHORITY);
            authorities[AUTHORITY] = 0;
            // Accrediting it anew revives nothing.
            for (uint256 i = 0; i < ACTORS; ++i) {
                attested[AUTHORITY][actors[i]] = 0;
            }
        } else if (authorities[AUTHORITY] == 0) {
            _accredit();
        } else if (roll == 1 && attested[AUTHORITY][subject] != 0) {
            vm.prank(AUTHORITY);
            credentials.withdraw(subject);
            attested[AUTHORITY][subject] = 0;
        } else {
            uint40 until = uint40(block.timestamp + 1 + dice.roll(4 days));
            vm.prank(AUTHORITY);
            credentials.attest(subject, _EMERGENCY, until);
            attested[AUTHORITY][subject] = until;
        }
        observeClock();
    }

    /// @notice Accounts open charts of their own, by call or signature, or try to open one again; none touches this one.
    function openAnother(uint256 seed) external {
        Dice memory dice = _dice(seed);
        uint256 index = dice.roll(ACTORS);
        (address by, uint256 n) = (actors[index], dice.roll(2));
        bytes32 first = dice.oneIn(8) ? bytes32(0) : keccak256(abi.encode(seed));
        bytes32 id = keccak256(abi.encode(by, n));
        bool expected = first != 0 && !_open[id];
        bool done = false;
        if (dice.oneIn(2)) {
            done = _submit(by, 0, abi.encodeCall(charts.open, (n, first)));
            _count(opened, done);
        } else {
            // Opening once is all that such a signature is good for.
            Signed memory signed = Signed(by, 0, block.timestamp + dice.roll(2), "");
            bytes32 hash = keccak256(abi.encode(OPEN_TYPEHASH, by, n, first, signed.nonce, signed.deadline));
            if (dice.oneIn(4)) (expected, index) = (false, (index + 1) % ACTORS);
            signed.signature = TypedMessages.sign(FIRST_KEY + index, typedData(hash));
            done = _submit(actors[7], 0, abi.encodeCall(charts.openBySig, (n, first, signed)));
            _count(openedBySignature, done);
        }
        checkTaken(done, expected, "1: opening a chart");
        if (done) _open[id] = true;
        observeClock();
    }

    /// @notice Does anything at all to a chart that nobody has opened, or that is another's.
    function touchOther(uint256 seed) external {
        Dice memory dice = _dice(seed);
        Op memory op = draw(_anyKind(dice), dice);
        ChartId id = charts.chartIdOf(address(this), 7);
        if (dice.oneIn(2)) {
            op.epoch = 0;
            (op.update.from, op.update.epoch, op.update.nextEpoch) = (0, 0, op.update.nextEpoch % 2);
        }
        if (dice.oneIn(2)) {
            id = twin;
            if (op.by == actors[0]) op.by = actors[1];
            (op.epoch, op.update.from, op.update.epoch) = (1, "keyring 1", 1);
        }
        checkTaken(_submit(op.by, 0, encode(id, op)), false, "1: a foreign chart was changed");
        observeClock();
    }

    /// @notice Sends ether, bare and with a call.
    function pay(uint256 seed) external {
        Dice memory dice = _dice(seed);
        address by = actors[dice.roll(ACTORS)];
        vm.deal(by, 1 ether);
        bytes memory data = dice.oneIn(4) ? bytes("") : encode(chart, draw(_anyKind(dice), dice));
        checkTaken(_submit(by, 1, data), false, "ether was taken");
    }

    /// @notice As if the keys had been rotated millions of times, to the last epochs that a delegate may raise the chart to.
    function leap(uint256 seed) external {
        Dice memory dice = _dice(seed);
        uint24 next = uint24(EPOCHS_OF_DELEGATES - dice.roll(4));
        if (epoch >= next || !dice.oneIn(6)) return;
        bytes32 slot = keccak256(abi.encode(chart, _CHARTS_SLOT));
        uint256 state = uint256(vm.load(address(charts), slot)) & ~(uint256(type(uint24).max) << _EPOCH_SHIFT);
        vm.store(address(charts), slot, bytes32(state | (uint256(next) << _EPOCH_SHIFT)));
        riseTo(next);
        observeAnew();
    }

    /// @notice Moves the clock by up to half a day, or to the very second at which something ends, or to the one before.
    function passTime(uint256 seed) external {
        Dice memory dice = _dice(seed);
        uint256 next = block.timestamp + 1 + dice.roll(12 hours);
        if (dice.oneIn(2)) {
            address account = actors[dice.roll(ACTORS)];
            uint40[4] memory ends = [grants[account].until, delegates[account], breaks[account], offerUntil];
            uint256 end = ends[dice.roll(4)];
            if (end != 0 && dice.oneIn(2)) --end;
            if (end > block.timestamp && end < block.timestamp + 5 days) next = end;
        }
        vm.warp(next);
        observeClock();
    }

    function _step(Kind kind, uint256 seed) private {
        _call(draw(kind, _dice(seed)));
    }

    function _call(Op memory op) private returns (bool done) {
        bool expected = modelAllows(op);
        done = _submit(op.by, 0, encode(chart, op));
        checkTaken(done, expected, op.kind, "1: a call was not taken or refused as it should be");
        _settle(op, done, called[op.kind]);
    }

    /// @dev So that there is one to end.
    function _shareOne(Dice memory dice) private {
        if (records.length == 0) return;
        Op memory op = draw(Kind.SHARE, dice);
        (op.by, op.number) = (owner, uint24(1 + dice.roll(records.length)));
        (op.subject, op.until) = (actors[4 + dice.roll(4)], uint40(block.timestamp + 1 + dice.roll(4 days)));
        op.update = KeyringUpdate(keyring, op.update.to, epoch, epoch);
        _call(op);
    }

    function _release(uint256 index, Dice memory dice) private {
        Withheld storage kept = _withheld[index];
        Op memory op = abi.decode(kept.op, (Op));
        Signed memory signed = kept.signed;
        if (dice.oneIn(8)) {
            bool elsewhere = _submit(signed.signer, 0, encodeSigned(twin, op, signed));
            checkTaken(elsewhere, false, "1: a signature for another chart");
        }
        uint192 key = nonceKey(chart, op);
        bool expected = kept.genuine && signed.deadline >= block.timestamp && signed.nonce == _nonces[op.by][key];
        expected = expected && kept.named == _named(op) && modelAllows(op);
        bool done = _submit(actors[dice.roll(ACTORS)], 0, encodeSigned(chart, op, signed));
        checkTaken(done, expected, op.kind, "1: a signature was not taken or refused as it should be");
        if (done) ++_nonces[op.by][key];
        _settle(op, done, relayed[op.kind]);
    }

    function _submit(address by, uint256 value, bytes memory data) private returns (bool done) {
        vm.prank(by);
        (done, ) = address(charts).call{value: value}(data);
    }

    /// @dev What was refused has changed nothing: the EVM sees to that.
    function _settle(Op memory op, bool done, Tally storage tally) private {
        _count(tally, done);
        if (!done) return;
        (address successorBefore, uint40 delegateBefore) = (successor, delegates[op.by]);
        (bytes32 before, uint24 epochBefore) = (keyring, epoch);
        modelApply(op);
        if (before != keyring || epochBefore != epoch) (staleKeyring, staleEpoch) = (before, epochBefore);
        observe(op, successorBefore, delegateBefore);
    }

    function _count(Tally storage tally, bool done) private {
        if (done) {
            ++tally.taken;
        } else {
            ++tally.refused;
        }
    }

    /// @dev A signed revocation names the grant that it ends, a signed share the end of the one that it replaces or ends.
    function _named(Op memory op) private view returns (bytes32) {
        if (op.kind == Kind.SHARE || op.kind == Kind.END_SHARE) return bytes32(uint256(shares[op.subject][op.number]));
        if (op.kind != Kind.REVOKE) return 0;
        return keccak256(abi.encode(grants[op.subject], grantEpochs[op.subject]));
    }

    function _accredit() private {
        vm.prank(GOVERNANCE);
        credentials.accredit(AUTHORITY, _EMERGENCY);
        authorities[AUTHORITY] = _EMERGENCY;
    }

    function _keyOf(address account) private view returns (uint256) {
        for (uint256 i = 0; i < ACTORS; ++i) {
            if (actors[i] == account) return FIRST_KEY + i;
        }
        return FIRST_KEY;
    }

    function _anyKind(Dice memory dice) private pure returns (Kind) {
        return Kind(1 + dice.roll(uint256(type(Kind).max)));
    }

    function _dice(uint256 seed) private pure returns (Dice memory) {
        return Dice(uint256(keccak256(abi.encode(seed))));
    }
}

/// @title ChartsInvariants
/// @notice What holds of a chart after any calls of anybody, in any order, at any time.
contract ChartsInvariants {
    Handler private _handler;

    function setUp() public {
        vm.warp(1_800_000_000);
        Credentials credentials = new Credentials(address(0x607));
        _handler = new Handler(new Charts(credentials), credentials);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @notice Guarantees 1, 3 and 4, step by step: each call was taken or refused as the model says; who may do what, and
    /// the keyring, were changed by who is entitled and has seen them; what ends an access was never refused; no right came
    /// back without being given; epoch, tenure and count never fell; a chart without a keyring took no record; the head is
    /// the model's fold; canRead and canWrite were the model's at every moved clock; and no ether is held.
    /// @dev One function, because each is a search of its own over the same calls.
    function invariant_everyStepIsTheModels() public view {
        string memory fault = _handler.fault();
        require(bytes(fault).length == 0, fault);
    }

    /// @notice At the end of a run all that the chart holds is compared, every record and share of it.
    function afterInvariant() public view {
        string memory difference = _handler.whatDiffers();
        require(bytes(difference).length == 0, difference);
    }

    /// @notice The invariants are searched over calls of every kind, by call and by signature, taken and refused.
    /// @dev Asking the real time keeps Hardhat from running a failed test again with traces, which take 20 GB here.
    function test_theHandlerReachesEveryCall() public {
        vm.unixTime();
        for (uint256 i = 0; i < 2_048; ++i) {
            (bool done, ) = address(_handler).call(abi.encodeWithSelector(_selector(i), keccak256(abi.encode(i))));
            require(done, "the handler reverted");
        }
        afterInvariant();
        for (uint256 i = 1; i <= uint256(type(Kind).max); ++i) {
            (uint256 takenOfKind, uint256 refusedOfKind) = _handler.called(Kind(i));
            _requireBoth(takenOfKind, refusedOfKind, string.concat("calls of kind ", decimal(i)));
        }
        Kind[7] memory signed = [
            Kind.ADD_RECORD,
            Kind.ADD_RECORDS,
            Kind.GRANT,
            Kind.REVOKE,
            Kind.ROTATE,
            Kind.SHARE,
            Kind.END_SHARE
        ];
        for (uint256 i = 0; i < signed.length; ++i) {
            (uint256 takenOfKind, uint256 refusedOfKind) = _handler.relayed(signed[i]);
            _requireBoth(takenOfKind, refusedOfKind, string.concat("signatures of kind ", decimal(uint256(signed[i]))));
        }
        (uint256 taken, uint256 refused) = _handler.raced();
        _requireBoth(taken, refused, "raced calls");
        (taken, refused) = _handler.opened();
        _requireBoth(taken, refused, "openings");
        (taken, refused) = _handler.openedBySignature();
        _requireBoth(taken, refused, "signed openings");
        (taken, refused) = _handler.cancelled();
        _requireBoth(taken, refused, "cancelled signatures");
    }

    function _requireBoth(uint256 taken, uint256 refused, string memory what) private pure {
        require(taken >= 1, string.concat("none was taken: ", what));
        require(refused >= 1, string.concat("none was refused: ", what));
    }

    function _selector(uint256 index) private view returns (bytes4) {
        bytes4[28] memory selectors = [
            _handler.addRecord.selector,
            _handler.addRecords.selector,
            _handler.relocate.selector,
            _handler.grant.selector,
            _handler.grantMany.selector,
            _handler.revoke.selector,
            _handler.rotate.selector,
            _handler.reseal.selector,
            _handler.share.selector,
            _handler.endShare.selector,
            _handler.nameDelegate.selector,
            _handler.removeDelegate.selector,
            _handler.offer.selector,
            _handler.leaveOffer.selector,
            _handler.setEmergency.selector,
            _handler.breakGlass.selector,
            _handler.receipt.selector,
            _handler.race.selector,
            _handler.race.selector,
            _handler.relay.selector,
            _handler.relay.selector,
            _handler.release.selector,
            _handler.cancel.selector,
            _handler.credential.selector,
            _handler.openAnother.selector,
            _handler.touchOther.selector,
            _handler.leap.selector,
            _handler.passTime.selector
        ];
        return selectors[uint256(keccak256(abi.encode("selector", index))) % selectors.length];
    }
}
