// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Charts} from "../../../contracts/Charts.sol";
import {Credentials} from "../../../contracts/Credentials.sol";
import {ICharts} from "../../../contracts/interfaces/ICharts.sol";
import {Attribute} from "../../../contracts/types/Attribute.sol";
import {ChartView} from "../../../contracts/types/Chart.sol";
import {ChartId} from "../../../contracts/types/ChartId.sol";
import {Permission} from "../../../contracts/types/Permission.sol";
import {Record} from "../../../contracts/types/Record.sol";
import {Signed} from "../../../contracts/types/Signed.sol";
import {vm} from "../support/Vm.sol";
import {Dice} from "./Drawing.sol";
import {Kind, Op} from "./Model.sol";
import {Submitting} from "./Submitting.sol";

/// @title Handler
/// @notice Eight accounts do to one chart whatever they like; a model says beside what must come of it.
/// @dev Never reverts: what went wrong first is kept in `fault`, by guarantee.
contract Handler is Submitting {
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

    Credentials public credentials;

    /// @notice The first thing that went wrong; empty as long as nothing did.
    string public fault;

    mapping(Kind kind => Tally tally) public called;

    mapping(Kind kind => Tally tally) public relayed;

    uint256 public cancelled;

    Withheld[] private _withheld;

    mapping(address signer => mapping(uint192 key => uint64 nonce)) private _nonces;

    /// @dev What the contract said of each account after the last step: a bit for each right on each section.
    mapping(address account => uint256 rights) private _rights;

    ChartView private _last;

    bytes32 private _lastPowers;

    constructor(ICharts chartsToTry, Credentials credentialsOfResponders) {
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
        head = keccak256(abi.encode(bytes32("chartkey/1 head"), block.chainid, address(charts), chart));
        _compareRights(Kind.NONE, _noOp());
        _last = charts.chartOf(chart);
        _lastPowers = _powers();
    }

    uint64 private constant _EMERGENCY = uint64(1) << uint8(Attribute.EMERGENCY);

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
        Kind[4] memory kinds = [Kind.WITHDRAW_OFFER, Kind.ACCEPT, Kind.ACCEPT, Kind.END_ALL];
        _step(kinds[seed % 4], seed);
    }

    function setEmergencySections(uint256 seed) external {
        _step(Kind.SET_EMERGENCY_SECTIONS, seed);
    }

    function breakGlass(uint256 seed) external {
        _step(Kind.BREAK_GLASS, seed);
    }

    function receipt(uint256 seed) external {
        _step(seed % 3 == 0 ? Kind.ASK_RECEIPTS : Kind.LEAVE_RECEIPT, seed);
    }

    /// @notice A signed twin, submitted at once by somebody else, or kept.
    function relay(uint256 seed) external {
        Dice memory dice = Dice(seed);
        Kind[8] memory kinds = [
            Kind.ADD_RECORD,
            Kind.ADD_RECORDS,
            Kind.GRANT,
            Kind.GRANT,
            Kind.REVOKE,
            Kind.ROTATE,
            Kind.SHARE,
            Kind.END_SHARE
        ];
        Op memory op = draw(kinds[dice.roll(8)], dice);
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
        signed.signature = sign(key, digestOf(chart, op, signed));
        if (roll == 3) {
            // The relayer changes what was signed.
            op.update.to = keccak256(abi.encode(op.update.to));
            ++op.epoch;
            genuine = false;
        }
        _withheld.push(Withheld(abi.encode(op), signed, genuine, _grantNamed(op)));
        if (dice.oneIn(3)) return _observe(Kind.NONE, _noOp(), address(0), 0);
        _release(_withheld.length - 1, dice);
    }

    /// @notice Submits a signature that was kept or, once more, one that was used.
    function release(uint256 seed) external {
        Dice memory dice = Dice(seed);
        if (_withheld.length == 0) return;
        _release(dice.roll(_withheld.length), dice);
    }

    /// @notice Somebody cancels a signature, their own or not.
    function cancel(uint256 seed) external {
        if (_withheld.length == 0) return;
        Dice memory dice = Dice(seed);
        Withheld storage kept = _withheld[dice.roll(_withheld.length)];
        uint192 key = nonceKey(chart, abi.decode(kept.op, (Op)));
        address by = dice.oneIn(4) ? actors[dice.roll(ACTORS)] : kept.signed.signer;
        bool expected = kept.signed.nonce == _nonces[by][key];
        vm.prank(by);
        (bool done, ) = address(charts).call(abi.encodeCall(charts.cancelSignature, (key, kept.signed.nonce)));
        _expect(done, expected, "1: cancelling a signature");
        if (done) (++_nonces[by][key], ++cancelled);
        _observe(Kind.NONE, _noOp(), address(0), 0);
    }

    /// @notice Attests, withdraws, removes or accredits.
    function credential(uint256 seed) external {
        Dice memory dice = Dice(seed);
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
        _observe(Kind.NONE, _noOp(), address(0), 0);
    }

    /// @notice Accounts open charts of their own, or try to open this one again; none of it touches this one.
    function openAnother(uint256 seed) external {
        Dice memory dice = Dice(seed);
        address by = actors[dice.roll(ACTORS)];
        uint256 n = dice.roll(3);
        bytes32 first = dice.oneIn(8) ? bytes32(0) : keccak256(abi.encode(seed));
        ChartId id = charts.chartIdOf(by, n);
        bool expected = first != 0 && charts.chartOf(id).owner == address(0);
        vm.prank(by);
        (bool done, ) = address(charts).call(abi.encodeCall(charts.open, (n, first)));
        _expect(done, expected, "1: opening a chart");
        _observe(Kind.NONE, _noOp(), address(0), 0);
    }

    /// @notice Does anything at all to a chart that nobody has opened.
    function touchUnopened(uint256 seed) external {
        Dice memory dice = Dice(seed);
        ChartId id = charts.chartIdOf(address(this), 7);
        Op memory op = draw(Kind(1 + dice.roll(uint256(type(Kind).max))), dice);
        if (dice.oneIn(2)) {
            op.epoch = 0;
            (op.update.from, op.update.epoch, op.update.nextEpoch) = (0, 0, op.update.nextEpoch % 2);
        }
        if (op.kind == Kind.ADD_RECORDS && op.records.length == 0) return;
        vm.prank(op.by);
        (bool done, ) = address(charts).call(encode(id, op));
        _expect(done, false, "1: an unopened chart was changed");
        _observe(Kind.NONE, _noOp(), address(0), 0);
    }

    /// @notice Sends ether, bare and with a call.
    function pay(uint256 seed) external {
        Dice memory dice = Dice(seed);
        address by = actors[dice.roll(ACTORS)];
        vm.deal(by, 1 ether);
        bytes memory data = dice.oneIn(4) ? bytes("") : encode(chart, draw(Kind(2 + dice.roll(19)), dice));
        vm.prank(by);
        (bool done, ) = address(charts).call{value: 1}(data);
        _expect(done, false, "ether was taken");
        _observe(Kind.NONE, _noOp(), address(0), 0);
    }

    /// @notice Moves the clock by up to half a day, or to the very second at which something ends, or to the one before.
    function passTime(uint256 seed) external {
        Dice memory dice = Dice(seed);
        uint256 next = block.timestamp + 1 + dice.roll(12 hours);
        if (dice.oneIn(2)) {
            address account = actors[dice.roll(ACTORS)];
            uint40[4] memory ends = [grants[account].until, delegates[account], breaks[account], offerUntil];
            uint256 end = ends[dice.roll(4)];
            if (end != 0 && dice.oneIn(2)) --end;
            if (end > block.timestamp && end < block.timestamp + 5 days) next = end;
        }
        vm.warp(next);
        _observe(Kind.NONE, _noOp(), address(0), 0);
    }

    /// @notice Returns what the model says of the chart.
    function expectedState() external view returns (ChartView memory) {
        return
            ChartView({
                owner: owner,
                count: uint24(records.length),
                epoch: epoch,
                tenure: tenure,
                keyed: keyed,
                keyring: keyring,
                head: head,
                ownerKeyring: ownerKeyring,
                receipts: receipts,
                successor: successor,
                offeredUntil: offerUntil,
                emergencySections: emergencySections,
                openings: emergencies
            });
    }

    function expectedRecords() external view returns (Record[] memory, bytes32[] memory) {
        return (records, originals);
    }

    /// @notice Returns a digest of all that the model says who may do, and of the same as the contract tells it.
    function expectedPowers() external view returns (bytes32 expected, bytes32 actual) {
        bytes32 all = keccak256(abi.encode(owner, epoch, tenure, keyed, keyring, ownerKeyring));
        all = keccak256(abi.encode(all, successor, offerUntil, emergencySections));
        for (uint256 i = 0; i < ACTORS; ++i) {
            address account = actors[i];
            all = keccak256(abi.encode(all, grants[account], grantEpochs[account], delegates[account]));
        }
        return (all, _powers());
    }

    /// @notice Returns a digest of every share by the model, and by the contract.
    function expectedShares() external view returns (bytes32 expected, bytes32 actual) {
        for (uint256 i = 0; i < ACTORS; ++i) {
            for (uint24 number = 1; number <= records.length; ++number) {
                expected = keccak256(abi.encode(expected, shares[actors[i]][number]));
                actual = keccak256(abi.encode(actual, charts.shareUntil(chart, number, actors[i])));
            }
        }
    }

    /// @notice Returns how many calls were taken, and how many refused.
    function total() external view returns (uint256 taken, uint256 refused) {
        for (uint256 i = 0; i <= uint256(type(Kind).max); ++i) {
            (Tally storage direct, Tally storage signed) = (called[Kind(i)], relayed[Kind(i)]);
            taken += direct.taken + signed.taken;
            refused += direct.refused + signed.refused;
        }
    }

    function _step(Kind kind, uint256 seed) private {
        Dice memory dice = Dice(uint256(keccak256(abi.encode(seed))));
        Op memory op = draw(kind, dice);
        bool expected = modelAllows(op);
        bytes memory data = encode(chart, op);
        vm.prank(op.by);
        (bool done, ) = address(charts).call(data);
        _expect(done, expected, "1: a call was not taken or refused as it should be");
        _settle(op, done, called[kind]);
    }

    function _release(uint256 index, Dice memory dice) private {
        Withheld storage kept = _withheld[index];
        Op memory op = abi.decode(kept.op, (Op));
        Signed memory signed = kept.signed;
        uint192 key = nonceKey(chart, op);
        bool expected = kept.genuine && signed.deadline >= block.timestamp && signed.nonce == _nonces[op.by][key];
        expected = expected && kept.named == _grantNamed(op) && modelAllows(op);
        bytes memory data = encodeSigned(chart, op, signed);
        vm.prank(actors[dice.roll(ACTORS)]);
        (bool done, ) = address(charts).call(data);
        _expect(done, expected, "1: a signature was not taken or refused as it should be");
        if (done) ++_nonces[op.by][key];
        _settle(op, done, relayed[op.kind]);
    }

    function _settle(Op memory op, bool done, Tally storage tally) private {
        if (!done) {
            ++tally.refused;
            return _observe(Kind.NONE, _noOp(), address(0), 0);
        }
        ++tally.taken;
        (address successorBefore, uint40 delegateBefore) = (successor, delegates[op.by]);
        (bytes32 before, uint24 epochBefore) = (keyring, epoch);
        modelApply(op);
        if (before != keyring || epochBefore != epoch) (staleKeyring, staleEpoch) = (before, epochBefore);
        _observe(op.kind, op, successorBefore, delegateBefore);
    }

    /// @dev What holds of each step, whatever the model says.
    function _observe(Kind kind, Op memory op, address successorBefore, uint40 delegateBefore) private {
        ChartView memory state = charts.chartOf(chart);
        bytes32 powers = _powers();
        if (powers != _lastPowers) {
            bool entitled = op.by == _last.owner || delegateBefore > block.timestamp;
            if (kind == Kind.ACCEPT) entitled = op.by == successorBefore;
            _check(kind != Kind.NONE && entitled, "1: somebody else changed who may do what");
        }
        if (state.keyring != _last.keyring) {
            bool seen = op.update.from == _last.keyring && op.update.epoch == _last.epoch;
            _check(seen && state.keyring == op.update.to, "1: an unseen keyring was overwritten");
            _check(state.keyed, "3: a new keyring does not key the chart");
        }
        if (state.owner != _last.owner) _check(kind == Kind.ACCEPT, "1: the owner changed without a transfer");
        if (op.by != _last.owner && kind != Kind.ACCEPT) {
            _check(state.ownerKeyring == _last.ownerKeyring, "1: the owner's keyring was lost");
        }
        _check(state.epoch >= _last.epoch, "3: the epoch fell");
        _check(state.tenure >= _last.tenure, "3: the tenure fell");
        _check(state.count >= _last.count, "4: the count fell");
        if (state.count != _last.count) {
            _check(_last.keyed, "3: an unkeyed chart took a record");
            _check(op.epoch == state.epoch && state.epoch == _last.epoch, "3: a record claims another epoch");
        } else {
            _check(state.head == _last.head, "4: the head moved without a record");
        }
        bool ends = kind == Kind.REVOKE || kind == Kind.REMOVE_DELEGATE || kind == Kind.WITHDRAW_OFFER;
        if (ends || kind == Kind.END_ALL || kind == Kind.ACCEPT) {
            _check(state.epoch == _last.epoch + 1, "3: an ended access kept the epoch");
        }
        _compareRights(kind, op);
        (_last, _lastPowers) = (state, powers);
    }

    /// @dev The contract's answers are the model's at this moment; nobody gains a right but by being given it, and nobody
    /// loses one by a call without the epoch rising.
    function _compareRights(Kind kind, Op memory op) private {
        for (uint256 i = 0; i < ACTORS; ++i) {
            address account = actors[i];
            (uint256 rights, uint256 expected) = (0, 0);
            for (uint256 j = 0; j < 4; ++j) {
                uint8 section = sectionAt(j);
                if (charts.canRead(chart, account, section)) rights |= 1 << j;
                if (modelCanRead(account, section)) expected |= 1 << j;
                if (charts.canWrite(chart, account, section)) rights |= 16 << j;
                if (modelCanWrite(account, section)) expected |= 16 << j;
            }
            _check(rights == expected, "2: canRead or canWrite differs from the model");
            uint256 before = _rights[account];
            if (rights & ~before != 0 && _last.epoch != 0) {
                _check(_gives(kind, op, account), "1: a right came back without being given");
            }
            if ((before & ~rights) & 15 != 0 && kind != Kind.NONE) {
                _check(epoch > _last.epoch, "3: a reader was lost without a new epoch");
            }
            if (rights != before) _rights[account] = rights;
        }
        _check(!charts.canRead(chart, address(0), 0), "2: the zero address reads");
    }

    function _gives(Kind kind, Op memory op, address account) private view returns (bool) {
        if (kind == Kind.GRANT || kind == Kind.NAME_DELEGATE) return account == op.subject;
        if (kind == Kind.GRANT_MANY) return account == op.subject || account == op.second;
        if (kind == Kind.ACCEPT || kind == Kind.BREAK_GLASS) return account == op.by;
        return kind == Kind.SET_EMERGENCY_SECTIONS && breaks[account] > block.timestamp;
    }

    /// @dev A digest of all that the contract keeps of who may do what.
    function _powers() private view returns (bytes32 all) {
        ChartView memory state = charts.chartOf(chart);
        all = keccak256(
            abi.encode(state.owner, state.epoch, state.tenure, state.keyed, state.keyring, state.ownerKeyring)
        );
        all = keccak256(abi.encode(all, state.successor, state.offeredUntil, state.emergencySections));
        for (uint256 i = 0; i < ACTORS; ++i) {
            address account = actors[i];
            Permission memory permission = charts.grantOf(chart, account);
            uint24 since = charts.grantEpochOf(chart, account);
            all = keccak256(abi.encode(all, permission, since, charts.delegateUntil(chart, account)));
        }
    }

    /// @dev A signed revocation names the grant that it ends.
    function _grantNamed(Op memory op) private view returns (bytes32) {
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

    function _noOp() private pure returns (Op memory op) {}

    function _expect(bool done, bool expected, string memory what) private {
        if (done != expected) _fail(string.concat(what, done ? ": taken" : ": refused"));
    }

    function _check(bool holds, string memory what) private {
        if (!holds) _fail(what);
    }

    function _fail(string memory what) private {
        if (bytes(fault).length == 0) fault = what;
    }
}

