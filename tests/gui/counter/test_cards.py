"""Cards at the Counter by keyboard, over the real runner and the simulated reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from app.areas.cards import lists, maintaining, queries, schema, simulating
from app.areas.cards.simulated_cards import Button
from app.areas.cards.simulating import PressButton
from app.areas.cards.values import AttemptShown, AttemptState, CardStatus, CardVerb
from app.areas.payments import lists as payments
from app.areas.payments.tender_values import TenderField
from app.gui.cards_desk import CardsDesk, cards_desk
from app.gui.screens.counter.payment_form import Stage
from app.kernel.actor import SYSTEM
from app.kernel.clock import instant_text
from app.kernel.ids import CommandId, new_id
from app.kernel.listing import Filter, ListWanted, Op, Sort
from app.kernel.money import Money
from app.storage.statements import Read
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork
from tests.gui.counter.conftest import KEY, Bench, Books

SHIFT = Qt.KeyboardModifier.ShiftModifier


def usd(minor: int) -> Money:
    return Money(minor, "USD")


@dataclass
class Cards:
    """The bench with a reader beside it, and the person who holds the card."""

    bench: Bench
    tray: CardsDesk

    @property
    def books(self) -> Books:
        return self.bench.books

    @property
    def panel(self) -> Any:
        return self.bench.view.card_panel

    @property
    def front(self) -> AttemptShown | None:
        running = self.bench.view.acts.charging.front
        return running.shown if running is not None else None

    def press(self, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        self.bench.press(key, *held)

    def state(self, *wanted: AttemptState) -> None:
        """Until the attempt in front is there."""
        self.bench.wait(lambda: self.front is not None and self.front.state in wanted)

    def over(self) -> None:
        """Until no card is in front any more."""
        self.bench.wait(lambda: self.front is None)
        self.bench.settle()

    def show(self, button: Button, code: str = "") -> None:
        """The person at the reader does it."""
        command = PressButton(CommandId(new_id()), button, code)
        self.books.station.act(SYSTEM, simulating.press, command).result()

    def open_count(self) -> int:
        return len(self.books.station.ask(queries.open_attempts).result())


@pytest.fixture
def cards(make_bench: Callable[..., Bench], books: Books) -> Cards:
    books.station.act(SYSTEM, maintaining.seed_simulated, None).result()
    books.station.start_cards()
    bench = make_bench()
    bench.desk.cards = books.station.cards
    return Cards(bench, cards_desk(bench.frame, bench.desk))


def test_f8_enter_charges_a_card(cards: Cards) -> None:
    """Two keys; the panel says what goes on, the form stays locked, and then it is taken."""
    bench = cards.bench
    bench.open("Thị Hoa")
    cards.press(KEY.Key_F8)
    panel = bench.view.panel
    assert "in test mode" in panel.hint.text()
    assert panel.take_button.text().startswith("Charge 35.00 on the card")
    assert not panel.details.isVisible()
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    bench.wait(lambda: cards.panel.isVisible())
    form = bench.view.acts.form
    assert form is not None
    assert form.stage is Stage.CHARGING
    assert cards.panel.figure.text() == "35.00"
    assert "tap, insert or swipe" in cards.panel.words.text()
    assert list(cards.panel.buttons) == [CardVerb.CANCEL]
    assert "Nguyễn Thị Hoa" in cards.panel.title.text()
    bench.wait(cards.tray.reader.isVisible)
    assert cards.tray.reader.amount.text() == "35.00"
    bench.wait(cards.tray._pill.isVisible)
    cards.press(KEY.Key_Return)
    cards.press(KEY.Key_F6)
    assert cards.open_count() == 1, "neither Enter nor another tender does anything now"
    cards.show(Button.TAP_CREDIT)
    cards.over()
    (paid,) = bench.books.payments()
    assert (paid.amount, paid.tender) == (usd(3500), "Credit card")
    assert panel.isVisible()
    assert panel.take_button.text() == "Taken 35.00"
    assert "4242" in panel.note.text()
    ask = bench.books.station.ask
    (attempt,) = ask(lists.attempts, ListWanted()).result().rows
    assert (attempt.status, attempt.brand.lower(), attempt.funding) == (
        CardStatus.COMPLETED,
        "visa",
        "credit",
    )
    names = "at account name amount status code window brand funding wallet by"
    for name in names.split():
        sorted_by = ListWanted(text="Hoa", sort=Sort(name, descending=True))
        assert len(ask(lists.attempts, sorted_by).result().rows) == 1, name
    failed = Filter("status", Op.ANY_OF, ("failed",))
    assert ask(lists.attempts, ListWanted(filters=(failed,))).result().rows == ()
    (row,) = ask(payments.payments, ListWanted(), bench.books.cashier.user_id).result().rows
    assert [(each.brand.lower(), each.last4) for each in row.cards] == [("visa", "4242")]
    bench.wait(lambda: not cards.tray.reader.isVisible())
    bench.wait(lambda: not cards.tray._pill.isVisible())


def test_declined_again_then_cash(cards: Cards) -> None:
    """Enter tries again on the same intent; cash is taken only once nothing can be charged."""
    bench = cards.bench
    bench.open("Thị Hoa")
    cards.press(KEY.Key_F8)
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    cards.show(Button.DECLINE, "insufficient_funds")
    cards.state(AttemptState.DECLINED)
    bench.wait(lambda: "insufficient funds" in cards.panel.words.text())
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    assert cards.open_count() == 1
    cards.show(Button.DECLINE, "stolen_card")
    cards.state(AttemptState.DECLINED)
    bench.wait(lambda: CardVerb.OTHER_TENDER in cards.panel.buttons)
    assert "stolen" not in cards.panel.words.text()
    assert not cards.panel.details.isVisible()
    cards.panel.more.click()
    assert "stolen_card" in cards.panel.details.text()
    cards.press(KEY.Key_F6)
    cards.over()
    panel = bench.view.panel
    assert panel.cash.isChecked()
    assert cards.open_count() == 0
    cards.press(KEY.Key_Return)
    bench.settle()
    (paid,) = bench.books.payments()
    assert (paid.amount, paid.tender) == (usd(3500), "Cash")


def test_esc_cancels_and_tells_the_truth(cards: Cards) -> None:
    bench = cards.bench
    bench.open("Thị Hoa")
    cards.press(KEY.Key_F6)
    bench.type("20")
    cards.press(KEY.Key_F8)
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    bench.wait(lambda: cards.panel.cash.isVisible())
    assert "20.00" in cards.panel.cash.text()
    assert cards.panel.figure.text() == "15.00"
    cards.press(KEY.Key_Escape)
    cards.over()
    form = bench.view.acts.form
    assert form is not None
    assert (form.stage, form.leg.is_cash, form.given_text) == (Stage.OPEN, True, "20")
    assert bench.books.payments() == ()
    cards.press(KEY.Key_F8)
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    cards.show(Button.APPLE_PAY)
    cards.over()
    (paid,) = bench.books.payments()
    assert (paid.amount, paid.tender) == (usd(3500), "Cash + Credit card")


def test_the_queue_goes_on_meanwhile(cards: Cards) -> None:
    """Another person is served; a strip says what goes on, and a decision comes back by itself."""
    bench = cards.bench
    bench.open("Thị Hoa")
    cards.press(KEY.Key_F8)
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    bench.open("Robert")
    strip = bench.view.card_strip
    bench.wait(strip.isVisible)
    assert "Nguyễn Thị Hoa" in strip.lines[0].who.text()
    cards.press(KEY.Key_F6)
    cards.press(KEY.Key_Return)
    bench.settle()
    assert [paid.tender for paid in bench.books.payments()] == ["Cash"]
    cards.show(Button.DECLINE, "insufficient_funds")
    cards.state(AttemptState.DECLINED)
    assert bench.view.acts.account_id == bench.books.accounts["Thị Hoa"], "it came back"
    bench.wait(lambda: not strip.isVisible())
    bench.open("Robert")
    cards.press(KEY.Key_F6)
    bench.type("5")
    strip.lines[0].button.click()
    cards.state(AttemptState.DECLINED)
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    bench.open("Robert")
    cards.show(Button.TAP_DEBIT)
    bench.wait(lambda: cards.open_count() == 0)
    bench.settle()
    said = [toast.words for toast in bench.desk.toasts.shown]
    assert any(words.startswith("Receipt") for words in said), said
    assert len(bench.books.payments()) == 2


def test_another_amount_and_a_dead_reader(cards: Cards) -> None:
    """Part of it on this card; a reader that dies after it charged has charged all the same."""
    bench = cards.bench
    bench.open("Thị Hoa")
    cards.press(KEY.Key_F8)
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    cards.show(Button.DECLINE, "insufficient_funds")
    cards.state(AttemptState.DECLINED)
    bench.wait(lambda: CardVerb.OTHER_AMOUNT in cards.panel.buttons)
    cards.panel.buttons[CardVerb.OTHER_AMOUNT].click()
    assert bench.focus is cards.panel.amount
    bench.type("12")
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    bench.wait(lambda: cards.panel.figure.text() == "12.00")
    cards.show(Button.DIES)
    cards.over()
    (paid,) = bench.books.payments()
    assert paid.amount == usd(1200)
    assert bench.books.counter("Thị Hoa").owed == usd(15000 + 2300)


def test_without_a_reader_the_slip_is_written_down(bench: Bench) -> None:
    """Brand, last four and approval code as the terminal's slip says them."""
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F8)
    fields = bench.view.panel.details.fields
    shown = [str(name) for name, field in fields.items() if field.isVisible()]
    assert sorted(shown) == ["card_brand", "card_last4", "reference"]
    assert fields[TenderField.REFERENCE].label.text() == "Approval code"
    bench.press(KEY.Key_Return)
    bench.settle()
    assert bench.books.payments()[0].tender == "Credit card"


