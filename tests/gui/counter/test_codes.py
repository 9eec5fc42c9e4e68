"""Scans in the whole window: they open one thing, land in no field, and press nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from app.areas.cards.simulated_cards import Button
from app.areas.cards.values import AttemptState
from app.areas.payments.tender_values import TenderField
from app.areas.scans.values import ScanTrial
from app.gui import scan_guard
from app.gui.screens.settings.scanner import ScannerSection
from app.gui.widgets.pin_edit import PinEdit
from tests.gui.counter.conftest import Bench

KEY = Qt.Key
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


class Wedge:
    """A scanner on a keyboard cable: stamped keys, a few milliseconds apart."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.at_ms = bench, 10_000

    def key(self, key: int, text: str = "", held: Qt.KeyboardModifier = NONE) -> None:
        self.at_ms += 4
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event = QKeyEvent(kind, int(key), held, text)
            event.setTimestamp(self.at_ms)
            target = QApplication.focusWidget()
            assert target is not None
            QApplication.sendEvent(target, event)

    def code(self, text: str, *, ends: bool = True) -> None:
        for letter in text:
            self.key(ord(letter.upper()) if letter.isascii() else KEY.Key_unknown, letter)
        if ends:
            self.key(KEY.Key_Return, "\r")
        self.pause()

    def pause(self) -> None:
        self.at_ms += 2_000
        self.bench.window.scan._paused()
        self.bench.settle()


def said(bench: Bench) -> str:
    return " ".join(f"{toast.words} {toast.detail}" for toast in bench.desk.toasts.shown)


def test_codes_that_are_no_numbers_get_a_sentence_and_nothing_is_kept(bench: Bench) -> None:
    scanner = Wedge(bench)
    for code, words in (
        ("https://example.org/pay?n=1", "is a link"),
        ("BEGIN:VCARD N:Lwin;Ana TEL:5551234", "contact data"),
        ("x9" * 2048, "too long"),
        ("ZZ-887766", "Nothing here has the number ZZ-887766"),
        ("ST-000123", "statements do not open by a scan yet"),
        ("4242424242424242", "looks like a card number"),
        ("%B4242424242424242^LWIN/ANA^2901?", "looks like a card number"),
        ("T021000021T 000123456789O 1182", "line of a check"),
    ):
        bench.desk.toasts.clear()
        scanner.code(code)
        assert words in said(bench)
        assert bench.desk.find.text() == ""
        assert "4242" not in said(bench)
        assert not bench.view.found.isVisible()
    bench.desk.toasts.clear()
    scanner.code("W1-0000", ends=False)
    assert "Only a part of a code" in said(bench)
    assert bench.desk.find.text() == ""


def test_a_number_opens_from_any_screen_and_never_takes_typed_money_away(bench: Bench) -> None:
    scanner, books = Wedge(bench), bench.books
    asked = books.station.ask
    from app.areas.parties.queries import account_header

    number = asked(account_header, books.accounts["Robert"]).result().account_number
    bench.frame.go("drawer")
    bench.frame.screen_of("drawer").setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    bench.frame.screen_of("drawer").setFocus()
    scanner.code(number.lower())
    bench.wait(lambda: bench.view.acts.account_id == books.accounts["Robert"])
    bench.settle()
    bench.open("Thị Hoa")
    bench.scanning.now_ms = lambda: 5_000
    scanner.code(number)
    assert bench.view.acts.account_id == books.accounts["Robert"]
    bench.open("Thị Hoa")
    scanner.code(f"]C1{number}")
    assert bench.view.acts.account_id == books.accounts["Thị Hoa"]
    bench.scanning.now_ms = lambda: 9_000
    bench.press(KEY.Key_F6)
    bench.type("50")
    scanner.code(number)
    assert bench.view.acts.account_id == books.accounts["Thị Hoa"]
    form = bench.view.acts.form
    assert form is not None
    assert form.given_text == "50"
    toast = bench.desk.toasts.shown[-1]
    assert number in toast.words
    assert toast.button is not None
    toast.button.click()
    bench.wait(lambda: bench.view.acts.account_id == books.accounts["Robert"])
    bench.settle()
    assert books.payments() == ()


def test_a_scan_lands_in_no_field_and_not_in_a_locked_window(bench: Bench) -> None:
    scanner = Wedge(bench)
    heard: list[str] = []
    bench.window.scan.scanned.connect(heard.append)
    fields = (PinEdit(), QLineEdit("note"), QPlainTextEdit("two\nlines"))
    for field in fields:
        field.setParent(bench.view)
        field.show()
        field.setFocus()
        bench.wait(field.hasFocus)
        scanner.code("271828")
        assert (field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()) in (
            *("", "note", "two\nlines"),
        )
    assert heard == ["271828"] * 3
    bench.desk.seat.leave()
    bench.desk.toasts.clear()
    scanner.code("271828")
    assert len(heard) == 3
    assert bench.desk.toasts.shown == ()
    for field in fields:
        field.deleteLater()


