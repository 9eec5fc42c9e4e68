"""Where the money is, looked up with keys alone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QSize

from app.areas.deposits.chain_values import Place
from app.gui.money_trail import follow_money
from app.gui.theme import Scheme, Theme
from tests.areas.deposits.banking import check
from tests.gui.money.conftest import (
    ADMINISTRATOR,
    CASHIER,
    CTRL,
    KEY,
    OTHER,
    SHIFT,
    Follower,
)

LONG = "Maximiliana Konstantina von Hohenzollern-Sigmaringen zu Berg & Söhne"


def test_five_places_tie_and_lead_on_by_key(everywhere: Follower) -> None:
    view = everywhere.come()
    everywhere.photo("money-light")
    cards = [(everywhere.stop(n).words, everywhere.stop(n).big) for n in range(5)]
    assert cards == [
        ("Drawers", "543.33"),
        ("Safe", "1,157.00"),
        ("Bags", "208.00"),
        ("On the way", "125.50"),
        ("Bank", "483.00"),
    ]
    bags = view.places.picture.cards[2].accessibleName()
    assert bags == "Bags: 208.00. cash hidden, sealed 208.00. 2 bags · today"
    assert view.places.picture.cards[0].hasFocus()
    assert not view.places.verdict.isHidden()
    assert [row.ties for row in view.places.ties.rows] == [True] * 5

    trail = view.chain.view
    for number in (1, 2, 3):
        everywhere.press(KEY.Key_Right)
        assert view.places.picture.cards[number].hasFocus()
    assert [line.number for line in view.places.lines.rows] == ["W1-D-00002"]
    everywhere.press(KEY.Key_Down)
    assert view.places.table.hasFocus()
    everywhere.press(KEY.Key_Return)
    everywhere.until(lambda: trail.trail.rows)
    everywhere.settle()
    everywhere.photo("money-deposit")
    assert view.chain.title.text() == "Deposit W1-D-00002, bag BAG-W1-D-00002"
    assert trail.hasFocus()
    said = everywhere.said()
    assert said[0].endswith("On the way to the bank. Next: Enter the credit when the bank shows it")
    assert said[-1] == "Enter the credit when the bank shows it. Next"
    for _ in said:
        everywhere.press(KEY.Key_Up)  # the heads are read, the first step is the first
    assert trail.currentIndex().row() == 1
    everywhere.press(KEY.Key_Return)
    everywhere.until(lambda: view.chain.title.text().startswith("Shift W1-000002"))
    everywhere.settle()
    everywhere.press(KEY.Key_Escape)
    everywhere.until(lambda: view.chain.title.text().startswith("Deposit "))
    everywhere.settle()
    everywhere.press(KEY.Key_Escape)
    everywhere.until(lambda: view.places.picture.cards[3].hasFocus())
    everywhere.press(KEY.Key_Escape)
    everywhere.until(lambda: everywhere.person.session.frame.task == "counter")


def test_from_any_list_and_back_to_it(everywhere: Follower) -> None:
    view = everywhere.come()
    frame = everywhere.person.session.frame
    for key, task, title in (
        (KEY.Key_4, "payments", "Receipt W1-"),
        (KEY.Key_3, "invoices", "Invoice W1-"),
        (KEY.Key_O, "shifts", "Shift W1-"),
        (KEY.Key_6, "deposits", "Deposit W1-"),
    ):
        everywhere.press(key, CTRL)
        everywhere.until_at(task)
        everywhere.settle()
        everywhere.press(KEY.Key_Down)
        everywhere.press(KEY.Key_M, CTRL | SHIFT)
        everywhere.until(lambda: frame.task == "money" and view.chain.view.trail.rows)
        everywhere.settle()
        everywhere.photo(f"money-{task}")
        assert view.chain.title.text().startswith(title)
        everywhere.press(KEY.Key_Escape)
        everywhere.until_at(task)


def test_a_step_leads_to_its_paper(everywhere: Follower) -> None:
    """Enter or a click on the receipt opens the payment, on a bag its deposit."""
    view = everywhere.come()
    frame = everywhere.person.session.frame
    payment_id = everywhere.banking.mail(check(1_200, "31")).payment_id
    everywhere.person.session.desk.go("money", f"payment:{payment_id}")
    everywhere.until(lambda: view.chain.view.trail.rows)
    everywhere.settle()
    everywhere.press(KEY.Key_Return)
    everywhere.until(lambda: frame.task == "counter")
    everywhere.settle()
    everywhere.press(KEY.Key_M, CTRL)
    everywhere.until(lambda: frame.task == "money")
    everywhere.settle()
    assert view.subject == f"payment:{payment_id}", "one comes back to where one was"
    everywhere.press(KEY.Key_M, CTRL)
    everywhere.until(lambda: view.subject == "")
    everywhere.settle()
    everywhere.person.session.desk.go("money", f"deposit:{_first_deposit(everywhere)}")
    everywhere.until(lambda: view.chain.title.text().startswith("Deposit"))
    everywhere.settle()
    trail = view.chain.view
    rows = trail.trail.rows
    bag = next(n for n, row in enumerate(rows) if row.step and row.step.place is Place.SEALED)
    trail.scrollTo(trail.trail.index(bag))
    where = trail.visualRect(trail.trail.index(bag)).center()
    everywhere.bot.mouseClick(trail.viewport(), everywhere.LEFT, pos=QPoint(where.x(), where.y()))
    everywhere.until(lambda: frame.task == "deposits")
    everywhere.settle()


def _first_deposit(follower: Follower) -> str:
    return follower.banking.rows()[-1].deposit_id


def test_the_page_follows_what_happens_and_empty_places_say_so_in_words(
    follower: Follower,
) -> None:
    banking = follower.banking
    invoice = banking.books.issue_invoice(banking.account(), 500)
    banking.shift(4_000)
    view = follower.come()
    follower.photo("money-empty")
    assert follower.stop(1).big == "1,040.00"
    assert follower.stop(2).small == "Empty"
    for number, words in enumerate(
        ("No drawer is open", "safe", "Prepare a deposit", "No bag is on its way", "30 days")
    ):
        view.places.picture.choose(number)
        assert words in view.places.table.empty_words
    banking.sealed()
    follower.until(lambda: follower.stop(2).big == "40.00")
    assert follower.stop(1).big == "1,000.00"
    follower.settle()
    assert view.places.picture.cards[4].hasFocus()
    follower.person.session.desk.go("money", f"invoice:{invoice.invoice_id}")
    follower.until(lambda: view.chain.view.empty_words)
    follower.settle()
    follower.photo("money-unpaid")
    assert view.chain.view.empty_words.startswith("Nothing was paid on this invoice")


def test_who_must_count_reads_no_sum_and_who_may_not_look_is_told_so(
    everywhere: Follower,
) -> None:
    view = everywhere.come(CASHIER)
    assert everywhere.stop(0).big == "10.00"
    assert everywhere.stop(0).made_of == ("cash hidden", "checks 10.00")
    everywhere.photo("money-cashier")
    said = " ".join(_shown(view.places.lines) + _shown(view.places.ties))
    assert "hidden" in said
    assert "533.33" not in said
    assert "333.33" not in said
    everywhere.change_to(OTHER)
    assert everywhere.stop(0).made_of == ("cash hidden", "checks 10.00"), "who may take it over"
    for key in (KEY.Key_Right, KEY.Key_Right, KEY.Key_Down, KEY.Key_Return):
        everywhere.press(key)
    everywhere.until(lambda: view.chain.view.trail.rows)
    everywhere.settle()
    everywhere.photo("money-hidden")
    assert "hidden" in everywhere.said()[0]
    assert not any("33.00" in words for words in everywhere.said())
    everywhere.leave()
    everywhere.person.sign_in(ADMINISTRATOR)
    everywhere.settle()
    session = everywhere.person.session
    assert "money" not in session.frame.allowed
    follow_money(session.desk, "payment", "x")
    assert len(session.desk.toasts.shown) == 1
    session.desk.toasts.clear()


def _shown(model: Any) -> list[str]:
    return [
        str(model.index(row, column).data())
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]


def test_it_fits_in_every_look(everywhere: Follower, theme: Theme) -> None:
    everywhere.banking.mail(check(123_456_789, "9001", LONG))
    view = everywhere.come()
    for look, scheme, scale, size in (
        ("dark", Scheme.DARK, 100, QSize(1280, 720)),
        ("200", Scheme.LIGHT, 200, QSize(1920, 1080)),
    ):
        theme.choose(scheme, scale)
        everywhere.person.window.resize(size)
        everywhere.person.session.desk.go("money")
        everywhere.until(lambda: view.subject == "")
        everywhere.settle()
        view.places.picture.choose(1)
        everywhere.photo(f"money-{look}")
        last = view.places.picture.cards[-1]
        right = last.mapTo(view, last.rect().topRight()).x()
        assert right < view.width()
        assert view.places.table.height() >= view.places.table.wanted_height(4)
        everywhere.person.session.desk.go("money", f"deposit:{_first_deposit(everywhere)}")
        everywhere.until(lambda: view.chain.view.trail.rows)
        everywhere.settle()
        everywhere.photo(f"money-deposit-{look}")
