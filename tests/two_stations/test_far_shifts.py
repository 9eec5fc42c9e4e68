"""A manager closes a shift of another window; what that one took meanwhile comes late and stays."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest

from app.areas.deposits.explaining import money_places
from app.areas.drawers import closing as counting
from app.areas.drawers import lists as drawer_lists
from app.areas.drawers import queries as drawers
from app.areas.drawers.closing_values import (
    CloseShift,
    ForceClose,
    LateInto,
    RevealDifference,
    SealCount,
    SettleLateCash,
)
from app.areas.drawers.values import Pile, ShiftState
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments import closing, forcing
from app.areas.payments import late_records as late
from app.areas.payments.undoing import void_payment
from app.areas.payments.undoing_values import VoidPayment
from app.areas.payments.values import PaymentTaken
from app.areas.reports import lists as reports
from app.areas.reports import queries as sheets
from app.areas.reports.spans import missing
from app.kernel.actor import Actor
from app.kernel.errors import NeedsConfirmation, NotAllowed, UserError
from app.kernel.ids import AccountId, ReasonId, ShiftId
from app.kernel.listing import ListWanted
from app.sync.looking import broken_promises
from tests.building import command_id
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.test_numbers import sync
from tests.two_stations.test_pulling import rows_of


@pytest.fixture
def running(pair: Pair) -> tuple[Pair, ShiftId, AccountId]:
    """The cashier has a shift at the first window, and the second one knows of it."""
    shift = pair.one.books.open_shift()
    account = AccountId(pair.one.books.register_patient("Okafor", "Ada").account_id)
    pair.one.books.take_cash(account, 1500)
    sync(pair)
    return pair, shift.shift_id, account


def manager(window: Window) -> Actor:
    return window.books.actors.billing_manager


def test_counted_from_another_window(running: tuple[Pair, ShiftId, AccountId]) -> None:
    """Blind, with a reason; its own window learns of it and takes no more money in it."""
    pair, shift_id, account = running
    two = pair.two
    with pytest.raises(UserError, match="of another station"):
        two.books.seal(shift_id, 2000, actor=two.books.actors.other_cashier)
    day = shown_day(two, shift_id)
    sheet = two.station.ask(sheets.day_sheet, day, manager(two).user_id).result()
    assert sheet.missing == ("Drawer 1 of Cho Cho Win is not closed: shift W1-000001.",)
    [silent] = two.station.ask(missing, day + timedelta(days=1)).result()
    assert silent.startswith("Nothing has come from W1 since ")
    assert two.books.seal(shift_id, *[2000] * 10, 1000, 500, actor=manager(two)).agrees
    with pytest.raises(UserError, match="Say why"):
        two.books.close_shift(shift_id, actor=manager(two))
    close = CloseShift(command_id(), shift_id, note="Cho Cho Win had to leave")
    done = two.station.act(manager(two), closing.close_shift, close).result()
    assert done.z_number == "W2-Z-00001"
    sync(pair)
    with pytest.raises(UserError):
        pair.one.books.take_cash(account, 500)
    agree(pair)
    assert pair.one.station.ask(late.late_facts).result() == ()


def agree(pair: Pair) -> None:
    """The same facts and views at both, nothing broken there or at the centre."""
    sync(pair)
    assert rows_of(pair.one, "fact", "view") == rows_of(pair.two, "fact", "view")
    for window in (pair.one, pair.two):
        assert window.sound == []
    assert broken_promises(pair.centre.dsn) == ()


def force(window: Window, shift_id: ShiftId) -> None:
    command = ForceClose(command_id(), shift_id, "The computer broke")
    with pytest.raises(NeedsConfirmation) as asked:
        window.station.act(manager(window), forcing.force_close, command).result()
    sure = ForceClose(command.id, shift_id, command.note, frozenset({asked.value.key}))
    window.station.act(manager(window), forcing.force_close, sure).result()


def test_what_a_closed_shift_took_meanwhile_is_late(
    running: tuple[Pair, ShiftId, AccountId],
) -> None:
    """It stands with its business date; the sheet of the day says so until it is settled."""
    pair, shift_id, account = running
    one, two = pair.one, pair.two
    command = ForceClose(command_id(), shift_id, "Because")
    with pytest.raises(NotAllowed):
        two.station.act(two.books.actors.cashier, forcing.force_close, command).result()
    with pytest.raises(UserError, match="stands here"):
        one.station.act(manager(one), forcing.force_close, command).result()
    force(two, shift_id)
    one.books.take_cash(account, 700)
    agree(pair)
    for window in (one, two):
        [fact] = window.station.ask(late.late_facts).result()
        assert (fact.kind, fact.amount.minor, fact.shift_number) == ("payment", 700, "W1-000001")
        assert fact.station_code == "W1"
        [cash] = window.station.ask(late.late_cash).result()
        assert (cash.amount.minor, cash.counted) == (700, False)
        day = shown_day(window, shift_id)
        sheet = window.station.ask(sheets.day_sheet, day, None).result()
        assert [one.source_id for one in sheet.late] == [fact.source_id]
        assert (sheet.all_tie, sheet.provisional) == (True, False)
        places = window.station.ask(money_places).result().places
        assert all(place.ties for place in places)
    settle = SettleLateCash(command_id(), shift_id, LateInto.SAFE)
    two.station.act(manager(two), forcing.settle_late_cash, settle).result()
    agree(pair)
    assert one.station.ask(late.late_cash).result() == ()
    assert len(one.station.ask(late.late_facts).result()) == 2, "and where it went"


def test_of_two_answers_about_late_cash_one_counts(
    running: tuple[Pair, ShiftId, AccountId],
) -> None:
    """Two managers answered apart: the later one is posted back by its own window."""
    pair, shift_id, account = running
    force(pair.two, shift_id)
    pair.one.books.take_cash(account, 700)
    agree(pair)

    def in_safe(window: Window) -> int:
        today = shown_day(window, shift_id)
        found: int = window.station.ask(ledger.gl_balance, "1018", today, "USD").result().minor
        return found

    before = in_safe(pair.one)
    for window, where in ((pair.two, LateInto.SAFE), (pair.one, LateInto.COUNTED)):
        settle = SettleLateCash(command_id(), shift_id, where)
        window.station.act(manager(window), forcing.settle_late_cash, settle).result()
    agree(pair)
    for window in (pair.one, pair.two):
        assert window.station.ask(late.late_cash).result() == ()
        assert in_safe(window) == before + 700
        today = shown_day(window, shift_id)
        assert window.station.ask(reports.over_short, today, today).result().sums.net.minor == 0
    again = SettleLateCash(command_id(), shift_id, LateInto.SAFE)
    with pytest.raises(UserError, match="No late cash"):
        pair.one.station.act(manager(pair.one), forcing.settle_late_cash, again).result()


def test_late_cash_that_was_counted_makes_the_difference_another_one(
    running: tuple[Pair, ShiftId, AccountId],
) -> None:
    pair, shift_id, account = running
    one, two = pair.one, pair.two
    one.books.take_cash(account, 300)
    two.books.seal(shift_id, *[2000] * 10, 1000, 500, 100, 100, 100, actor=manager(two))
    reveal = RevealDifference(command_id(), shift_id)
    shown = two.station.act(manager(two), closing.reveal_difference, reveal).result()
    assert shown.difference.minor == 300
    reason = over_short_reason(two)
    close = CloseShift(command_id(), shift_id, reason, "Far away")
    two.station.act(manager(two), closing.close_shift, close).result()
    agree(pair)
    settle = SettleLateCash(command_id(), shift_id, LateInto.COUNTED)
    one.station.act(manager(one), forcing.settle_late_cash, settle).result()
    agree(pair)
    again = SettleLateCash(command_id(), shift_id, LateInto.COUNTED)
    with pytest.raises(UserError, match="No late cash"):
        one.station.act(manager(one), forcing.settle_late_cash, again).result()
    today = shown_day(two, shift_id)
    differences = one.station.ask(reports.over_short, today, today).result()
    assert differences.sums.net.minor == 0
    assert all(tie.ok for tie in differences.ties)


def over_short_reason(window: Window) -> ReasonId:
    return window.station.ask(ledger.reasons, ReasonKind.OVER_SHORT).result()[0].reason_id


def shown_day(window: Window, shift_id: ShiftId) -> date:
    found = window.station.ask(drawers.shift_brief, shift_id).result()
    assert found is not None
    return found.business_date


def test_closed_at_both_while_apart_its_own_window_holds(
    running: tuple[Pair, ShiftId, AccountId],
) -> None:
    """Both closes stand until they meet; then the other one is posted back, once."""
    pair, shift_id, account = running
    one, two = pair.one, pair.two
    force(two, shift_id)
    one.books.take_cash(account, 500)
    one.books.seal(shift_id, *[2000] * 10, 1000, 500, 500)
    one.books.close_shift(shift_id)
    agree(pair)
    for window in (one, two):
        [double] = window.station.ask(late.double_closes).result()
        assert double.taken_back
        assert (double.ruling.station_code, double.other.station_code) == ("W1", "W2")
        assert (double.ruling.counted.minor, double.other.counted.minor) == (22000, 21500)
        assert window.station.ask(late.late_cash).result() == ()
        assert window.station.ask(drawers.open_shifts).result() == ()
        rows = window.station.ask(drawer_lists.shifts, ListWanted()).result().rows
        assert [row.number for row in rows] == ["W1-000001"]
        sheet = window.station.ask(sheets.day_sheet, shown_day(window, shift_id), None).result()
        assert sheet.all_tie
        assert [line.counted.minor for line in sheet.shifts if line.counted] == [22000]


def test_two_managers_force_one_shift(running: tuple[Pair, ShiftId, AccountId]) -> None:
    """At the window itself somebody counts it, far away nobody does: what was counted holds."""
    pair, shift_id, _ = running
    one, two = pair.one, pair.two
    piles = tuple(Pile(two.books.money(m), n) for m, n in ((2000, 10), (1000, 1), (500, 1)))
    seal = SealCount(command_id(), shift_id, piles)
    one.station.act(manager(one), counting.seal_count, seal).result()
    force(two, shift_id)
    sync(pair)
    with pytest.raises(UserError, match="was closed by"):
        one.books.close_shift(shift_id, actor=manager(one))
    agree(pair)


def test_whatever_both_do_apart_the_books_stay_sound(pair: Pair, scale: int) -> None:
    """Two windows do not hear of one another until the evening."""
    chance = Random(seed := Random().randrange(10**9))
    print("seed", seed)
    account = AccountId(pair.one.books.register_patient("Okafor", "Ada").account_id)
    for _ in range(scale):
        one_day(pair, account, chance)


def one_day(pair: Pair, account: AccountId, chance: Random) -> None:
    """Everything but the settling in any order; what is refused then is left out."""
    one, two = pair.one, pair.two
    shift_id = one.books.open_shift().shift_id
    paid = [one.books.take_cash(account, 100 * chance.randint(1, 9))]
    sync(pair)
    deeds = [
        *(lambda: paid.append(one.books.take_cash(account, 500)) for _ in range(2)),
        lambda: void(one, paid.pop()),
        lambda: end_here(one, shift_id),
        lambda: end_far(two, shift_id, chance),
    ]
    chance.shuffle(deeds)
    for deed in deeds:
        with suppress(UserError):
            deed()
    agree(pair)
    for cash in two.station.ask(late.late_cash).result():
        counted = cash.amount.minor < 0 or chance.random() < 0.5
        into = LateInto.COUNTED if counted else LateInto.SAFE
        settle = SettleLateCash(command_id(), cash.shift_id, into)
        two.station.act(manager(two), forcing.settle_late_cash, settle).result()
    agree(pair)
    assert two.station.ask(late.late_cash).result() == ()
    sheet = one.station.ask(sheets.day_sheet, shown_day(one, shift_id), None).result()
    assert [tie for tie in sheet.ties if not tie.ok] == []
    end_here(one, shift_id)


def void(window: Window, paid: PaymentTaken) -> None:
    reason = window.station.ask(ledger.reasons, ReasonKind.VOID).result()[0].reason_id
    command = VoidPayment(command_id(), paid.payment_id, reason)
    window.station.act(window.books.actors.cashier, void_payment, command).result()


def end_here(window: Window, shift_id: ShiftId) -> None:
    """The cashier counts what the books say, unless it is closed."""
    brief = window.station.ask(drawers.shift_brief, shift_id).result()
    assert brief is not None
    if brief.state is ShiftState.CLOSED:
        return
    holds = window.station.ask(ledger.shift_holds, shift_id, "1015", "USD").result().minor
    if brief.state is ShiftState.OPEN:
        window.books.seal(shift_id, *[100] * (holds // 100))
    window.books.close_shift(shift_id)


def end_far(window: Window, shift_id: ShiftId, chance: Random) -> None:
    """A manager counts what is there, or nobody does."""
    if chance.random() < 0.5:
        force(window, shift_id)
        return
    holds = window.station.ask(ledger.shift_holds, shift_id, "1015", "USD").result().minor
    window.books.seal(shift_id, *[100] * (holds // 100), actor=manager(window))
    close = CloseShift(command_id(), shift_id, note="Nobody is there")
    window.station.act(manager(window), closing.close_shift, close).result()