/// @title ChartsInvariants
/// @notice What holds of a chart after any calls of anybody, in any order, at any time.
contract ChartsInvariants {
    Handler private _handler;
    Charts private _charts;
    ChartId private _chart;

    function setUp() public {
        vm.warp(1_800_000_000);
        Credentials credentials = new Credentials(address(0x607));
        _charts = new Charts(credentials);
        _handler = new Handler(_charts, credentials);
        _chart = _handler.chart();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @notice Guarantees 1 to 4, step by step: each call was taken or refused as the model says; who may do what, and the
    /// keyring, were changed by who is entitled and has seen them; what ends an access was never refused; no right came
    /// back without being given; epoch, tenure and count never fell; a chart without a keyring took no record; and canRead
    /// and canWrite were the model's at every moved clock.
    /// @dev One function, because each is a search of its own over the same calls.
    function invariant_everyStepIsTheModels() public view {
        string memory fault = _handler.fault();
        require(bytes(fault).length == 0, fault);
        _stateAndHeadAreTheModels();
        _grantsDelegatesAndOffersAreTheModels();
        _sharesAreTheModels();
        _recordsStayAsFiled();
        _noEtherIsHeld();
    }

    function _stateAndHeadAreTheModels() private view {
        ChartView memory expected = _handler.expectedState();
        ChartView memory actual = _charts.chartOf(_chart);
        require(actual.head == expected.head, "the head is not the fold of the records");
        require(keccak256(abi.encode(actual)) == keccak256(abi.encode(expected)), "state");
    }

    function _grantsDelegatesAndOffersAreTheModels() private view {
        (bytes32 expected, bytes32 actual) = _handler.expectedPowers();
        require(actual == expected, "grants, delegates, offer or emergency sections");
    }

    function _sharesAreTheModels() private view {
        (bytes32 expected, bytes32 actual) = _handler.expectedShares();
        require(actual == expected, "shares");
    }

    function _recordsStayAsFiled() private view {
        (Record[] memory records, bytes32[] memory originals) = _handler.expectedRecords();
        Record[] memory actual = _charts.recordsOf(_chart, 1, type(uint24).max);
        bytes32[] memory first = _charts.originalsOf(_chart, 1, type(uint24).max);
        require(keccak256(abi.encode(actual)) == keccak256(abi.encode(records)), "records");
        require(keccak256(abi.encode(first)) == keccak256(abi.encode(originals)), "pointers as first filed");
    }

    function _noEtherIsHeld() private view {
        require(address(_charts).balance == 0, "ether");
    }

    /// @notice A run says something only if enough of its calls were taken.
    function afterInvariant() public view {
        (uint256 taken, uint256 refused) = _handler.total();
        require(taken >= 8, "too few calls of this run were taken");
        require(taken * 4 >= refused, "most calls of this run were refused");
    }

    /// @notice The invariants are searched over calls of every kind, by call and by signature, taken and refused.
    function test_theHandlerReachesEveryCall() public {
        for (uint256 i = 0; i < 1_500; ++i) {
            (bool done, ) = address(_handler).call(abi.encodeWithSelector(_selector(i), keccak256(abi.encode(i))));
            require(done, "the handler reverted");
        }
        string memory fault = _handler.fault();
        require(bytes(fault).length == 0, fault);
        for (uint256 i = 1; i <= uint256(type(Kind).max); ++i) {
            (uint256 taken, uint256 refused) = _handler.called(Kind(i));
            require(taken >= 3 && refused >= 3, string.concat("too few calls of kind ", _decimal(i)));
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
            (uint256 taken, uint256 refused) = _handler.relayed(signed[i]);
            require(
                taken >= 1 && refused >= 1,
                string.concat("too few signatures of kind ", _decimal(uint256(signed[i])))
            );
        }
        require(_handler.cancelled() >= 3, "too few signatures cancelled");
    }

    function _selector(uint256 index) private view returns (bytes4) {
        bytes4[24] memory selectors = [
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
            _handler.setEmergencySections.selector,
            _handler.breakGlass.selector,
            _handler.receipt.selector,
            _handler.relay.selector,
            _handler.release.selector,
            _handler.cancel.selector,
            _handler.credential.selector,
            _handler.touchUnopened.selector,
            _handler.passTime.selector,
            _handler.relay.selector
        ];
        return selectors[uint256(keccak256(abi.encode("selector", index))) % selectors.length];
    }

    function _decimal(uint256 number) private pure returns (string memory) {
        bytes memory digits = new bytes(2);
        (digits[0], digits[1]) = (bytes1(uint8(48 + number / 10)), bytes1(uint8(48 + (number % 10))));
        return string(digits);
    }
}