def test_cards_that_are_off_leave_all_else(cards: Cards) -> None:
    from app.areas.cards.gateway_values import SIMULATED_GATEWAY, NoteStanding

    bench = cards.bench
    why = "Card payments are not set up. Ask an administrator."
    note = NoteStanding(CommandId(new_id()), SIMULATED_GATEWAY, True, why)
    bench.books.station.act(SYSTEM, maintaining.note_standing, note).result()
    bench.settle()
    bench.wait(cards.tray._pill.isVisible)
    assert why in cards.tray._pill.accessibleName()
    bench.open("Thị Hoa")
    cards.press(KEY.Key_F8)
    assert "Ask an administrator. All other ways to pay work." in (
        bench.view.panel.given_field.message.text()
    )
    cards.press(KEY.Key_F6)
    cards.press(KEY.Key_Return)
    bench.settle()
    assert bench.books.payments()[0].tender == "Cash"


def test_the_tray_lists_what_has_not_ended(cards: Cards) -> None:
    bench = cards.bench
    bench.open("Thị Hoa")
    cards.press(KEY.Key_F8)
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    cards.press(KEY.Key_F3, SHIFT)
    tray = cards.tray.panel
    bench.wait(lambda: tray.isVisible() and bool(tray.rows))
    (row,) = tray.rows
    assert row.row.name == "Nguyễn Thị Hoa"
    assert "Checking" in row.words.text()
    assert "This window" in row.findChildren(type(row.words))[2].text()
    cards.press(KEY.Key_Escape)
    assert not tray.isVisible()
    cards.press(KEY.Key_F2, SHIFT)
    reader = cards.tray.reader
    bench.wait(lambda: bench.focus is next(iter(reader.buttons.values())))
    cards.press(KEY.Key_8)
    cards.state(AttemptState.DECLINED)
    bench.wait(lambda: not reader.isVisible())
    assert bench.focus is bench.view.invoices_table, "the keyboard came back"
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    cards.show(Button.GOOGLE_PAY)
    cards.over()
    assert bench.books.payments()[0].tender == "Debit card"


