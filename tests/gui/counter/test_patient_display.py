"""What a patient sees while a cashier works by keys at the real Counter, and what never."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.areas.cards.simulated_cards import Button
from app.areas.cards.values import AttemptState
from app.areas.displays import service
from app.areas.displays.values import Page, SaveDisplay, SendRatings, Showing
from app.areas.parties import service as parties
from app.areas.parties.values import ChangePatient, Person
from app.areas.printing import logos, maintaining
from app.areas.printing.design_values import ReceiptDesign, SaveReceiptDesign
from app.devices.speech import Speaker
from app.gui.auto_lock import AutoLock
from app.gui.patient_display.display import PatientDisplay
from app.gui.theme import current
from app.gui.widgets.patient_canvas import PatientCanvas
from app.kernel.actor import SYSTEM
from app.kernel.ids import CommandId, new_id
from app.storage.reading import Reader, ReadSql
from tests.gui.counter.conftest import KEY, Bench

PRACTICE = "Riverside Clinic"


@dataclass
class Second:
    """The Counter and the patient display beside it."""

    bench: Bench
    display: PatientDisplay

    @property
    def canvas(self) -> PatientCanvas:
        assert self.display.window is not None
        return self.display.window.canvas

    def said(self) -> tuple[str, ...]:
        """All that is written there but the clock."""
        texts = self.canvas.texts()
        return texts[:1] if self.canvas.page.clock else texts

    def set_up(self, **fields: Any) -> None:
        wanted = SaveDisplay(CommandId(new_id()), **{"shown": True, **fields})
        self.bench.books.act(service.save_display, wanted)
        self.bench.settle()

    def touch(self, value: int) -> None:
        spot = self.canvas._face_spots()[value - 1].center().toPoint()
        QTest.mouseClick(self.canvas, Qt.MouseButton.LeftButton, pos=spot)


@pytest.fixture
def second(bench: Bench, tmp_path: Path) -> Iterator[Second]:
    display = PatientDisplay(bench.desk, bench.window, Speaker())
    bench.desk.face = display
    display.open()
    made = Second(bench, display)
    made.set_up()
    yield made
    display.end()


def test_only_amounts_reach_the_patient_and_nothing_stays(second: Second) -> None:
    """Cash with change, by keys: due, given, change, thanks; then nothing of it."""
    bench = second.bench
    assert second.said() == (PRACTICE,)
    bench.find("hoa")
    assert second.said() == (PRACTICE,), "an account that is only looked at shows nothing"
    bench.press(KEY.Key_F6)
    assert second.said() == (PRACTICE, "To pay", "35.00", "USD")
    bench.type("50")
    assert second.said()[-3:] == ("You gave", "50.00", "USD")
    bench.desk.find.setFocus()
    bench.desk.find.setText("rob")
    assert second.said() == (PRACTICE,), "somebody else is searched"
    bench.desk.find.setText("")
    assert "35.00" in second.said()
    bench.view.panel.given.setFocus()
    bench.press(KEY.Key_Return)
    bench.settle()
    assert second.said() == (
        *(PRACTICE, "Paid", "35.00", "USD", "You gave", "50.00", "USD"),
        *("Your change", "15.00", "USD", "Thank you"),
    )
    bench.view.acts.read_again()
    bench.settle()
    assert "15.00" in second.said()
    assert second.display._gone.remainingTime() <= 20_000
    second.display._gone.timeout.emit()
    assert second.said() == (PRACTICE,)
    assert second.display.moment.due is None
    bench.view.acts.read_again()
    bench.view.acts.leave()
    bench.view.acts.arrive()
    bench.settle()
    assert second.said() == (PRACTICE,), "what was shown once does not come back"


def test_locked_left_or_signed_out_it_is_blank(second: Second) -> None:
    bench = second.bench
    for end in (second.display.lock, bench.view.acts.leave, bench.desk.seat.leave):
        second.display.open()
        bench.view.acts.arrive()
        bench.open("Robert")
        bench.press(KEY.Key_F6)
        bench.type("5")
        assert len(second.said()) > 1
        end()
        assert second.said() == (PRACTICE,)
        bench.view.acts.forget()
        assert second.said() == (PRACTICE,)
    bench.desk.seat.take(bench.books.cashier, "Cashier")
    second.display.lock()
    second.display.show_due(bench.books.usd(500), "")
    assert second.said() == (PRACTICE,), "nothing is told to a locked window's display"


def test_no_word_of_anybody_is_ever_painted(second: Second) -> None:
    """Every text the Counter has of an account carries a mark; none of them arrives."""
    bench, mark = second.bench, "ZZSECRET"
    seen: set[str] = set()
    header = bench.books.counter("Robert").header
    bench.books.act(
        parties.change_patient,
        ChangePatient(
            CommandId(new_id()),
            header.patient_id,
            Person(mark, f"{mark} R.", language=mark, preferred_name=mark),
        ),
    )
    bench.books.issue("Robert", 4100, f"{mark} Oncology")
    bench.books.draft("Robert", 900, f"{mark} HIV test")
    paint = second.canvas.show_page

    def watched(page: Any, clock: str = "") -> None:
        paint(page, clock)
        seen.update(second.canvas.texts())

    second.canvas.show_page = watched  # type: ignore[method-assign]
    second.set_up(thanks="See you")
    bench.open("Robert")
    for keys in ((KEY.Key_F6,), (KEY.Key_F7,), (KEY.Key_F8,), (KEY.Key_F9,), (KEY.Key_F6,)):
        for key in keys:
            bench.press(key)
    bench.type("150")
    bench.press(KEY.Key_Return)
    bench.settle()
    assert "See you" in seen
    assert {"129.00", "130.00"} & seen, seen
    assert not [text for text in seen if mark in text or "O’Neil" in text or "visit" in text]
    assert second.display.window is not None
    assert second.display.window.windowTitle() == "Patient display"


def test_it_never_takes_the_keyboard_nor_keeps_the_window_open(second: Second) -> None:
    bench, window = second.bench, second.display.window
    assert window is not None
    lock = AutoLock(bench.window)
    lock.watch()
    lock._timer.start(50_000)
    bench.open("Robert")
    bench.press(KEY.Key_F6)
    before = bench.focus
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
        QTest.mouseClick(second.canvas, button, pos=QPoint(60, 60))
        QTest.mouseClick(window.windowHandle(), button, pos=QPoint(60, 60))
    window.setFocus()
    second.canvas.setFocus()
    QApplication.processEvents()
    assert QApplication.focusWidget() is before
    assert window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    lock._timer.start(10_000)
    QTest.mouseClick(second.canvas, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    assert lock._timer.remainingTime() <= 15_000, "a patient's finger is nobody at work"
    lock.rest()
    window.move(40, 50)
    left_top = f"{window.geometry().x()} {window.geometry().y()} "
    bench.wait(lambda: second.display.settings.place.startswith(left_top))
    window.close()
    assert window.isVisible(), "only the settings turn it off"
    second.set_up(shown=False)
    assert not window.isVisible()
    second.set_up(shown=True)
    assert window.isVisible()


def test_one_touch_is_one_rating(second: Second) -> None:
    bench = second.bench
    second.set_up(rates=True, language="ar")
    bench.open("Robert")
    bench.press(KEY.Key_F6)
    assert not second.canvas.page.faces
    bench.press(KEY.Key_Return)
    bench.settle()
    page = second.canvas.page
    assert len(page.faces) == 5
    assert page.right_to_left
    spots = second.canvas._face_spots()
    assert spots[0].x() > spots[4].x(), "one begins to read at the right"
    for value in (5, 5, 1):
        second.touch(value) if second.canvas.page.faces else second.canvas.touched.emit(value)
    bench.settle()
    assert not second.canvas.page.faces
    assert second.canvas.page.note.startswith("شكر")

    def held(reader: Reader) -> list[Any]:
        return [row[0] for row in reader.fetch(ReadSql("SELECT value FROM rating_waiting"))]

    assert bench.books.station.ask(held).result() == [5]
    bench.books.station.act(SYSTEM, service.send_ratings, SendRatings(CommandId(new_id()))).result()


def test_a_card_says_where_to_hold_it_and_then_thanks(cards: Any) -> None:
    bench = cards.bench
    display = PatientDisplay(bench.desk, bench.window, Speaker())
    bench.desk.face = display
    display.open()
    second = Second(bench, display)
    second.set_up()
    bench.open("Thị Hoa")
    cards.press(KEY.Key_F8)
    assert second.said() == (PRACTICE, "To pay", "35.00", "USD")
    cards.press(KEY.Key_Return)
    cards.state(AttemptState.WAITING_CARD)
    bench.wait(lambda: display.moment.showing is Showing.CARD)
    assert second.said()[:4] == (PRACTICE, "To pay", "35.00", "USD")
    assert "card" in second.canvas.page.note
    cards.show(Button.TAP_CREDIT)
    cards.over()
    bench.wait(lambda: display.moment.showing is Showing.CHANGE)
    assert second.said() == (PRACTICE, "Paid", "35.00", "USD", "Thank you")
    display.end()


def test_it_follows_monitors_that_come_and_go(second: Second) -> None:
    """By the signals of the screens: a window that filled one which is gone stands here again."""
    bench, window, wall = second.bench, second.display.window, QApplication.screens()[0]
    assert window is not None
    app = QApplication.instance()
    assert isinstance(app, QGuiApplication)
    stood, frameless = window.geometry(), Qt.WindowType.FramelessWindowHint
    for signal in (app.screenRemoved, app.screenAdded, app.primaryScreenChanged):
        window.fill(wall)
        assert window.geometry() == wall.geometry()
        assert window.windowFlags() & frameless
        signal.emit(wall)
        bench.wait(lambda: window.geometry() == stood)
        assert not window.windowFlags() & frameless
        assert window.isVisible()
    second.set_up(shown=False)
    app.screenAdded.emit(wall)
    bench.settle()
    assert not window.isVisible(), "it comes back only where it is wanted"


def test_the_logo_of_receipts_stands_there_too(second: Second) -> None:
    bench = second.bench

    def inked() -> int:
        """Painted dots of the ink's colour in the upper third, where the logo stands."""
        image = second.canvas.grab().toImage()
        ink = QColor(current().tokens.text).rgb()
        area = range(image.height() * 9 // 100, image.height() * 20 // 100, 3)
        return sum(image.pixel(x, y) == ink for y in area for x in range(0, image.width(), 3))

    assert inked() == 0
    logo = logos.as_text(logos.dithered(bytes(160 * 80), 160, 80))
    bench.books.act(
        maintaining.save_receipt_design,
        SaveReceiptDesign(CommandId(new_id()), ReceiptDesign(logo=logo)),
    )
    bench.wait(lambda: inked() > 0)
    for right_to_left in (False, True):
        second.canvas.page = Page("A very long name " * 9, right_to_left=right_to_left)
        name, corner = second.canvas.head()
        assert not name.intersects(corner)
        assert (name.left() > corner.right()) is right_to_left
    second.display.blank()
    second.canvas.show_logo("damaged")
    assert inked() == 0
    assert second.said() == (PRACTICE,)


def _voice(folder: Path, body: str) -> None:
    """A speech command of this system, as a program on the path."""
    program = folder / "spd-say"
    program.write_text(f"#!{sys.executable}\n{body}\n", "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.mark.skipif(sys.platform != "linux", reason="the command of Linux is tried")
def test_change_is_spoken_by_the_systems_voice(
    second: Second, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said.json"
    _voice(
        tmp_path,
        f"import json,os,sys\nopen({str(said)!r}+'x','w').write(json.dumps(sys.argv[1:]))\n"
        f"os.replace({str(said)!r}+'x',{str(said)!r})",
    )
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    bench = second.bench
    for speaks in (False, True):
        second.set_up(speaks=speaks)
        bench.open("Robert" if speaks else "Thị Hoa")
        bench.press(KEY.Key_F6)
        bench.type("100" if speaks else "50")
        bench.press(KEY.Key_Return)
        bench.settle()
        assert not said.exists() or speaks
    bench.wait(said.exists)
    spoken = "Change due twenty dollars."
    assert json.loads(said.read_text("utf-8")) == ["--wait", "-l", "en", "--", spoken]


@pytest.mark.skipif(sys.platform != "linux", reason="the command of Linux is tried")
def test_a_voice_that_hangs_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    begun = tmp_path / "begun"
    _voice(tmp_path, f"import time\nopen({str(begun)!r},'w').close()\ntime.sleep(60)")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    speaker = Speaker(longest_s=0.5)
    speaker.say("One", "en")
    qtbot.waitUntil(begun.exists, timeout=20_000)
    running = speaker._running
    assert running is not None
    qtbot.waitUntil(lambda: running.poll() is not None, timeout=20_000)
    assert running.returncode < 0
    speaker.say("Two", "en")
    speaker.close()
    assert speaker._thread is not None
    assert not speaker._thread.is_alive()
