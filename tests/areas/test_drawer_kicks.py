"""The drawer opens exactly once for what needs it open, and never for anything else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from app.areas.drawers import queries as shifts
from app.areas.drawers import service as drawers
from app.areas.drawers.values import MoveCash, MovementKind, ReverseMovement
from app.areas.ledger.values import ReasonKind
from app.areas.payments import service as payments
from app.areas.payments import undoing
from app.areas.payments.undoing_values import VoidPayment
from app.areas.payments.values import ReprintReceipt, TakePayment, TenderGiven
from app.areas.printing import service as printing
from app.areas.printing.values import PrinterKind, PrintTestPage, SavePrinter
from app.areas.refunds.values import RefundMethod, RefundStatus
from app.bootstrap import Station, open_station
from app.kernel.actor import SYSTEM
from app.kernel.errors import NeedsApproval, NeedsConfirmation, UserError
from app.kernel.ids import ReasonId, derived_id
from app.storage import writer
from app.storage.print_jobs import DRAWER_KICK
from app.storage.unit_of_work import UnitOfWork
from tests.areas.every_action import BUILT, EVERY, Action
from tests.areas.good_commands import ACTORS, GOOD, REFUSED_NOW
from tests.areas.good_ground import Ground, prepare
from tests.areas.refunds.refunding import Refunding
from tests.building import Books, Template, command_id
from tests.faults.invariants import broken

OPENS = {
    "drawers.begin_count",
    "drawers.move_cash",
    "drawers.open_drawer",
    "drawers.open_shift",
    "drawers.print_test_page",
    "drawers.reverse_movement",
    "payments.take_payment",
    "payments.void_payment",
}
"""By the good command of each action: the cash payment and its void, the float, cash in and out, a
drawer to count, a no-sale. All other actions leave the drawer alone.
"""
_ACTIONS = [a for a in EVERY if a.area in BUILT and a.name in GOOD]


class _Undone(Exception):
    pass


@pytest.fixture(scope="module")
def ground(
    template: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Station, Ground]]:
    folder = tmp_path_factory.mktemp("kicks") / "data"
    shutil.copytree(template.folder, folder)
    station = open_station(folder)
    found = prepare(station, template.actors.cashier.user_id)
    _with_drawer(station)
    yield station, found
    station.close()


def _with_drawer(station: Station) -> None:
    wanted = SavePrinter(command_id(), PrinterKind.TCP, "192.0.2.7", drawer_pin=2)
    station.act(SYSTEM, printing.save_printer, wanted).result()


def _kicks(uow: UnitOfWork) -> int:
    sql = f"SELECT count(*) FROM print_job WHERE doc_kind = '{DRAWER_KICK}'"
    return int(uow._cursor.execute(sql).fetchone()[0])


def _kicked(station: Station, actor: Any, action: Any, command: Any) -> int:
    """How often the drawer opens for it; all of it is undone."""
    found: list[int] = []

    def tried(uow: UnitOfWork, wanted: Any) -> None:
        before = _kicks(uow)
        writer.answer(uow, action, wanted)
        found.append(_kicks(uow) - before)
        raise _Undone

    tried.__module__ = "tests.areas.service"
    with pytest.raises(_Undone):
        station.act(actor, tried, command).result()
    return found[0]


@pytest.mark.parametrize("action", _ACTIONS, ids=lambda action: action.name)
def test_every_act_of_the_product_opens_the_drawer_once_or_never(
    action: Action, ground: tuple[Station, Ground]
) -> None:
    station, found = ground
    actor = ACTORS.get(action.name, lambda g: SYSTEM)(found)
    expected = int(action.name in OPENS)
    try:
        kicks = _kicked(station, actor, action.function, GOOD[action.name](found))
    except (UserError, NeedsConfirmation, NeedsApproval):
        assert action.name in REFUSED_NOW
        return
    assert kicks == expected


def _reason(kind: ReasonKind) -> ReasonId:
    return ReasonId(derived_id("reason", kind.value, "1"))


def _total(books: Books) -> int:
    def count(uow: UnitOfWork, _nothing: None) -> int:
        return _kicks(uow)

    count.__module__ = "tests.areas.service"
    return int(books.station.act(SYSTEM, count, None).result())


def test_a_refund_opens_the_drawer_for_cash_alone(books: Books) -> None:
    _with_drawer(books.station)
    here = Refunding(books.station, books, books.open_shift().shift_id)
    account = books.register_patient("Lopez", "Ana").account_id
    credit = TakePayment(command_id(), account, (TenderGiven("cash", books.money(50_00)),))
    books.take(credit)
    opened = []
    for method, asked in ((RefundMethod.CASH, 10_00), (RefundMethod.OTHER, 12_00)):
        refund_id = here.ask(account, asked, by=here.manager).refund_id
        if here.view(refund_id).status is RefundStatus.PENDING:
            here.approve(refund_id)
        before = _total(books)
        here.pay(refund_id, method, by=here.manager, reference="by post")
        opened.append(_total(books) - before)
    assert opened == [1, 0]


def test_a_test_of_the_drawer_stands_with_the_openings_of_whose_shift_it_is(books: Books) -> None:
    _with_drawer(books.station)
    station, admin = books.station, books.actors.administrator

    def trial(*, drawer_only: bool) -> None:
        command = PrintTestPage(command_id(), drawer_only)
        station.act(admin, drawers.print_test_page, command).result()

    def openings() -> int:
        return station.ask(shifts.shift_screen, shift_id).result().no_sales

    trial(drawer_only=True)
    shift_id = books.open_shift().shift_id
    assert openings() == 0, "nobody answered for the drawer before"
    trial(drawer_only=True)
    trial(drawer_only=False)
    assert openings() == 2
    without = SavePrinter(command_id(), PrinterKind.TCP, "192.0.2.7")
    station.act(SYSTEM, printing.save_printer, without).result()
    trial(drawer_only=False)
    assert openings() == 2, "no drawer hangs on the printer"
    assert not broken(station.folder)


def test_tenders_voids_and_papers(books: Books) -> None:
    """Cash and checks go into the drawer, cards and papers do not; what is taken back comes out."""
    _with_drawer(books.station)
    account = books.register_patient("Lopez", "Ana").account_id
    books.issue_invoice(account, 500_00)
    books.open_shift()
    cashier, usd = books.actors.cashier, books.money

    def opens(done: Any) -> int:
        before = _total(books)
        done()
        return _total(books) - before

    def pay(*tenders: TenderGiven) -> Any:
        return books.take(TakePayment(command_id(), account, tenders))

    cash = TenderGiven("cash", usd(10_00), usd(20_00))
    check = TenderGiven("check", usd(12_00), bank="First", check_number="104")
    card = TenderGiven("credit_card", usd(13_00), card_last4="4242")
    assert opens(lambda: pay(check)) == 1
    assert opens(lambda: pay(card)) == 0
    assert opens(lambda: pay(card, TenderGiven("cash", usd(1_00), usd(1_00)), check)) == 1, "once"
    paid, by_card = pay(cash), pay(TenderGiven("credit_card", usd(14_00), card_last4="4242"))

    def void(taken: Any) -> Any:
        command = VoidPayment(command_id(), taken.payment_id, _reason(ReasonKind.VOID))
        return books.station.act(cashier, undoing.void_payment, command).result()

    def again() -> Any:
        command = ReprintReceipt(command_id(), paid.receipt_id)
        return books.station.act(cashier, payments.reprint_receipt, command).result()

    assert opens(again) == 0
    assert opens(lambda: void(paid)) == 1
    assert opens(lambda: void(by_card)) == 0
    assert opens(again) == 0, "the paper of a void opens nothing"
    drop = MoveCash(command_id(), MovementKind.DROP, usd(20_00))
    moved = books.station.act(cashier, drawers.move_cash, drop).result()
    back = ReverseMovement(command_id(), moved.movement_id)
    assert opens(lambda: books.station.act(cashier, drawers.reverse_movement, back).result()) == 1
