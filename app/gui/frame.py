"""The frame of a signed-in person: rail, top bar, one screen at a time, the on-screen paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.areas.drawers.values import OpenShiftRow, ShiftState
from app.areas.settings.values import Practice
from app.areas.tasks.rules import OPENS as SEES_TASKS
from app.gui.money_trail import SEES_MONEY
from app.gui.navigation import Place, Rail
from app.gui.paper_shelf import DOCKED_FROM, PaperShelf
from app.gui.screen import Screen
from app.gui.shortcuts import bind
from app.gui.theme import ROOMY_WIDTH, current
from app.gui.top_bar import TopBar
from app.gui.widgets.notice import Notice
from app.kernel.actor import Actor, Permission
from app.kernel.i18n import format_time
from app.kernel.translate import t

P = Permission
_ACCOUNTS: Final = (P.TAKE_PAYMENT, P.EDIT_ACCOUNTS, P.DRAFT_INVOICE, P.VIEW_REPORTS)
_REFUNDS: Final = (P.REQUEST_REFUND, P.PAY_REFUND)
_PAYMENTS: Final = (P.TAKE_PAYMENT, P.VOID_PAYMENT, P.VIEW_REPORTS)
_SETTINGS: Final = (
    P.MAINTAIN_LISTS,
    P.CHANGE_SETTINGS,
    P.CLEAR_DEPOSIT,
    P.MANAGE_STATIONS,
    P.IMPORT_DATA,
)
_DEPOSITS: Final = (P.PREPARE_DEPOSIT, P.VERIFY_DEPOSIT, P.CLEAR_DEPOSIT, P.VIEW_REPORTS)
_SHIFTS: Final = (P.OPEN_SHIFT, P.CLOSE_ANY_SHIFT, P.VIEW_REPORTS)


def places() -> tuple[Place, ...]:
    """The screens there are, in the order of the rail."""
    return (
        Place("counter", "storefront", t("Counter"), "frame.counter", Permission.TAKE_PAYMENT),
        Place("accounts", "identification-card", t("Accounts"), "frame.accounts", *_ACCOUNTS),
        Place("invoices", "file-text", t("Invoices"), "frame.invoices", *_ACCOUNTS),
        Place("payments", "receipt", t("Payments"), "frame.payments", *_PAYMENTS),
        Place("refunds", "arrow-bend-up-left", t("Refunds"), "frame.refunds", *_REFUNDS),
        Place("drawer", "archive-box", t("Drawer"), "frame.drawer", Permission.OPEN_SHIFT),
        Place("deposits", "bank", t("Deposits"), "frame.deposits", *_DEPOSITS),
        Place("money", "path", t("Money"), "frame.money", *SEES_MONEY),
        Place("shifts", "clock", t("Shifts"), "frame.shifts", *_SHIFTS),
        Place("day_sheet", "chart-bar", t("Day sheet"), "frame.day_sheet", P.VIEW_REPORTS),
        Place("reports", "chart-line-up", t("Reports"), "frame.reports", P.VIEW_REPORTS),
        Place("activity", "eye", t("Activity"), "frame.activity", P.VIEW_ACTIVITY),
        Place("tasks", "bell", t("Tasks"), "frame.tasks", *SEES_TASKS),
        Place("services", "package", t("Services"), "frame.services", P.MAINTAIN_LISTS),
        Place("users", "users", t("Users"), "frame.users", Permission.MANAGE_USERS),
        Place("printer", "printer", t("Printer"), "frame.printer", P.CHANGE_SETTINGS),
        Place("settings", "gear", t("Settings"), "frame.settings", *_SETTINGS),
    )


BEHIND: Final = {
    "account": "accounts",
    "card_payments": "payments",
    "duplicates": "accounts",
    "health": "settings",
    "imports": "settings",
    "receipt_look": "printer",
    "setting_up": "settings",
}
"""Screens without an entry of their own, for those who may open the entry they belong to."""


class Frame(QWidget):
    """It moves between screens and decides nothing about them.

    `shown` comes with the task after another screen is in front. `lock_wanted`, `switch_wanted`,
    `cash_wanted` (with the verb), `close_wanted` and `others_wanted` ask for what only
    `session.py` does.
    """

    shown = Signal(str)
    lock_wanted = Signal()
    switch_wanted = Signal()
    cash_wanted = Signal(str)
    close_wanted = Signal()
    others_wanted = Signal()

    def __init__(self, practice: Practice, parent: QWidget | None = None) -> None:
        """Whole parts that move below another parent are dressed anew, each time: so what is below
        it stands where it belongs from the beginning.
        """
        super().__init__(parent)
        self._practice = practice
        self._screens: dict[str, Screen] = {}
        self._makers: dict[str, Callable[[], Screen]] = {}
        self._task = ""
        self._shift: OpenShiftRow | None = None
        self._drop_due = False
        self._left_open: datetime | None = None
        self._allowed: tuple[str, ...] = tuple(place.task for place in places())
        self.top_bar = TopBar(demo=practice.demo)
        self.notice, self.disk_notice = Notice("clock"), Notice("warning")
        self.rail = Rail(places(), self)
        self._work = QWidget(self)
        self._stack = QStackedWidget(self._work)
        self._work_row = QHBoxLayout(self._work)
        self._work_row.setContentsMargins(0, 0, 0, 0)
        self._work_row.addWidget(self._stack)
        self.shelf = PaperShelf(self._work)
        self.shelf.place_wanted = self._paper_place
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.notice)
        column.addWidget(self.disk_notice)
        column.addWidget(self._work, 1)
        row.addLayout(column, 1)
        self._connect()

    @property
    def task(self) -> str:
        return self._task

    @property
    def room(self) -> QWidget:
        """What a screen that is made stands in."""
        return self._stack

    @property
    def screen_now(self) -> Screen | None:
        """The screen in front of the person; None while the frame is covered."""
        return self._screens.get(self._task) if self.isVisible() else None

    def screen_of(self, task: str) -> Screen:
        """The screen of `task`, shown or not; one that was only offered is made now."""
        if task not in self._screens and task in self._makers:
            self.add_screen(task, self._makers.pop(task)())
        return self._screens[task]

    def has_screen(self, task: str) -> bool:
        return task in self._screens or task in self._makers

    def offer_screen(self, task: str, make: Callable[[], Screen]) -> None:
        """A screen that is made when somebody first goes there: signing in waits for none."""
        self._makers[task] = make

    def add_screen(self, task: str, screen: Screen) -> None:
        self._screens[task] = screen
        screen.paper_moved.connect(self.shelf.follow)
        screen.setObjectName("canvas")
        screen.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stack.addWidget(screen)

    @property
    def allowed(self) -> tuple[str, ...]:
        """What the signed-in person may open, in the order of the rail."""
        return self._allowed

    def let_in(self, actor: Actor) -> None:
        """Offer only what this person's role lets them do, so that nobody starts at a dead end."""
        mine = tuple(place.task for place in places() if place.opens_for(actor))
        # A role that opens nothing still gets a page: the Counter says what is missing.
        self._allowed = mine or ("counter",)
        self.rail.show_only(self._allowed)
        self.top_bar.show_only(
            finding="counter" in self._allowed,
            drawer="drawer" in self._allowed,
            settings="settings" in self._allowed,
        )

    def go(self, task: str, subject: str = "") -> None:
        """Show another screen, if the person may; the one before keeps what was typed.

        `subject` is the id of what it should open, such as an account.
        """
        entry = BEHIND.get(task, task)
        if entry not in self._allowed or not self.has_screen(task):
            return
        screen = self.screen_of(task)
        if self._task != task:
            self.leave_screen()
        self._task = task
        self.rail.show_task(entry)
        self._stack.setCurrentWidget(screen)
        screen.setFocus(Qt.FocusReason.OtherFocusReason)
        if subject:
            screen.open_subject(subject)
        screen.arrive()
        self.shown.emit(task)

    def keep_clear(self) -> int:
        """Pixels at the right that no message may cover: the verb that takes money stands there."""
        screen = self.screen_now
        return self.shelf.room + (screen.keep_clear() if screen is not None else 0)

    def _paper_place(self) -> QRect | None:
        screen = self.screen_now
        place = screen.paper_place() if screen is not None else None
        return (
            place.translated(screen.mapTo(self._work, QPoint(0, 0))) if place and screen else None
        )

    def leave_screen(self) -> None:
        """Let the screen in front keep what was typed."""
        if self._task:
            self._screens[self._task].leave()

    def cover(self) -> None:
        """The lock comes: keep what was typed, show nobody."""
        self.leave_screen()
        self.top_bar.find_box.clear()
        self.shelf.clear()

    def forget(self) -> None:
        """The person has left: nothing of their work stays on any screen."""
        for screen in self._screens.values():
            screen.forget()
        self.top_bar.find_box.clear()
        self.shelf.clear()
        self._task = ""

    def show_shift(self, shift: object) -> None:
        """Keep the drawer pill true."""
        self._shift = shift if isinstance(shift, OpenShiftRow) else None
        if self._shift is None:
            self._drop_due = False
        self._show_drawer()

    def show_drop_due(self, due: bool) -> None:
        """Remind of the safe, without a word on how much there is."""
        self._drop_due = due and self._shift is not None
        self._show_drawer()

    def show_left_open(self, since: datetime | None) -> None:
        """The drawer has stood open for long, since then; None when it is shut."""
        self._left_open = since
        self._show_drawer()

    def _show_drawer(self) -> None:
        shift = self._shift
        if self._left_open is not None:
            here = self._practice
            self.top_bar.show_left_open(format_time(self._left_open, here.time_zone, here.locale))
            return
        if shift is None:
            self.top_bar.show_drawer("", "")
            return
        since = format_time(shift.opened_at, self._practice.time_zone, self._practice.locale)
        counted = shift.state is not ShiftState.OPEN
        self.top_bar.show_drawer(shift.number, since, counted=counted, drop=self._drop_due)

    def find_somebody(self) -> None:
        """F3: go where finding is, with the keyboard in the find box."""
        if "counter" not in self._allowed:
            return
        if self._task != "counter":
            self.go("counter")
        self.top_bar.find_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.find_box.selectAll()

    def _connect(self) -> None:
        bar = self.top_bar
        self.rail.wanted.connect(self._turn_to)
        bar.lock_wanted.connect(self.lock_wanted)
        bar.switch_wanted.connect(self.switch_wanted)
        bar.drawer.pressed.connect(lambda: self.go("drawer"))
        bar.find_box.typed.connect(self._typed)
        current().changed.connect(self._make_room)
        # Bound to the frame and not to the window: a locked window must not obey them.
        verbs: tuple[tuple[str, Callable[[], None]], ...] = (
            ("frame.find", self.find_somebody),
            ("frame.counter", lambda: self.go("counter")),
            *(
                (p.verb, partial(self._turn_to, p.task))
                for p in places()[1:]
                if p.task != "settings"
            ),
            ("frame.lock", self.lock_wanted.emit),
            ("frame.settings", self._to_settings),
            ("frame.switch_user", self.switch_wanted.emit),
            ("frame.refresh", lambda: self._screens[self._task].refresh()),
            ("frame.primary", lambda: self._screens[self._task].primary()),
            ("frame.print", lambda: self._screens[self._task].print_shown()),
        )
        for verb, act in verbs:
            bind(self, verb, act)
        for deed in ("paid_in", "paid_out", "drop", "no_sale"):
            bind(self, f"drawer.{deed}", partial(self._at_drawer, deed))
        bind(self, "drawer.close", lambda: self._at_drawer("close"))
        bind(self, "drawer.others", lambda: self._at_drawer("others"))

    def _turn_to(self, task: str) -> None:
        """The person leaves by the rail or its keys: who comes back begins with somebody else.

        A movement at the drawer comes back by itself, and finds the text as it was.
        """
        before = self._task
        self.go(task)
        if self._task != before:
            self.top_bar.find_box.clear()

    def _to_settings(self) -> None:
        """Ctrl+,: the page, for those who may; everybody else finds the look of the window."""
        if "settings" in self._allowed:
            self._turn_to("settings")
        else:
            self.top_bar.person.showMenu()

    def _at_drawer(self, deed: str) -> None:
        """Drawer verbs work from any screen, for those who may answer for a drawer."""
        if "drawer" in self._allowed and deed == "close":
            self.close_wanted.emit()
        elif "drawer" in self._allowed and deed == "others":
            self.others_wanted.emit()
        elif "drawer" in self._allowed:
            self.cash_wanted.emit(deed)

    def _typed(self, text: str) -> None:
        if not text or not self.isVisible():
            return
        self.shelf.make_way()
        if self._task != "counter":
            self.go("counter")
            self.top_bar.find_box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_room(self) -> None:
        px = current().px
        tight = self.width() < px(ROOMY_WIDTH)
        self.rail.make_room(tight)
        self.top_bar.make_room(tight)
        self.shelf.dock(self.width() >= px(DOCKED_FROM))
        left = self.shelf.room if self.isRightToLeft() else 0
        self._work_row.setContentsMargins(left, 0, self.shelf.room - left, 0)

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        screen = self.screen_now
        chord = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier
        )
        typed = event.text().isprintable() and bool(event.text().strip()) and not chord
        if screen is not None and event.key() == Qt.Key.Key_Escape:
            screen.back()
        elif screen is not None and screen.typing_finds and typed:
            self.top_bar.find_box.take_key(event)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()
