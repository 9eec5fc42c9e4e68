"""The printer's pill and panel, and a window that never waits for paper."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QTimer

from app.areas.drawers import openings
from app.areas.drawers.values import DrawerState, Sensed
from app.areas.payments.values import PaymentTaken
from app.areas.printing import service
from app.areas.printing.values import PrinterKind, SavePrinter, SaveSpare, Sensor
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.devices.printing.links import Link, open_link
from app.devices.printing.papers import job_paper
from app.gui.print_panel import PaperRow
from app.kernel.actor import SYSTEM
from app.kernel.paper import JobState
from tests.building import command_id
from tests.devices.receipts import ENGLISH
from tests.devices.stand_in_printer import Manners, StandInPrinter
from tests.gui.printing.conftest import Window

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def pill(window: Window) -> str:
    return window.person.session.frame.top_bar.printer.accessibleName()


def row(window: Window) -> PaperRow:
    return window.desk.panel.rows[0]


def test_the_pill_says_where_paper_goes(window: Window) -> None:
    window.person.wait(lambda: "on-screen paper" in pill(window))
    window.choose()
    window.person.wait(lambda: "receipt printer is ready" in pill(window))
    window.pay()
    window.printed(1)
    window.person.wait(lambda: "receipt printer is ready" in pill(window))
    assert "?" not in window.printer.texts()[0]


def test_out_of_paper_is_said_once_and_taken_back_when_it_prints(window: Window) -> None:
    window.choose()
    window.printer.manners.paper_out = True
    window.pay()
    window.until(JobState.WAIT_PRINTER)
    toasts = window.person.session.desk.toasts
    window.person.wait(lambda: [x for x in toasts.shown if x.words == "The printer has no paper."])
    window.person.wait(lambda: "no paper" in pill(window))
    window.pay()
    window.person.wait(lambda: "2 papers wait" in pill(window))
    assert len([x for x in toasts.shown if "no paper" in x.words]) == 1
    window.printer.manners.paper_out = False
    window.printed(2)
    window.person.wait(lambda: not [x for x in toasts.shown if "no paper" in x.words])


def test_half_a_receipt_is_asked_about_by_keyboard_and_a_copy_comes(window: Window) -> None:
    window.choose()
    window.printer.manners.drop_after = 300
    window.pay()
    window.until(JobState.UNSURE)
    window.person.wait(lambda: "Did receipt" in pill(window))
    window.person.press(KEY.Key_W, CTRL | SHIFT)
    panel = window.desk.panel
    window.person.wait(lambda: panel.isVisible() and panel.rows and "copy" in row(window).buttons)
    assert row(window).headline.text() == "Did receipt W1-000001 print completely?"
    assert panel.isAncestorOf(window.person.focus)
    window.printer.manners = Manners()
    window.person.press(KEY.Key_Tab)
    assert window.person.focus is row(window).buttons["copy"]
    window.person.press(KEY.Key_Space)
    window.printed(1)
    assert window.printer.texts()[0].count("COPY 1") == 2
    window.person.wait(lambda: not panel.rows)
    window.person.press(KEY.Key_Escape)
    window.person.wait(lambda: not panel.isVisible())


def test_a_drawer_that_cannot_open_is_said_at_once(window: Window) -> None:
    window.choose(drawer_pin=2)
    window.printer.switch_off()
    window.pay()
    toasts = window.person.session.desk.toasts
    window.person.wait(lambda: [x for x in toasts.shown if "Open it with its key" in x.words])


def test_a_drawer_behind_another_windows_paper_opens_in_a_moment_and_says_so(
    window: Window,
) -> None:
    window.choose(drawer_pin=2)
    window.pay()
    window.printed(1)
    window.printer.switch_off()  # as many do while they work for another window
    window.pay()
    toasts = window.person.session.desk.toasts
    said = "The printer is working for another window. The drawer opens when it is free."
    window.person.wait(lambda: [x for x in toasts.shown if x.words.startswith(said)])
    window.printer.switch_on()
    window.printed(2)
    window.person.wait(lambda: not [x for x in toasts.shown if x.words.startswith(said)])
    assert window.printer.kicks() == 2


def test_yes_it_is_complete_ends_the_question(window: Window) -> None:
    window.choose()
    window.printer.manners.drop_after = 300
    window.pay()
    window.until(JobState.UNSURE)
    window.person.wait(lambda: window.desk.panel.rows and "complete" in row(window).buttons)
    window.desk.press()
    row(window).buttons["complete"].click()
    window.person.wait(lambda: not window.queue().jobs)
    toasts = window.person.session.desk.toasts
    window.person.wait(lambda: not [x for x in toasts.shown if "Did receipt" in x.words])


def test_a_word_about_paper_that_is_said_twice_in_haste_counts_once(window: Window) -> None:
    window.choose()
    window.printer.manners.drop_after = 300
    window.pay()
    window.until(JobState.UNSURE)
    window.person.settle()
    window.person.press(KEY.Key_W, CTRL | SHIFT)
    window.person.wait(lambda: "copy" in row(window).buttons)
    window.printer.manners = Manners()
    copy, complete = row(window).buttons["copy"], row(window).buttons["complete"]
    for button in (copy, copy, complete):
        button.click()
    window.printed(1)
    window.person.wait(lambda: not window.queue().jobs)
    window.person.settle()
    assert "COPY 1" in window.printer.texts()[0]
    assert window.person.session.desk.toasts.shown == ()


def test_a_paper_that_waits_can_be_saved_and_put_away(window: Window, tmp_path: Path) -> None:
    window.choose()
    window.printer.switch_off()
    window.pay()
    window.until(JobState.WAIT_PRINTER)
    window.person.wait(lambda: window.desk.panel.rows and "away" in row(window).buttons)
    job = next(j for j in window.queue().jobs if j.doc_kind == "receipt")
    window.desk.save(window.station.ask(job_paper, job.job_id).result(), tmp_path / "out")
    window.person.wait(lambda: (tmp_path / "out" / "receipt-W1-000001.pdf").exists())
    window.person.settle()
    shown = [each for each in window.desk.panel.rows if each.job.doc_kind == "receipt"]
    shown[0].buttons["away"].click()
    window.person.wait(lambda: [j.doc_kind for j in window.queue().jobs if j.title] == [])


def test_on_the_screen_the_pill_brings_the_paper(window: Window) -> None:
    window.choose(PrinterKind.SCREEN, "x")
    window.person.settle()
    shelf = window.person.session.frame.shelf
    before = shelf.isVisible()
    window.desk.press()
    assert shelf.isVisible() is not before or shelf.docked
    assert not window.desk.panel.isVisible()


def test_beside_a_real_printer_paper_pops_up_only_for_who_looks_at_it(window: Window) -> None:
    shelf = window.person.session.frame.shelf
    window.choose()
    window.person.wait(lambda: not shelf.pops_up)
    shelf.tray.came_out(ENGLISH)
    assert not shelf.isVisible()
    shelf.tray.show(ENGLISH)
    assert shelf.isVisible()
    shelf.hide()
    window.choose(PrinterKind.SCREEN, "x")
    window.person.wait(lambda: shelf.pops_up)
    shelf.tray.came_out(ENGLISH)
    assert shelf.isVisible()


def test_the_lock_takes_the_panel_away(window: Window) -> None:
    window.choose()
    window.person.settle()
    window.desk.press()
    assert window.desk.panel.isVisible()
    window.person.session.lock()
    window.person.settle()
    window.person.sign_in("2001")
    assert not window.desk.panel.isVisible()


class Watchdog(QObject):
    """How long the window was deaf, at worst."""

    def __init__(self) -> None:
        super().__init__()
        self.worst_s = 0.0
        self._begun = self._last = time.monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(5)

    def _tick(self) -> None:
        now = time.monotonic()
        self.worst_s = max(self.worst_s, now - self._last)
        self._last = now

    def watched_long_enough(self) -> bool:
        return self._last - self._begun > 0.3

    def stop(self) -> float:
        self._timer.stop()
        return self.worst_s


DEAF_S = 0.5
"""A printer that holds the window up does so for seconds; a busy computer for less."""
FAULTS: dict[str, dict[str, Any]] = {
    "off": {},
    "ends each connection": {"refuses": True},
    "no paper": {"paper_out": True},
    "cover open": {"cover_open": True},
    "cutter stuck": {"cutter_jammed": True},
    "stalls": {"stalls": True},
    "stalls in the middle": {"stalls_after": 400},
    "slow": {"pause_s": 0.05},
    "drops in the middle": {"drop_after": 400},
    "mute": {"mute": True},
    "paper ends": {"out_after": 400},
    "off at the end": {"off_at_the_end": True},
    "half a status": {"half_status": True},
    "garbage": {"garbage": b"A"},
    "never says that it is done": {"never_done": True},
}


def test_no_printer_holds_the_window_up(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """The payment is answered and the window hears its timer; some tries, because a busy computer
    may stop any program for a moment. A window's own thread that goes to the printer fails at once.
    """
    here = threading.get_ident()

    def elsewhere(*args: Any) -> Link:
        assert threading.get_ident() != here, "the window's own thread went to the printer"
        return open_link(*args)

    monkeypatch.setattr("app.devices.printing.spooler.open_link", elsewhere)
    monkeypatch.setattr("app.devices.printing.drawer_switch.open_link", elsewhere)
    for fault, manners in FAULTS.items():
        printer = window.printer = StandInPrinter()
        try:
            window.choose(drawer_pin=2)
            if fault == "off":
                printer.switch_off()
            printer.manners = Manners(**manners)
            worst = _worst_of_payments(window)
            assert min(worst) <= DEAF_S, (fault, worst)
        finally:
            printer.close()


def _worst_of_payments(window: Window) -> list[float]:
    worst: list[float] = []
    while len(worst) < 4 and (not worst or worst[-1] > DEAF_S):
        taken: list[PaymentTaken] = []
        window.person.settle()
        dog = Watchdog()
        window.pay(taken.append)
        window.person.wait(taken.copy)
        window.person.wait(dog.watched_long_enough)
        worst.append(dog.stop())
    return worst


def test_a_paper_goes_to_the_spare_printer_or_the_screen_by_hand(window: Window) -> None:
    other = StandInPrinter()
    try:
        window.choose()
        spare = SaveSpare(command_id(), other.address, 32)
        window.station.act(SYSTEM, service.save_spare, spare).result()
        window.printer.manners.paper_out = True
        window.pay()
        window.until(JobState.WAIT_PRINTER)
        panel = window.desk.panel
        window.person.wait(lambda: panel.rows and "elsewhere" in row(window).buttons)
        window.person.press(KEY.Key_W, CTRL | SHIFT)
        said = [line.words.text() for line in panel.printers if not line.isHidden()]
        assert said[0] == "The printer has no paper."
        assert "Spare printer" in said[1]
        menu = row(window).buttons["elsewhere"].menu()
        assert menu is not None
        to_spare, on_screen = menu.actions()
        assert on_screen.text() == "On-screen paper"
        to_spare.trigger()
        window.person.wait(lambda: other.finished() == 1)
        assert window.printer.begun() == 0
        window.person.wait(lambda: not panel.rows)
        window.pay()
        window.person.wait(lambda: panel.rows and "elsewhere" in row(window).buttons)
        menu = row(window).buttons["elsewhere"].menu()
        assert menu is not None
        menu.actions()[1].trigger()
        shelf = window.person.session.frame.shelf
        window.person.wait(lambda: shelf.newest_paper is not None and shelf.isVisible())
        window.person.wait(lambda: not window.queue().jobs)
        assert (other.finished(), window.printer.begun()) == (1, 0)
    finally:
        other.close()


def test_a_printer_that_never_says_a_word_is_told_of_once(window: Window) -> None:
    window.printer.manners.mute = True
    window.choose()
    window.pay()
    window.until(JobState.UNSURE)
    window.person.wait(lambda: window.desk.panel.rows and "complete" in row(window).buttons)
    row(window).buttons["complete"].click()
    toasts = window.person.session.desk.toasts
    window.person.wait(lambda: [x for x in toasts.shown if "can’t say how it is" in x.words])
    window.pay()
    window.printed(2)
    window.person.wait(lambda: not window.queue().jobs)


def test_a_drawer_left_open_or_stuck_is_said_at_the_top(window: Window) -> None:
    keep = ChangeSetting(command_id(), "drawers.left_open_after_s", "1")
    window.station.act(SYSTEM, settings.change_setting, keep).result()
    wanted = SavePrinter(
        command_id(),
        PrinterKind.TCP,
        window.printer.address,
        42,
        drawer_pin=2,
        sensor=Sensor.OPEN_HIGH,
    )
    window.station.act(SYSTEM, service.save_printer, wanted).result()
    drawer = window.person.session.frame.top_bar.drawer
    window.pay()
    window.person.wait(lambda: "has stood open since" in drawer.accessibleName())
    window.printer.manners.drawer_open = False
    window.person.wait(lambda: "Drawer open, shift" in drawer.accessibleName())
    window.printer.manners.drawer_jams = True
    window.pay()
    toasts = window.person.session.desk.toasts
    window.person.wait(lambda: [x for x in toasts.shown if "did not open" in x.words])


def test_an_opening_nobody_heard_at_once_says_that_it_may_be_older(window: Window) -> None:
    late = Sensed(DrawerState.OPEN, late=True)
    window.station.record(openings.drawer_opened, late).result()
    window.person.press(KEY.Key_5, CTRL)
    drawer = window.person.drawer
    window.person.wait(lambda: drawer.running and "or earlier)" in drawer.running.counted.text())
    assert drawer.running is not None
    assert "1 opening without an order (" in drawer.running.counted.text()
