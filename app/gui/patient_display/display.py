"""Runs the patient display: its window stands where it belongs, shows what the Counter tells and
lets it go in time; it speaks the change and takes one touch.
"""

from __future__ import annotations

from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

from app.areas.displays import queries, rules, service
from app.areas.displays.rules import Here
from app.areas.displays.values import (
    DisplaySettings,
    Moment,
    PlaceDisplay,
    RateService,
    SendRatings,
    Showing,
)
from app.areas.printing.design_values import ReceiptDesign
from app.areas.printing.papers import receipt_design
from app.gui.desk import Desk
from app.gui.patient_display.window import PatientWindow, screen_for
from app.gui.widgets.patient_canvas import draws
from app.kernel.actor import Permission
from app.kernel.clock import SystemClock
from app.kernel.errors import UserError
from app.kernel.i18n import format_time
from app.kernel.ids import CommandId, new_id
from app.kernel.money import Money

GONE_AFTER_MS: Final = 20_000
MINUTE_MS: Final = 60_000
RATINGS_MS: Final = 15 * MINUTE_MS
TABLE: Final = "patient_display"
LOGO_TABLE: Final = "receipt_design"


class Speaks(Protocol):
    """Whoever says a sentence: `devices.speech.Speaker`."""

    def say(self, words: str, language: str) -> None: ...

    def hush(self) -> None: ...

    def close(self) -> None: ...


