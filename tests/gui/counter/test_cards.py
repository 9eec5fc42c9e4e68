"""Cards at the Counter by keyboard, over the real runner and the simulated reader."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.areas.cards import lists
from app.areas.cards.simulated_cards import Button
from app.areas.cards.values import AttemptState, CardStatus, CardVerb
from app.areas.payments import lists as payments
from app.gui.screens.counter.payment_form import Stage
from app.kernel.listing import Filter, ListWanted, Op, Sort
from tests.gui.counter.card_hands import SHIFT, Cards, usd
from tests.gui.counter.conftest import KEY


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
    assert "Visa •••• 4242" in panel.note.text()
    assert (panel.figure_words.text(), panel.figure.text()) == ("Charged", "35.00")
    assert not panel.pieces.text()
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
    assert "Ctrl+F8" in strip.lines[0].button.text()
    cards.press(KEY.Key_F8, Qt.KeyboardModifier.ControlModifier)
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


def test_one_card_at_a_time_and_it_comes_last(cards: Cards) -> None:
    """Two cards are two payments; cash that is typed after the card is with it on the form."""
    bench = cards.bench
    bench.open("Thị Hoa")
    cards.press(KEY.Key_F8)
    bench.type("10")
    cards.press(KEY.Key_F9, SHIFT)
    bench.wait(bench.view.digits.isVisible)
    cards.press(KEY.Key_1)
    bench.wait(lambda: not bench.view.digits.isVisible())
    cards.press(KEY.Key_Return)
    assert "One card at a time" in bench.view.panel.given_field.message.text()
    cards.press(KEY.Key_F6)
    bench.type("30")
    assert bench.view.panel.figure.text() == "5.00"
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    assert cards.panel.figure.text() == "10.00"
    cards.show(Button.TAP_CREDIT)
    cards.over()
    (paid,) = bench.books.payments()
    assert (paid.amount, paid.tender) == (usd(3500), "Cash + Credit card")
    assert bench.view.panel.figure.text() == "5.00", "the change is due now"


def test_a_charge_takes_the_keyboard_from_no_other_screen(cards: Cards) -> None:
    """Behind the lock it took it from the PIN, and a list of the Counter heard every key."""
    bench = cards.bench
    for button, paid in ((Button.DECLINE, 0), (Button.TAP_CREDIT, 1)):
        bench.open("Thị Hoa")
        cards.press(KEY.Key_F8)
        cards.press(KEY.Key_Return)
        cards.state(AttemptState.WAITING_CARD)
        bench.frame.go("drawer")
        bench.desk.find.setFocus()
        cards.show(button)
        if paid:
            bench.wait(lambda: cards.open_count() == 0)
        else:
            cards.state(AttemptState.DECLINED)
        bench.settle()
        assert bench.focus is bench.desk.find
        assert len(bench.books.payments()) == paid
        bench.frame.go("counter")
        if not paid:
            cards.press(KEY.Key_Escape)
            cards.over()
