"""Any sequence of drawer movements equals a counted model: plain integers beside the real books."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.areas.approvals.values import GrantApproval
from app.areas.drawers import closing as counting
from app.areas.drawers import queries as drawers
from app.areas.drawers import service as opening
from app.areas.drawers.closing_values import (
    CloseShift,
    RevealDifference,
    RunReport,
    SealCount,
    TakeOver,
)
from app.areas.drawers.values import (
    MoveCash,
    MovementKind,
    OpenDrawer,
    OpenShift,
    Pile,
    ReverseMovement,
    ShiftState,
)
from app.areas.health import queries as health
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GL, ReasonKind
from app.areas.payments import closing, explaining
from app.areas.payments import service as payments
from app.areas.payments.values import TakePayment, TenderGiven
from app.bootstrap import Station, open_station
from app.kernel.actor import Actor
from app.kernel.errors import NeedsApproval, NeedsConfirmation, UserError
from app.kernel.ids import MovementId, ReasonId, ShiftId
from app.kernel.money import Money
from tests.building import PIN, Books, Template, command_id
from tests.faults.invariants import broken

OPENED: dict[str, Any] = {}
"""The one station that all sequences share; each has its own account."""
NOTES = (10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1)
cents = st.integers(1, 30_000)
K = MovementKind


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def piles(minor: int) -> tuple[Pile, ...]:
    """So much cash in the fewest notes and coins."""
    found = []
    for note in NOTES:
        if count := minor // note:
            found.append(Pile(usd(note), count))
        minor %= note
    return tuple(found)


class Drawer(RuleBasedStateMachine):
    """One drawer and two people; `held` is what lies in it, counted in the head."""

    @initialize()
    def begin(self) -> None:
        self.station: Station = OPENED["station"]
        self.books: Books = OPENED["books"]
        self.account = self.books.register_patient().account_id
        self.people = (self.books.actors.cashier, self.books.actors.other_cashier)
        self.holder: Actor | None = None
        self.shift_id = ShiftId("")
        self.held = self.float = self.taken = self.opened = self.movements = 0
        self.counts: list[int] = []
        self.revealed = False
        self.open_moves: dict[MovementId, int] = {}
        self.other = {code: self.on(code) for code in (GL.CASH_IN_SAFE, GL.CASH_OVER_SHORT)}

    def on(self, code: str) -> int:
        return self.station.ask(ledger.gl_balance, code, date.max, "USD").result().minor

    def reason(self, kind: ReasonKind, digit: int = 1) -> ReasonId:
        return self.station.ask(ledger.reasons, kind).result()[digit - 1].reason_id

    def act(self, actor: Actor, action: Any, command: Any) -> Any:
        """Say yes to what is asked, and let a manager approve what has to be."""
        while True:
            try:
                return self.station.act(actor, action, command).result()
            except NeedsConfirmation as asked:
                keys = command.confirmations | {asked.key}
                assert keys != command.confirmations
                command = replace(command, confirmations=keys)
            except NeedsApproval as asked:
                grant = GrantApproval(
                    command_id(), command.id, asked.key, actor.user_id, asked.text
                )
                number = self.books.actors.numbers["billing_manager"]
                self.station.approve(number, PIN, grant)

    def mine(self, action: Any, command: Any) -> Any:
        assert self.holder is not None
        return self.act(self.holder, action, command)

    def _begun(self, actor: Actor, shift_id: ShiftId, minor: int) -> None:
        self.holder, self.shift_id = actor, shift_id
        self.held = self.float = minor
        self.taken = self.opened = self.movements = 0
        self.counts, self.revealed, self.open_moves = [], False, {}
        self.other[GL.CASH_IN_SAFE] -= minor

    def _ended(self, counted: int) -> None:
        self.other[GL.CASH_IN_SAFE] += counted
        self.other[GL.CASH_OVER_SHORT] -= counted - self.held
        self.holder = None

    @precondition(lambda self: self.holder is None)
    @rule(who=st.integers(0, 1), minor=st.integers(0, 30_000))
    def open_with_a_float(self, who: int, minor: int) -> None:
        command = OpenShift(command_id(), self.books.drawer(), piles(minor))
        opened = self.act(self.people[who], opening.open_shift, command)
        self._begun(self.people[who], opened.shift_id, minor)

    @precondition(lambda self: self.holder and not self.counts)
    @rule(amount=cents, more=st.sampled_from((0, 0, 1, 500, 12_345)))
    def pay_cash(self, amount: int, more: int) -> None:
        tender = TenderGiven("cash", usd(amount), usd(amount + more))
        command = TakePayment(command_id(), self.account, (tender,))
        self.mine(payments.take_payment, command)
        self.held += amount
        self.taken += amount

    @precondition(lambda self: self.holder and self.counts)
    @rule(amount=cents)
    def pay_after_the_count(self, amount: int) -> None:
        tender = TenderGiven("cash", usd(amount))
        with pytest.raises(UserError):
            self.mine(payments.take_payment, TakePayment(command_id(), self.account, (tender,)))

    @precondition(lambda self: self.holder)
    @rule(kind=st.sampled_from((K.PAID_IN, K.PAID_OUT, K.DROP)), amount=cents)
    def move(self, kind: MovementKind, amount: int) -> None:
        lists = {K.PAID_IN: ReasonKind.PAID_IN, K.PAID_OUT: ReasonKind.PAID_OUT}
        why = self.reason(lists[kind], 2) if kind in lists else None
        sure = frozenset({f"large_movement:{amount}"})
        command = MoveCash(command_id(), kind, usd(amount), why, confirmations=sure)
        moved = self.mine(opening.move_cash, command)
        signed = amount if kind is K.PAID_IN else -amount
        self.open_moves[moved.movement_id] = signed
        self.held += signed
        self.movements += 1
        if kind is K.DROP:
            self.other[GL.CASH_IN_SAFE] += amount

    @precondition(lambda self: self.holder and self.open_moves)
    @rule(data=st.data())
    def take_a_movement_back(self, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from(sorted(self.open_moves)))
        command = ReverseMovement(command_id(), chosen)
        undone = self.mine(opening.reverse_movement, command)
        assert self.mine(opening.reverse_movement, command) == undone
        signed = self.open_moves.pop(chosen)
        self.held -= signed
        self.movements += 1
        if undone.kind is K.DROP:
            self.other[GL.CASH_IN_SAFE] += signed
        with pytest.raises(UserError):
            self.mine(opening.reverse_movement, ReverseMovement(command_id(), chosen))

    @precondition(lambda self: self.holder)
    @rule()
    def open_without_a_sale(self) -> None:
        self.opened += 1
        done = self.mine(
            opening.open_drawer, OpenDrawer(command_id(), self.reason(ReasonKind.NO_SALE))
        )
        assert done.count_today == self.opened

    @precondition(lambda self: self.holder)
    @rule(off=st.sampled_from((0, 0, 0, 1, -25, 500, -2000)), by_manager=st.booleans())
    def count(self, off: int, by_manager: bool) -> None:
        counted = max(0, self.held + off)
        command = SealCount(command_id(), self.shift_id, piles(counted))
        actor = self.books.actors.billing_manager if by_manager else self.holder
        assert actor is not None
        agreed = bool(self.counts) and self.counts[-1] == self.held
        if self.revealed or len(self.counts) == 2 or agreed:
            with pytest.raises(UserError):
                self.act(actor, counting.seal_count, command)
            return
        sealed = self.act(actor, counting.seal_count, command)
        self.counts.append(counted)
        assert (sealed.attempt, sealed.agrees) == (len(self.counts), counted == self.held)

    @precondition(lambda self: self.holder and self.counts)
    @rule()
    def look_at_the_difference(self) -> None:
        shown = self.mine(closing.reveal_difference, RevealDifference(command_id(), self.shift_id))
        self.revealed = True
        assert (shown.expected, shown.counted) == (usd(self.held), usd(self.counts[-1]))

    @precondition(lambda self: self.holder)
    @rule()
    def look_into_it(self) -> None:
        made = self.mine(closing.run_report, RunReport(command_id(), self.shift_id))
        x = self.station.ask(explaining.drawer_report, made.report_id).result()
        assert (x.expected, x.taken, x.no_sales) == (None, None, self.opened)

    @precondition(lambda self: self.holder)
    @rule(by_manager=st.booleans())
    def close(self, by_manager: bool) -> None:
        why = self.reason(ReasonKind.OVER_SHORT)
        command = CloseShift(command_id(), self.shift_id, why)
        actor = self.books.actors.cfo if by_manager else self.holder
        assert actor is not None
        known = self.revealed or len(self.counts) == 2
        if not self.counts or (self.counts[-1] != self.held and not known):
            with pytest.raises(UserError):
                self.act(actor, closing.close_shift, command)
            return
        closed = self.act(actor, closing.close_shift, command)
        assert closed == self.act(actor, closing.close_shift, command)
        assert (closed.expected, closed.counted) == (usd(self.held), usd(self.counts[-1]))
        self._look_at_z(closed.report_id)
        self._ended(self.counts[-1])

    @precondition(lambda self: self.holder)
    @rule(off=st.sampled_from((0, 0, 1, -2000)))
    def hand_over(self, off: int) -> None:
        incoming = next(one for one in self.people if one is not self.holder)
        counted = max(0, self.held + off)
        why = self.reason(ReasonKind.OVER_SHORT)
        command = TakeOver(command_id(), self.shift_id, piles(counted), why)
        if not self.counts:
            with pytest.raises(UserError):
                self.act(incoming, closing.take_over, command)
            return
        done = self.act(incoming, closing.take_over, command)
        for _ in range(2):
            if done.closed is None:
                command = replace(command, id=command_id())
                done = self.act(incoming, closing.take_over, command)
        assert done.closed.difference == usd(counted - self.held)
        assert done.opened.float_amount == usd(counted)
        self._look_at_z(done.closed.report_id)
        self._ended(counted)
        self._begun(incoming, done.opened.shift_id, counted)

    def _look_at_z(self, report_id: Any) -> None:
        z = self.station.ask(explaining.drawer_report, report_id).result()
        assert (z.taken, z.float_amount) == (usd(self.taken), usd(self.float))
        inside = z.float_amount + usd(self.taken) + z.paid_in - z.paid_out - z.dropped
        assert inside == z.expected == usd(self.held)
        assert (len(z.movements), z.no_sales) == (self.movements, self.opened)
        assert z.grand_total == usd(OPENED["grand_total"] + self.taken)
        OPENED["grand_total"] += self.taken

    @invariant()
    def the_books_agree_with_the_model(self) -> None:
        if not hasattr(self, "holder"):
            return
        for code, minor in self.other.items():
            assert self.on(code) == minor
        assert self.on(GL.CASH_IN_DRAWERS) == (self.held if self.holder else 0)
        for person in self.people:
            shift = self.station.ask(drawers.my_shift, person.user_id).result()
            assert (shift is not None) == (person is self.holder)
            if shift is not None:
                state = ShiftState.COUNTED if self.counts else ShiftState.OPEN
                assert (shift.shift_id, shift.state) == (self.shift_id, state)
        if self.holder:
            shown = self.station.ask(explaining.difference, self.shift_id).result()
            agreed = bool(self.counts) and self.counts[-1] == self.held
            assert (shown is not None) == (self.revealed or len(self.counts) == 2 or agreed)

    def teardown(self) -> None:
        """The next sequence begins with a closed drawer."""
        if getattr(self, "holder", None) is None:
            return
        if not self.counts:
            self.count(0, False)
        if not self.revealed:
            self.look_at_the_difference()
        self.close(False)


@pytest.fixture
def shared(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    folder = tmp_path_factory.mktemp("drawers") / "data"
    shutil.copytree(template.folder, folder)
    station = open_station(folder)
    OPENED.update(station=station, books=Books(station, template.actors), grand_total=0)
    yield station
    station.close()
    OPENED.clear()


def test_any_sequence_equals_a_counted_model(shared: Station, scale: int, long: bool) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Drawer,
        settings=settings(
            max_examples=(1000 if long else 30) * scale,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not broken(shared.folder)
    verdict = shared.ask(health.verify, shared.database.keys.master).result()
    assert verdict.findings == ()