def test_a_card_number_in_the_find_box_goes_no_further(bench: Bench) -> None:
    """Pasted or scanned: the box is empty again, and the words repeat nothing of it."""
    bench.desk.find.setText("4111 1111 1111 1111")
    assert bench.desk.find.text() == ""
    for letter in "5555555555554444":
        bench.struck_ms += 5
        bench.strike(letter)
    bench.struck_ms += 5
    bench.strike("\r")
    bench.settle()
    assert bench.desk.find.text() == ""
    assert not bench.view.found.isVisible()
    (said,) = bench.desk.toasts.shown
    assert "looks like a card number" in said.words
    assert "1111" not in said.words + said.detail


def lose_track(uow: UnitOfWork, _nothing: None) -> None:
    """As after a minute without the card service: nobody knows whether the card was charged."""
    (attempt_id,) = uow.first(Read(select(schema.card_working.c.attempt_id))) or ("",)
    fields: Row = {"state": AttemptState.UNKNOWN.value, "state_since": instant_text(uow.now)}
    uow.update(schema.card_working, fields, attempt_id=attempt_id)


lose_track.__module__ = "tests.areas.service"


def test_nobody_knows_and_the_queue_goes_on(cards: Cards) -> None:
    """Red, and locked for this bill; its cash is asked after; another bill of hers can be paid."""
    bench = cards.bench
    bench.open("Thị Hoa")
    cards.press(KEY.Key_F6)
    bench.type("20")
    cards.press(KEY.Key_F8)
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    assert bench.books.station.cards is not None
    bench.books.station.cards.stop()
    bench.books.station.act(SYSTEM, lose_track, None).result()
    cards.state(AttemptState.UNKNOWN)
    assert "Do NOT charge again" in cards.panel.words.text()
    assert cards.panel.property("alarm") == "true"
    assert list(cards.panel.buttons) == [CardVerb.CHECK_NOW, CardVerb.CASH_BACK]
    cards.press(KEY.Key_F6)
    digits = bench.view.digits
    bench.wait(digits.isVisible)
    assert "20.00 in cash" in digits.words.text()
    cards.press(KEY.Key_1)
    bench.wait(lambda: bench.view.panel.isVisible())
    bench.settle()
    strip = bench.view.card_strip
    assert strip.isVisible()
    assert strip.lines[0].property("alarm") == "true"
    cards.press(KEY.Key_Return)
    bench.settle()
    assert "A card is being charged for" in " ".join(
        field.message.text()
        for field in (bench.view.panel.given_field, bench.view.panel.to_pay_field)
    )
    assert bench.books.payments() == ()
    form = bench.view.acts.form
    assert form is not None
    old = next(line for line in form.lines if line.due == usd(15000))
    form.choose((old.invoice_id,))
    bench.view.acts.taking.show()
    cards.press(KEY.Key_Return)
    bench.settle()
    (paid,) = bench.books.payments()
    assert (paid.amount, paid.tender) == (usd(15000), "Cash")


def test_found_out_after_a_restart(cards: Cards) -> None:
    """The program was away while the card was charged: it posts itself, and somebody is told."""
    bench, station = cards.bench, cards.books.station
    bench.open("Thị Hoa")
    cards.press(KEY.Key_F8)
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    assert station.cards is not None
    station.cards.stop()
    cards.show(Button.TAP_CREDIT)
    bench.view.acts.forget()
    bench.view.acts.charging.read()
    bench.wait(bench.view.card_strip.isVisible)
    assert "Nguyễn" in bench.view.card_strip.lines[0].who.text()
    bench.view.card_strip.lines[0].button.click()
    bench.wait(cards.panel.isVisible)
    station.cards = None
    station.start_cards()
    cards.over()
    (paid,) = bench.books.payments()
    assert (paid.amount, paid.tender) == (usd(3500), "Credit card")
    found = [toast for toast in bench.desk.toasts.shown if "charged after all" in toast.words]
    assert len(found) == 1
    assert paid.receipt_number in found[0].detail
    assert found[0].button is not None
    found[0].button.click()
    bench.wait(lambda: not station.ask(queries.card_notices).result())
