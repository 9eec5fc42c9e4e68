"""Every screen can be worked without a mouse and without eyes: names, roles, Tab, focus, room for
large text, and what is said aloud.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QVariantAnimation
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.gui import motion
from app.gui.accessible import tell_roles
from app.gui.main_window import MainWindow
from app.gui.motion import Motion
from app.gui.printing.paper import PaperTray
from app.gui.theme import Scheme, Theme
from app.gui.toasts import Toasts
from app.gui.widgets.buttons import Button
from app.gui.widgets.digit_list import DigitList
from app.gui.widgets.field import Field
from app.gui.widgets.labels import say_amount
from app.gui.widgets.money_edit import MoneyEdit
from app.gui.widgets.pin_edit import PinEdit
from app.kernel.money import Money
from tests.building import Template
from tests.devices.receipts import ENGLISH
from tests.gui import judging
from tests.gui.every_screen import HD, SMALL, Shown, Walk, furnish, walking
from tests.patience import PATIENCE_MS

ROOM = (judging.outside, judging.clipped)
OFFICE = ("day_sheet", "reports", "activity", "settings", "money", "deposits", "drawer, difference")
"""Wide tables and charts: with text twice as large they want a window as large as they promise."""

LAST = "person menu"
"""Where the lists begin."""


@pytest.fixture(scope="module")
def furnished(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return furnish(template, tmp_path_factory.mktemp("walk"))


@pytest.fixture
def everything(furnished: Path, tmp_path: Path) -> Path:
    """A practice with something on every screen, for this walk alone."""
    return Path(shutil.copytree(furnished, tmp_path / "data"))


@pytest.fixture
def aloud(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader was told to say, in its order; Qt tells it nobody but the platform."""
    said: list[str] = []
    told = QAccessible.updateAccessibility

    def listen(event: Any) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())
        told(event)

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    return said


