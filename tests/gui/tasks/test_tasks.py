"""What needs attention, settled with keys alone."""

from __future__ import annotations

from app.gui.theme import Scheme, current
from app.kernel.actor import SYSTEM
from tests.areas.tasks import apart
from tests.gui.tasks.conftest import CASHIER, CTRL, KEY, MANAGER, Settler

LONG = "Maximiliana Konstantina von Hohenzollern-Sigmaringen"


def test_what_was_paid_twice_becomes_credit_by_key(settler: Settler) -> None:
    """The count on the rail, both receipts, the way to one of them, and the answer."""
    books = settler.books
    books.open_shift()
    first = apart.pay_twice(books, LONG, given="Nguyễn Phúc Bảo Trân")
    apart.pay_twice(books, "မမခင်ဇော်ဝင်း", 125_050)
    given_back = books.take_cash(first.account_id, 700).payment_id
    books.issue_invoice(first.account_id, 4_000)
    for _ in range(2):
        books.station.act(SYSTEM, apart.void_again, given_back).result()
    view = settler.come(CASHIER)
    settler.until(lambda: settler.badge == "3")
    settler.photo("tasks-light")
    assert view.list.hasFocus()
    assert "is overpaid by 25.00" in settler.shown[0]
    assert settler.answers == [
        "Pay open invoices with 25.00",
        "Keep 25.00 as credit",
        "Leave it as it is",
    ]
    assert [card.side.amount for card in view.page.cards] == [books.money(2500)] * 2
    settler.press(KEY.Key_F7)
    settler.until(lambda: len(settler.shown) == 2)
    settler.until(lambda: settler.badge == "2")
    assert view.list.hasFocus()
    settler.press(KEY.Key_Down)
    assert "voided twice" in (view.page.task.title if view.page.task else "")
    assert settler.answers == []
    assert view.page.nothing.isVisible()
    settler.photo("tasks-cashier")
    settler.press(KEY.Key_Return)
    settler.until(lambda: settler.person.session.frame.task != "tasks")


def test_nothing_waits_and_then_something_does(settler: Settler) -> None:
    books = settler.books
    view = settler.come(MANAGER)
    assert view.empty.isVisible()
    assert view.empty.why.text() == "Nothing needs attention."
    assert settler.badge == ""
    settler.photo("tasks-none")
    ada = books.register_patient("Okafor", "Ada")
    rui = books.register_patient("Silva", "Rui")
    both = (rui.account_id, ada.account_number)
    books.station.act(SYSTEM, apart.share_number, both).result()
    books.station.act(SYSTEM, apart.fork, 12).result()
    books.station.act(SYSTEM, apart.put_clock_off, 12 * 60_000).result()
    settler.until(lambda: len(settler.shown) == 3)
    settler.until(lambda: settler.badge == "3")
    assert settler.answers[0].startswith("Give ")
    settler.photo("tasks-numbers")
    settler.press(KEY.Key_F6)
    settler.until(lambda: len(settler.shown) == 2)
    view.page.note.setFocus()
    settler.person.type("I know, the PC was repaired")
    settler.photo("tasks-fork")
    settler.press(KEY.Key_Return, CTRL)
    settler.until(lambda: len(settler.shown) == 1)
    assert "12 minutes fast" in settler.shown[0]
    settler.photo("tasks-clock")


def test_it_fits_large_and_dark(settler: Settler) -> None:
    books = settler.books
    books.open_shift()
    apart.pay_twice(books, LONG, given="Nguyễn Phúc Bảo Trân")
    books.station.act(SYSTEM, apart.keep_last_aside, "payments.take_payment").result()
    current().choose(Scheme.DARK, 200)
    settler.person.window.resize(1920, 1080)
    view = settler.come("60")
    settler.photo("tasks-dark-200")
    bar = view.page.area.horizontalScrollBar()
    assert bar.maximum() == 0, "nothing is cut at the side"
    current().choose(Scheme.DARK, 100)
    settler.person.window.resize(1280, 720)
    settler.person.settle()
    settler.photo("tasks-dark")
    assert settler.person.window.height() == 720, "every entry of the rail has room"