class PatientDisplay(QObject):
    """The `CounterFace` of a window. It holds amounts and a language for as long as they are shown,
    and shows only while somebody is signed in and the window is not locked.
    """

    def __init__(self, desk: Desk, beside: QWidget, speaker: Speaks) -> None:
        super().__init__(beside)
        self._desk, self._beside, self._speaker = desk, beside, speaker
        here = desk.practice
        self._here = Here(here.organization_name, here.locale, draws)
        self.settings = DisplaySettings()
        self.moment = Moment()
        self._asks: CommandId | None = None
        self._answered = False
        self._watched: QWindow | None = None
        self._locked = True
        self.window: PatientWindow | None = None
        self._gone = self._timer(GONE_AFTER_MS, self._let_go, once=True)
        self._gone.setTimerType(Qt.TimerType.PreciseTimer)
        self._minute = self._timer(MINUTE_MS // 12, self._paint)
        self._hourly = self._timer(RATINGS_MS, self._send_ratings)
        desk.runner.changed.connect(self._changed)
        desk.seat.signed_in.connect(lambda _actor: self.open())
        desk.seat.signed_out.connect(self.lock)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            for changed in (app.screenAdded, app.screenRemoved, app.primaryScreenChanged):
                changed.connect(self._place_soon)
        self._logo = ""
        self.read()
        self._read_logo()

    def _timer(self, interval_ms: int, act: Any, *, once: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.setSingleShot(once)
        timer.timeout.connect(act)
        return timer

    # ------------------------------------------------------------ the settings and the window

    def read(self) -> None:
        """Ask how the display is set up."""
        self._desk.runner.ask(queries.patient_screen, done=self._have, key="patient.display")

    def _read_logo(self) -> None:
        """The logo that stands on receipts stands above the practice's name here."""
        self._desk.runner.ask(receipt_design, done=self._have_design, key="patient.logo")

    def _have_design(self, design: ReceiptDesign) -> None:
        self._logo = design.logo
        if self.window is not None:
            self.window.canvas.show_logo(self._logo)

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and TABLE in tables:
            self.read()
        if isinstance(tables, frozenset) and LOGO_TABLE in tables:
            self._read_logo()

    def _have(self, settings: DisplaySettings) -> None:
        before, self.settings = self.settings, settings
        where = (settings.shown, settings.screen)
        if where != (before.shown, before.screen) or self.window is None:
            self._place()
        self._paint()

    def _place_soon(self, _screen: object) -> None:
        """A monitor came or went: as soon as Qt has put its screens in order."""
        QTimer.singleShot(0, self, self._place)

    def _place(self) -> None:
        """Put the window on its screen, or beside the cashier's where there is no second one."""
        if not self.settings.shown:
            self._minute.stop()
            if self.window is not None:
                self.window.hide()
            return
        if self.window is None:
            window = self.window = PatientWindow()
            window.canvas.show_logo(self._logo)
            window.moved.connect(self._keep_place)
            window.canvas.touched.connect(self._touched)
        screens = {screen.name(): screen for screen in QGuiApplication.screens()}
        self._watch(self._beside.window().windowHandle())
        mine = self._beside.window().screen().name()
        chosen = screen_for(tuple(screens), self.settings.screen, mine)
        if chosen:
            self.window.fill(screens[chosen])
        else:
            place = rules.place_of(self.settings.place)
            self.window.stand(QRect(*place) if place is not None else None)
        self._minute.start()
        self._paint()

    def _watch(self, cashiers: QWindow | None) -> None:
        """The cashier's window may be dragged onto the screen of the patients."""
        if cashiers is not None and cashiers is not self._watched:
            self._watched = cashiers
            cashiers.screenChanged.connect(self._place_soon)

    def _keep_place(self, place: QRect) -> None:
        if self._may_serve:
            sides = (place.x(), place.y(), place.width(), place.height())
            command = PlaceDisplay(CommandId(new_id()), *sides)
            self._desk.runner.act(
                service.place_display, command, done=lambda _kept: None, refused=_let_be
            )

    @property
    def _may_serve(self) -> bool:
        actor = self._desk.seat.actor
        return actor is not None and actor.may(Permission.TAKE_PAYMENT)

    # ---------------------------------------------------------------- what the Counter tells

    def show_due(self, due: Money, language: str) -> None:
        self._show(Moment(Showing.DUE, due, language=language))

    def show_tender(self, due: Money, given: Money, language: str) -> None:
        self._show(Moment(Showing.TENDER, due, given, language=language))

    def show_card(self, due: Money, language: str) -> None:
        self._show(Moment(Showing.CARD, due, language=language))

    def show_change(self, paid: Money, given: Money | None, change: Money, language: str) -> None:
        moment = Moment(Showing.CHANGE, paid, given, change, language)
        self._asks = CommandId(new_id()) if self.settings.rates and self._may_serve else None
        self._show(moment)
        if self.settings.speaks and not self._locked:
            self._speaker.say(*rules.spoken_change(moment, self.settings, self._here))

    def thank(self, language: str) -> None:
        self._show(Moment(Showing.THANKS, language=language))

    def blank(self) -> None:
        self._let_go()

    def _show(self, moment: Moment) -> None:
        if self._locked:
            return
        self._answered = False
        if moment.showing is not Showing.CHANGE:
            self._asks = None
        if moment.showing in (Showing.CHANGE, Showing.THANKS):
            self._gone.start(GONE_AFTER_MS)
        else:
            self._gone.stop()
        self.moment = moment
        self._paint()

    def _let_go(self) -> None:
        """Nothing of the person before stays, neither painted nor kept."""
        self._gone.stop()
        self.moment, self._asks, self._answered = Moment(), None, False
        self._paint()

    # ------------------------------------------------------------------------- in and out

    def open(self) -> None:
        """Somebody sits at the window and it is not locked."""
        self._locked = False
        self._hourly.start()
        self._send_ratings()

    def lock(self) -> None:
        """The window is locked or nobody is signed in."""
        self._locked = True
        self._hourly.stop()
        self._speaker.hush()
        self._let_go()

    def end(self) -> None:
        """The program closes."""
        self.lock()
        self._minute.stop()
        self._speaker.close()
        if self.window is not None:
            self.window.hide()
            self.window.deleteLater()
            self.window = None

    def _paint(self) -> None:
        if self.window is None or not self.window.isVisible():
            return
        asks = self._asks is not None
        page = rules.page_of(
            self.moment, self.settings, self._here, asks=asks, answered=self._answered
        )
        here = self._desk.practice
        clock = format_time(SystemClock().now(), here.time_zone, here.locale) if page.clock else ""
        self.window.canvas.show_page(page, clock)

    # ------------------------------------------------------------------------- one touch

    def _touched(self, value: int) -> None:
        """The first touch after a payment counts."""
        command_id, self._asks = self._asks, None
        if command_id is None or not self._may_serve:
            return
        self._answered = True
        self._paint()
        self._desk.runner.act(
            service.rate_service,
            RateService(command_id, value),
            done=lambda _rated: None,
            refused=_let_be,
        )

    def _send_ratings(self) -> None:
        """Write what was rated in the hours before."""
        if self._may_serve:
            self._desk.runner.ask(queries.ratings_due, done=self._send, key="patient.ratings")

    def _send(self, due: bool) -> None:
        if due and self._may_serve:
            self._desk.runner.act(
                service.send_ratings,
                SendRatings(CommandId(new_id())),
                done=lambda _sent: None,
                refused=_let_be,
            )


def _let_be(_refused: UserError) -> None:
    """A touch that is not taken is nobody's trouble at the window."""
