"""Cards that are off, elsewhere, not decided or found out late, at the Counter by keyboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from app.areas.cards import maintaining, queries, schema, stepping
from app.areas.cards.gateway_values import SIMULATED_GATEWAY, NoteStanding
from app.areas.cards.outside_records import NoteOutside, Outside, OutsideKind
from app.areas.cards.simulated_cards import Button
from app.areas.cards.values import AttemptState, CardVerb
from app.areas.payments.tender_values import TenderField
from app.areas.tasks import queries as tasks
from app.areas.tasks import service as tasks_service
from app.areas.tasks.values import AnswerTask
from app.gui.theme import Theme
from app.kernel.actor import SYSTEM
from app.kernel.clock import instant_text
from app.kernel.ids import CommandId, new_id
from app.storage.statements import Read
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork
from tests.gui.counter.card_hands import SHIFT, Cards, usd
from tests.gui.counter.conftest import KEY, Bench
from tests.stripe_stand_in.direct import direct_gateway
from tests.stripe_stand_in.world import TILL_KEY, StripeWorld


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


def test_why_nothing_was_charged_stays_said(cards: Cards) -> None:
    """A key that is revoked is said beside the box, and an end in words; neither goes away because
    something was changed elsewhere at the same moment.
    """
    bench, station = cards.bench, cards.books.station
    bench.open("Thị Hoa")
    cards.press(KEY.Key_F8)
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    cards.press(KEY.Key_Escape)
    cards.over()
    said = bench.view.panel.hint.text()
    assert "Not charged" in said or "not charged" in said
    bench.books.issue("Robert", 100)
    bench.settle()
    assert bench.view.panel.hint.text() == said
    assert station.cards is not None
    station.cards.stop()
    station.cards, world = None, StripeWorld()
    world.keys[TILL_KEY].state = "revoked"
    station.start_cards(lambda _gateway_id: direct_gateway(world))
    field = bench.view.panel.given_field
    cards.press(KEY.Key_F8)
    cards.press(KEY.Key_Return)
    bench.wait(lambda: "Ask an administrator. Not charged." in field.message.text())
    why = "Card payments are not set up. Ask an administrator."
    note = NoteStanding(CommandId(new_id()), SIMULATED_GATEWAY, True, why)
    station.act(SYSTEM, maintaining.note_standing, note).result()
    bench.settle()
    assert "Ask an administrator. Not charged." in field.message.text()
    cards.press(KEY.Key_F6)
    assert not field.message.text()
    cards.press(KEY.Key_Return)
    bench.settle()
    assert [paid.tender for paid in bench.books.payments()] == ["Cash"]


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
    assert "Being checked" in row.words.text()
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


def test_a_charge_in_no_books_stands_in_the_tray(cards: Cards) -> None:
    """With what can be done about it, for whoever may; when it came, or was settled, it is gone."""
    bench, station = cards.bench, cards.books.station
    charge = Outside(
        "ch_9",
        OutsideKind.CHARGE,
        SIMULATED_GATEWAY,
        "ch_9",
        new_id(),
        usd(4200),
        "charged",
        "pi_9",
        station.clock.now(),
    )
    station.record(stepping.note_outside, NoteOutside(SIMULATED_GATEWAY, None, (charge,))).result()
    bench.wait(cards.tray._pill.isVisible)
    assert "1 card charge is in no books" in cards.tray._pill.accessibleName()
    cards.press(KEY.Key_F3, SHIFT)
    bench.wait(lambda: bool(cards.tray.panel.others))
    (row,) = cards.tray.panel.others
    assert "no window knows of it" in row.words.text()
    assert bench.focus is row.button
    (found,) = station.ask(tasks.tasks).result()
    assert row.row.go.key == found.task_id
    answer = AnswerTask(CommandId(new_id()), found.task_id, found.kind, found.answers[0].key)
    bench.books.act(tasks_service.answer_task, answer)
    bench.wait(lambda: not cards.tray.panel.others and not cards.tray._pill.isVisible())
    assert "Nothing is open" in cards.tray.panel.state.text()


def test_who_sits_down_next_is_told_of_the_card(cards: Cards) -> None:
    """Somebody signed out while a reader waited: the payment posts itself, and that is said."""
    bench = cards.bench
    bench.open("Thị Hoa")
    cards.press(KEY.Key_F8)
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    bench.view.acts.leave()
    bench.view.acts.forget()
    cards.show(Button.TAP_CREDIT)
    bench.wait(lambda: cards.open_count() == 0)
    bench.view.acts.arrive()
    bench.settle()
    assert ["35.00 is in the books" in one.detail for one in bench.desk.toasts.shown] == [True]
    assert "Hoa" not in bench.desk.toasts.shown[0].detail


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
    cards.press(KEY.Key_F8, Qt.KeyboardModifier.ControlModifier)
    bench.wait(cards.panel.isVisible)
    station.cards = None
    station.start_cards()
    cards.over()
    (paid,) = bench.books.payments()
    assert (paid.amount, paid.tender) == (usd(3500), "Credit card")

    def told() -> list[Any]:
        return [one for one in bench.desk.toasts.shown if "charged after all" in one.words]

    bench.wait(lambda: len(told()) == 1)
    found = told()
    assert paid.receipt_number in found[0].detail
    assert found[0].button is not None
    found[0].button.click()
    bench.wait(lambda: not station.ask(queries.card_notices).result())


def test_what_was_found_out_late_leaves_the_button_free(bench: Bench, theme: Theme) -> None:
    """However large the text is in the smallest window: every message that shows is whole and
    readable, what has no room waits and is told of, and money is taken by mouse and by key.
    """
    said = "Nguyễn Phúc Vĩnh San Bảo Long Thị Hoa မမခင်ဇော်ဝင်း: 123.45 was charged after all"
    detail = "The payment is in the books, receipt W1-000001. Paid 123.45, Visa ···· 4242."
    toasts, window, take = bench.desk.toasts, bench.window, bench.view.panel.take_button
    for _ in range(2):
        toasts.notice(said, detail, verb="I have seen it", act=lambda: None)
    old, new = toasts.shown

    def at(widget: QWidget) -> QRect:
        return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())

    def is_free() -> bool:
        seen = [one for one in (old, new) if one.isVisible()]
        whole = all(window.rect().contains(at(one)) for one in seen)
        high = all(one.height() >= one.heightForWidth(one.width()) for one in seen)
        panel = at(bench.view.panel)
        free = not any(at(one).intersects(panel) for one in seen)
        apart = len(seen) < 2 or not at(old).intersects(at(new))
        return new in seen and whole and high and free and apart

    bench.open("Robert")
    bench.press(KEY.Key_F6)
    bench.wait(is_free)
    assert old.isVisible()
    QTest.mouseClick(take, Qt.MouseButton.LeftButton)
    bench.settle()
    assert len(bench.books.payments()) == 1
    theme.choose(scale=200)
    bench.wait(lambda: not old.isVisible() and is_free())
    assert window.childAt(at(take).center()) is take
    assert "1 more message" in new.waiting.text()
    bench.books.issue("Thị Hoa", 5000)
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    assert len(bench.books.payments()) == 2
    bench.press(KEY.Key_Escape, SHIFT)
    bench.wait(old.isVisible)
    assert not old.waiting.isVisible()
    theme.choose(scale=100)