def test_a_check_reader_fills_the_open_check_alone(bench: Bench) -> None:
    scanner = Wedge(bench)
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F7)
    bench.settle()
    scanner.code("T021000021T 000123456789O 1182")
    form = bench.view.acts.form
    assert form is not None
    assert form.leg.details[TenderField.CHECK_NUMBER] == "1182"
    assert form.leg.details[TenderField.BANK] == "021000021 •••• 6789"
    scanner.code("T021000022T 00012345?789O 1183")
    assert form.leg.details[TenderField.CHECK_NUMBER] == "1183"
    assert "Type the bank from the check" in said(bench)
    assert "12345" not in said(bench)
    assert bench.books.payments() == ()


def test_a_scan_while_a_card_is_charged_leads_nowhere(cards: Any) -> None:
    bench = cards.bench
    number = "A-000001"
    bench.open("Thị Hoa")
    mine = bench.view.acts.account_id
    cards.press(KEY.Key_F8)
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    for code in (number, "A-000002"):
        Wedge(bench).code(code)
        assert bench.view.acts.account_id == mine
    assert "The payment that is typed stays where it is" in said(bench)
    cards.show(Button.TAP_CREDIT)
    cards.over()
    bench.wait(lambda: len(bench.books.payments()) == 1)


def test_a_code_with_alt_f4_closes_nothing_and_a_hand_does(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_guard, "unstamped_ms", lambda: 7_000)
    closed: list[int] = []
    bench.window.closing.connect(lambda: closed.append(1))
    scanner = Wedge(bench)
    for letter in "A123":
        scanner.key(ord(letter), letter)
    scanner.key(KEY.Key_F4, held=ALT)
    assert bench.window.scan.amid
    bench.window._close_by_hand()
    assert closed == []
    # Window managers keep the chord: the code comes in two parts, with the wish to close between.
    heard: list[str] = []
    bench.window.scan.scanned.connect(heard.append)
    bench.window.scan.spoil()
    scanner.code("567890")
    assert heard == []
    assert "Only a part of a code" in said(bench)
    event = QCloseEvent()
    assert not event.spontaneous()


def test_a_trial_takes_the_next_code_and_proposes(qtbot, bench: Bench) -> None:
    section = ScannerSection(bench.desk)
    bench.frame._stack.addWidget(section)
    bench.frame._stack.setCurrentWidget(section)
    bench.settle()
    assert section.gap.text() == "30"
    section.try_button.setFocus()
    section.begin_trial()
    Wedge(bench).code("1234")
    assert "1234" in section.said.text()
    assert section.least.text() == "4"
    section.tried(ScanTrial("4242424242424242", 35, ended=False))
    assert "4242" not in section.said.text()
    assert section.gap.text() == "70"
    section.gap.setText("x")
    section.save()
    bench.settle()
    assert "10 to 80" in section.fields["gap_ms"].message.text()
    section.gap.setText("25")
    section.save()
    bench.settle()
    assert bench.window.scan._burst.settings.gap_ms == 25


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.one_of(
            st.sampled_from("0123456789AZ-x%"),
            st.sampled_from([KEY.Key_F4, KEY.Key_F6, KEY.Key_F9, KEY.Key_Escape, KEY.Key_Return]),
        ),
        min_size=2,
        max_size=30,
    )
)
def test_no_burst_of_keys_acts(bench: Bench, burst: list[str | Qt.Key]) -> None:
    """Whatever a code holds: no money moves, no field changes, no window or screen closes."""
    if bench.view.acts.account_id is None:
        bench.open("Thị Hoa")
        bench.press(KEY.Key_F6)
        bench.type("50")
    scanner, form = Wedge(bench), bench.view.acts.form
    assert form is not None
    # Fewer letters and nothing else are what quick hands type too.
    keys = [KEY.Key_F9, *burst, *"123456"]
    for key in keys:
        if isinstance(key, str):
            scanner.key(ord(key.upper()), key)
        elif key == KEY.Key_F4:
            scanner.key(key, held=ALT)
        else:
            scanner.key(key, "\r" if key == KEY.Key_Return else "")
    scanner.key(KEY.Key_1, "1", ALT | KEYPAD)
    scanner.key(KEY.Key_Return, "\r")
    scanner.pause()
    assert bench.view.acts.form is form
    assert form.given_text == "50"
    assert bench.frame.task == "counter"
    assert bench.window.isVisible()
    assert bench.books.payments() == ()
    assert bench.desk.find.text() == ""
    bench.desk.toasts.clear()


def test_a_hand_whose_keys_are_stamped_takes_money_as_ever(bench: Bench) -> None:
    """Real keyboards stamp their keys: what is held for a moment comes through, in order."""
    bench.open("Thị Hoa")
    hand = Wedge(bench)
    for key, text in (
        (KEY.Key_F6, ""),
        *((ord(digit), digit) for digit in "35"),
        (KEY.Key_Return, "\r"),
    ):
        hand.at_ms += 90
        hand.key(key, text)
        bench.wait(lambda: not bench.window.scan._held)
    bench.settle()
    form = bench.view.acts.form
    assert form is not None
    bench.wait(lambda: len(bench.books.payments()) == 1)