class Findings:
    """What was found, once each, with the first stop where it was."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def note(self, stop: Shown, judged: Iterator[str]) -> None:
        for finding in judged:
            self.found.setdefault(finding, stop.name)

    def __str__(self) -> str:
        return "\n".join(f"[{where}] {what}" for what, where in self.found.items())


def test_every_screen_is_worked_by_keyboard_and_said_aloud(
    everything: Path, template: Template, theme: Theme, aloud: list[str], long: bool
) -> None:
    findings = Findings()
    frame: set[QWidget] = set()
    kinds: set[tuple[str, ...]] = set()
    rounds: judging.Rounds = set()
    with walking(everything, template, theme) as walk:
        walk.brief = not long
        for stop in walk.every_screen():
            findings.note(stop, judging.structure(stop.widget))
            findings.note(stop, judging.focus_seen(stop.widget, kinds))
            findings.note(stop, judging.tab_round(stop.widget, frame, rounds))
            frame = frame or _frame(walk, stop)
            _listen(walk, stop, aloud)
    assert not findings.found, f"\n{findings}"


def _frame(walk: Walk, stop: Shown) -> set[QWidget]:
    """The rail and the bar at the top are walked once."""
    if stop.widget is not walk.window or walk.window.page is not walk.session.frame:
        return set()
    parts = (walk.session.frame.rail, walk.session.frame.top_bar)
    return {each for part in parts for each in part.findChildren(QWidget)}


def _listen(walk: Walk, stop: Shown, aloud: list[str]) -> None:
    """What somebody who sees nothing knows while money is taken."""
    if not stop.name.startswith("counter, "):
        return
    counter: Any = walk.session.frame.screen_of("counter")
    panel = counter.panel
    if stop.name == "counter, cash":
        told = judging.read(panel)
        assert "Payment for Thị Hoa Nguyễn" in told
        assert "Cash given" in told
        due = panel.to_pay.amount()
        assert f"Amount to pay {panel.to_pay.text()}" in told, "what is due"
        assert counter.bar.accessibleName().startswith("Thị Hoa Nguyễn")
        panel.given.setText("500")
        walk.settle()
        change = say_amount(Money(50_000, "USD") - due, "en_US")
        assert f"Cash given 500 Change {change}" in judging.read(panel), "typed, and what goes back"
        assert f"\nChange {change}" in judging.read(panel)
        assert judging.name_of(panel.take_button).startswith(f"Take {panel.to_pay.text()}")
        panel.given.clear()
        walk.settle()
    if stop.name == "counter, told what is missing":
        assert any("check" in words for words in aloud), "the refusal"
    if stop.name == "counter, taken":
        said = [words for words in aloud if "Receipt W1-" in words]
        assert said, "that it is recorded"
        assert said[-1].startswith("Taken. No change.")


def test_at_200_percent_every_word_has_room(
    everything: Path, template: Template, theme: Theme, long: bool
) -> None:
    """Nothing is cut at 1920×1080; at 1280×720 no control of a cashier's day lies outside. The
    lists and the office are walked with --long.
    """
    findings = Findings()
    with walking(everything, template, theme) as walk:
        walk.dress(Scheme.DARK, 200, HD)
        for stop in walk.every_screen():
            for judge in ROOM:
                findings.note(stop, judge(stop.widget))
            if stop.name == LAST and not long:
                break
            if stop.widget is walk.window and not stop.name.startswith(OFFICE):
                walk.window.resize(SMALL)
                walk.settle()
                findings.note(stop, judging.outside(stop.widget))
                walk.window.resize(HD)
                walk.settle()
        walk.theme.choose(Scheme.LIGHT, 100)
    assert not findings.found, f"\n{findings}"


def test_what_is_wrong_is_said_and_a_pin_never(
    theme: Theme, qtbot: QtBot, aloud: list[str]
) -> None:
    money = MoneyEdit("USD")
    field = Field("Amount to pay", money)
    pin = PinEdit()
    for each in (field, pin):
        qtbot.addWidget(each)
        each.show()
    money.setText("20+x")
    money.tell_problem()
    assert aloud == [field.message.text()]
    assert judging.name_of(money) == "Amount to pay"
    assert money.accessibleDescription() == aloud[0]
    money.tell_problem()
    assert len(aloud) == 1, "said once"
    pin.setText("739154")
    assert "739154" not in judging.value_of(pin) + judging.name_of(pin)
    assert "7" not in judging.value_of(pin)


def test_news_and_lists_are_said(theme: Theme, qtbot: QtBot, aloud: list[str]) -> None:
    tell_roles()
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    toasts = Toasts(window)
    toasts.failure("The receipt printer has no paper.", "The payment is saved.")
    assert aloud == ["The receipt printer has no paper. The payment is saved."]
    toasts.hush(True)
    toasts.caution("Somebody's name")
    assert len(aloud) == 1, "nothing is said over a locked window"
    digits = DigitList(window)
    digits.ask("Why?", (("Wrong patient", 1), ("Wrong amount", 2)), lambda _value: None)
    assert judging.role_of(digits) is QAccessible.Role.List
    assert "2: Wrong amount" in digits.accessibleDescription()
    digits._step(1)
    assert aloud[-1] == "1: Wrong patient"


def test_the_keyboard_goes_on_from_what_went_away(theme: Theme, qtbot: QtBot) -> None:
    """A button that is switched off or hidden under the keyboard gives it to the next one."""
    window = MainWindow()
    qtbot.addWidget(window)
    page = QWidget()
    column = QVBoxLayout(page)
    buttons = [Button(words) for words in ("Take", "Park", "Void", "Print")]
    for button in reversed(buttons):
        button.setParent(page)
    for button in buttons:
        column.addWidget(button)
    window.show_page(page)
    with qtbot.waitActive(window, timeout=PATIENCE_MS):
        window.show()
        window.activateWindow()
    buttons[1].setFocus()
    buttons[1].setEnabled(False)
    assert buttons[2].hasFocus()
    buttons[2].hide()
    assert buttons[3].hasFocus()
    qtbot.keyClick(buttons[3], Qt.Key.Key_Tab)
    assert buttons[0].hasFocus(), "round, past what cannot be used"
    qtbot.keyClick(buttons[0], Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert buttons[3].hasFocus()


def test_paper_comes_out_in_one_step_for_whoever_wants_stillness(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tray = PaperTray()
    qtbot.addWidget(tray.widget)
    tray.widget.show()
    slide = tray.widget.findChild(QVariantAnimation)
    assert slide is not None
    begun: list[object] = []
    slide.stateChanged.connect(lambda now, _before: begun.append(now))
    monkeypatch.setattr(motion, "_chosen", Motion.NONE)
    tray.came_out(ENGLISH)
    assert begun == []
    monkeypatch.setattr(motion, "_chosen", Motion.SYSTEM)
    tray.came_out(replace(ENGLISH, number="W1-000077"))
    assert bool(begun) is not motion.is_still()
    slide.stop()


def wish(folder: Path, name: str, words: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(words)
    return file


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n"),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations=0\n"),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=false\n"),
    ],
)
def test_the_systems_wish_for_stillness_is_found(tmp_path: Path, name: str, words: str) -> None:
    asks: Callable[[Path], bool] = motion._linux_is_still
    assert not asks(tmp_path)
    wish(tmp_path, name, words)
    assert asks(tmp_path)


def test_the_environment_keeps_it_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(motion.BY_ENVIRONMENT, "none")
    assert motion.is_still()
