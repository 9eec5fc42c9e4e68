"""The tray of card payments by keyboard: its sentences, a manager's reason, and where the keyboard
stays when the list changes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.areas.cards.values import AttemptState, CardVerb, OpenAttemptRow, Outcome
from app.areas.settings.values import Practice
from app.gui.cards_panel import CardsPanel
from app.gui.theme import Theme
from app.kernel.ids import (
    AccountId,
    AttemptId,
    OrganizationId,
    PaymentId,
    ShiftId,
    SiteId,
    StationId,
)
from app.kernel.money import Money

KEY, ENTER, ESC = Qt.Key, Qt.Key.Key_Return, Qt.Key.Key_Escape
TODAY = date(2026, 11, 20)
HERE = Practice(
    OrganizationId("o"),
    "Riverside Clinic",
    SiteId("s"),
    "Main street",
    (),
    "",
    StationId("w1"),
    "W1",
    "USD",
    "en_US",
    "America/Chicago",
    "04:00",
    demo=True,
)
UNKNOWN = OpenAttemptRow(
    attempt_id=AttemptId("a1"),
    payment_id=PaymentId("p1"),
    account_id=AccountId("k1"),
    account_number="A-1",
    name="Nguyễn Thị Hoa",
    amount=Money(3500, "USD"),
    window="W1",
    here=True,
    by="Ana Lwin",
    since=datetime(2026, 11, 19, 20, 5, tzinfo=UTC),
    state=AttemptState.UNKNOWN,
    outcome=Outcome.CHECKING,
    words="Result unknown.",
    buttons=(CardVerb.CHECK_NOW, CardVerb.CASH_BACK, CardVerb.ACCEPT),
    shift_id=ShiftId("s1"),
    shift_number="W1-0042",
    accepted=False,
)
ELSEWHERE = replace(
    UNKNOWN,
    attempt_id=AttemptId("a2"),
    name="ဇော်ကို",
    window="W3",
    here=False,
    state=None,
    words="Window W3 is charging 35.00.",
    buttons=(CardVerb.TAKE_OVER,),
)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> CardsPanel:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1100, 700)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made = CardsPanel(window, HERE)
    made.show_rows((UNKNOWN, ELSEWHERE), TODAY, "", opens=True)
    made.open()
    return made


def focus() -> QWidget:
    found: Any = QApplication.focusWidget()
    assert isinstance(found, QWidget)
    return found


def test_a_reason_lets_a_shift_close_or_takes_over(panel: CardsPanel) -> None:
    asked: list[tuple[Any, str, str]] = []
    panel.wanted.connect(lambda verb, row, why: asked.append((verb, row.attempt_id, why)))
    here, there = panel.rows
    assert list(here.buttons) == [CardVerb.CHECK_NOW, CardVerb.ACCEPT, None], (
        "cash is the Counter's"
    )
    assert "Do not charge it again" in panel.state.text()
    assert here.words.text() == "Being checked. Result unknown."
    assert focus() is here.buttons[CardVerb.CHECK_NOW]
    QTest.keyClick(focus(), ENTER)
    assert asked == [(CardVerb.CHECK_NOW, "a1", "")]
    QTest.keyClick(focus(), KEY.Key_Tab)
    QTest.keyClick(focus(), ENTER)
    assert focus() is panel.reason
    QTest.keyClick(focus(), ENTER)
    assert panel.reason_field.message.text() == "Say why."
    QTest.keyClicks(focus(), "Stripe is down")
    fresh = replace(UNKNOWN, words="Result unknown, still.")
    panel.show_rows((fresh, ELSEWHERE), TODAY, "", opens=True)
    assert focus() is panel.reason, "typing goes on while the list is read again"
    QTest.keyClick(focus(), ENTER)
    assert asked[1:] == [(CardVerb.ACCEPT, "a1", "Stripe is down")]
    panel.refuse("Ask a manager.")
    assert panel.reason_field.message.text() == "Ask a manager."
    QTest.keyClick(focus(), ESC)
    assert panel.isVisible()
    assert not panel.reason_field.isVisible()
    there = panel.rows[1]
    there.buttons[CardVerb.TAKE_OVER].click()
    assert panel.reason.text() == ""
    QTest.keyClicks(focus(), "Its computer broke")
    panel.reason_button.click()
    assert asked[2:] == [(CardVerb.TAKE_OVER, "a2", "Its computer broke")]


def test_the_keyboard_stays_on_its_payment(panel: CardsPanel) -> None:
    panel.rows[1].buttons[None].setFocus()
    panel.show_rows((ELSEWHERE,), TODAY, "", opens=True)
    assert focus() is panel.rows[0].buttons[None]
    panel.show_rows((), TODAY, "Cards are off.", opens=True)
    assert panel.state.text().startswith("Cards are off.\nEvery card payment has ended.")
    assert focus() is panel.close_button
    QTest.keyClick(focus(), ESC)
    assert not panel.isVisible()
