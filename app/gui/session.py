"""One person after another at one window: sign in, lock, switch, and the shift they answer for."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from app.areas.drawers.values import OpenShiftRow
from app.areas.security.values import SignedIn
from app.gui.action_runner import ActionRunner
from app.gui.auto_lock import DEFAULT_IDLE_S, AutoLock
from app.gui.failures import Failures
from app.gui.main_window import MainWindow
from app.gui.overrides import keep_overrides
from app.gui.screens.sign_in.view import SignInView
from app.gui.theme import current
from app.kernel.actor import Actor, Permission
from app.kernel.errors import Bug, CounterfoilError

if TYPE_CHECKING:
    from app.bootstrap import Station
    from app.gui.desk import Desk
    from app.gui.dialogs.bill_desk import BillDesk
    from app.gui.dialogs.cash_desk import CashDesk
    from app.gui.dialogs.refund_desk import RefundDesk
    from app.gui.dialogs.returned_check_desk import ReturnedCheckDesk
    from app.gui.frame import Frame
    from app.gui.screen import Screen
    from app.storage.reading import Reader

SCREENS: Final = (
    *("accounts", "invoices", "payments", "deposits", "shifts", "day_sheet", "activity", "users"),
    "tasks",
    "refunds",
    *("money", "reports", "services", "printer", "settings", "account"),
    *("card_payments", "receipt_look", "duplicates", "imports", "health", "setting_up"),
)
"""Screens that are built when somebody first goes there."""
LOCK_AFTER: Final = "security.lock_after_s"
SHIFT_TABLES: Final = frozenset({"shift", "shift_state"})
CASH_TABLES: Final = frozenset({"shift_state", "tender", "payment_void", "cash_movement"})


def _screen(task: str, desk: Desk) -> Screen:
    if task == "setting_up":
        from app.gui.first_steps import setting_up

        return setting_up(desk)
    module = importlib.import_module(f"app.gui.screens.{task}.view")
    view: Screen = module.View(desk)
    return view


def idle_seconds(reader: Reader) -> int:
    """Seconds until the lock as the practice set them, else the default."""
    from app.areas.settings import queries as settings

    try:
        return int(settings.setting(reader, LOCK_AFTER))
    except (CounterfoilError, Bug, ValueError, KeyError):
        return DEFAULT_IDLE_S


class Session(QObject):
    """Holds the window, the sign-in page and, after the first paint, the desk with its screens.

    The frame is built late, because the sign-in tiles must stand as soon as they can.
    """

    def __init__(
        self, station: Station, window: MainWindow, failures: Failures, sign_in: SignInView
    ) -> None:
        super().__init__(window)
        self._station, self._window, self.failures = station, window, failures
        keep_overrides()
        failures.practice = station.practice
        self.runner = ActionRunner(station, self._actor, failures, self)
        self.sign_in = sign_in
        sign_in.signed_in.connect(self._welcome)
        QTimer.singleShot(0, self, self._prepare)
        self.auto_lock = AutoLock(self)
        self.auto_lock.idle.connect(self.lock)
        self.look_chosen: Callable[[], None] | None = None
        self.cash: CashDesk
        self.bills: BillDesk
        self.returns: ReturnedCheckDesk
        self.refunds: RefundDesk
        self._desk: Desk | None = None
        self._frame: Frame | None = None
        self._locked_for: Actor | None = None

    @property
    def desk(self) -> Desk:
        """The one desk of this window, built when it is first needed."""
        if self._desk is None:
            self._build()
        if self._desk is None:
            raise Bug("a desk was built")
        return self._desk

    @property
    def frame(self) -> Frame:
        """The frame that holds the screens."""
        self.desk  # noqa: B018 - builds both
        if self._frame is None:
            raise Bug("a frame was built")
        return self._frame

    def lock(self) -> None:
        """Cover the work; the same person finds it as it was, money typed so far is kept."""
        if self.desk.seat.actor is None or self._locked_for is not None:
            return
        self._locked_for = self.desk.actor
        self.failures.withdraw_question()
        self.cash.withdraw()
        self.bills.withdraw()
        self.returns.withdraw()
        self.refunds.withdraw()
        self.printing.withdraw()
        self.auto_lock.rest()
        self.patients.lock()
        self.frame.cover()
        self._window.show_page(self.sign_in, hush=True)
        self.sign_in.open_for(self._locked_for.user_id)

    def switch_user(self) -> None:
        """Let somebody else sit down: the person before is signed out."""
        if self.desk.seat.actor is None:
            return
        self.frame.cover()
        self._sign_out()
        self._window.show_page(self.sign_in, hush=True)
        self.sign_in.open_for(None)

    def end(self) -> None:
        """The window closes: keep what was typed, then say good-bye; nothing locks any more."""
        self.auto_lock.rest()
        if self._desk is not None:
            self.patients.end()
            self.disk_watch.stop()
        if self._desk is not None and self._desk.seat.actor is not None:
            if self._locked_for is None:
                self.frame.leave_screen()
            self._station.sign_out(self._desk.actor)

    def _actor(self) -> Actor:
        return self.desk.actor

    def _prepare(self) -> None:
        if self._desk is None and self._window.isVisible():
            self._build()

    def _build(self) -> None:
        from app.devices.speech import Speaker
        from app.gui.cards_desk import cards_desk
        from app.gui.central_pill import CentralPill
        from app.gui.desk import Desk
        from app.gui.frame import Frame
        from app.gui.patient_display.display import PatientDisplay
        from app.gui.print_desk import print_desk
        from app.gui.screens.counter.view import View as CounterView
        from app.gui.screens.drawer.view import View as DrawerView
        from app.gui.sync_desk import sync_desk
        from app.gui.task_watch import TaskWatch

        frame = Frame(self._station.practice, self._window.room)
        desk = Desk(
            runner=self.runner,
            practice=self._station.practice,
            theme=current(),
            toasts=self._window.toasts,
            paper=frame.shelf.tray,
            find=frame.top_bar.find_box,
            go=frame.go,
            switch_user=self.switch_user,
            keep_look=self._look_chosen,
        )
        # What is connected to it refers to it: without a parent none of that would ever go.
        desk.seat.setParent(self._window)
        self._frame, self._desk = frame, desk
        self._window.adopt(frame)
        self._window.toasts.keep_clear = frame.keep_clear
        frame.shown.connect(self._window.toasts.place)
        frame.lock_wanted.connect(self.lock)
        frame.switch_wanted.connect(self.switch_user)
        frame.rail.keys_button.clicked.connect(self._window.show_keys)
        frame.top_bar.look_chosen.connect(self._look_chosen)
        self.printing = print_desk(frame, desk)
        self.central = CentralPill(
            frame.top_bar.network,
            self.runner,
            self._station.practice.time_zone,
            lambda: desk.seat.actor.user_id if desk.seat.actor else None,
        )
        self.central.history.connect(frame.notice.say)
        for changed in (desk.seat.signed_in, desk.seat.signed_out, desk.seat.shift_changed):
            changed.connect(self.central.read_later)
        self.syncing = sync_desk(frame, desk)
        self.cards = cards_desk(frame, desk)
        self.tasks = TaskWatch(frame.rail, desk)
        desk.face = self.patients = PatientDisplay(desk, self._window, Speaker())
        self._start(desk)
        desk.seat.shift_changed.connect(frame.show_shift)
        desk.seat.shift_changed.connect(lambda _shift: self._ask_drop_due())
        self.runner.changed.connect(self._changed)
        self._offer_panels(frame, desk)
        frame.close_wanted.connect(self._close_shift)
        frame.others_wanted.connect(self._show_others)
        frame.add_screen("counter", CounterView(desk, frame.room))
        frame.add_screen("drawer", DrawerView(desk, frame.room))
        frame.show_shift(None)

    def _start(self, desk: Desk) -> None:
        """What works beside the window from now on: cards, the centre, further copies, printers."""
        from app.gui.disk_watch import DiskWatch
        from app.gui.drawer_watch import DrawerWatch
        from app.gui.printing.pages import QtPages
        from app.gui.printing.raster import QtRaster
        from app.gui.scanning import Scanning

        self._station.keep_room()
        self._station.start_cards()
        desk.cards = self._station.cards
        desk.card_refunds = self._station.refunds
        self._station.start_sync()
        self._station.start_copies()
        self._station.start_backups()
        self._station.start_printing(QtRaster(), pages=QtPages())
        self.drawer_watch = DrawerWatch(self.frame, desk)
        self.disk_watch = DiskWatch(self.frame, desk)
        self.scanning = Scanning(self._window.scan, self.frame, desk)

    def _offer_panels(self, frame: Frame, desk: Desk) -> None:
        """What opens over any screen."""
        from app.gui.dialogs.bill_desk import BillDesk
        from app.gui.dialogs.cash_desk import CashDesk
        from app.gui.dialogs.cash_panel import CashVerb
        from app.gui.dialogs.refund_desk import RefundDesk
        from app.gui.dialogs.returned_check_desk import ReturnedCheckDesk

        cash = self.cash = CashDesk(self._window, desk)
        self.bills = BillDesk(self._window, desk)
        self.returns = ReturnedCheckDesk(self._window, desk)
        self.refunds = RefundDesk(self._window, desk)
        frame.cash_wanted.connect(lambda verb: cash.begin(CashVerb(verb)))

    def _welcome(self, signed_in: object) -> None:
        if not isinstance(signed_in, SignedIn):
            return
        before, self._locked_for = self._locked_for, None
        actor, desk = signed_in.actor, self.desk
        same = before is not None and before.user_id == actor.user_id
        if before is not None and not same:
            self._sign_out()
        desk.seat.take(actor, signed_in.role_name)
        self._furnish(actor)
        self.frame.top_bar.show_person(actor.name, signed_in.role_name)
        self.runner.ask(idle_seconds, done=self.auto_lock.set_idle, key="idle")
        self.auto_lock.watch()
        if same and self.frame.task in self.frame.allowed:
            self._window.show_page(self.frame)
            self.frame.go(self.frame.task)
            return
        from app.areas.drawers import queries as drawers

        self.runner.ask(drawers.my_shift, actor.user_id, done=self._first_screen, key="shift")

    def _furnish(self, actor: Actor) -> None:
        """Offer what the person may open; most of it is built when somebody first goes there."""
        from app.gui.frame import BEHIND

        frame = self.frame
        frame.let_in(actor)
        behind = tuple(task for task, entry in BEHIND.items() if entry in frame.allowed)
        for task in (*frame.allowed, *behind):
            if not frame.has_screen(task) and task in SCREENS:
                frame.offer_screen(task, partial(_screen, task, self.desk))

    def _first_screen(self, shift: OpenShiftRow | None) -> None:
        """Without an open shift the float comes first, for those who may open a drawer."""
        if self.desk.seat.actor is None:
            return
        self.desk.seat.hold_shift(shift)
        drawer_first = shift is None and self.desk.actor.may(Permission.OPEN_SHIFT)
        self._window.show_page(self.frame)
        allowed = self.frame.allowed
        usual = next(task for task in ("counter", "users", *allowed) if task in allowed)
        first = "drawer" if drawer_first else usual
        self.frame.go(first)
        if self.desk.actor.may(Permission.CHANGE_SETTINGS):
            from app.gui.setup_steps import is_under_way

            self.runner.ask(is_under_way, done=self._go_on_setting_up, key="setting_up.begun")

    def _go_on_setting_up(self, under_way: bool) -> None:
        """Who was being led through the first steps is led on from there."""
        if under_way and self.desk.seat.actor is not None:
            self.frame.go("setting_up")

    def _sign_out(self) -> None:
        desk, station = self.desk, self._station
        actor = desk.actor
        self._locked_for = None
        self.auto_lock.rest()
        self.frame.forget()
        self._window.toasts.clear()
        desk.seat.leave()
        self.runner.run(lambda: station.sign_out(actor), done=lambda _nothing: None)

    def _changed(self, tables: object) -> None:
        seat = self.desk.seat
        if isinstance(tables, frozenset) and tables & SHIFT_TABLES and seat.actor is not None:
            from app.areas.drawers import queries as drawers

            self.runner.ask(
                drawers.my_shift, seat.actor.user_id, done=seat.hold_shift, key="shift.kept"
            )
        if isinstance(tables, frozenset) and tables & CASH_TABLES and seat.shift is not None:
            self._ask_drop_due()

    def _ask_drop_due(self) -> None:
        """Whether much cash lies in the drawer; how much, nobody is told before the count."""
        from app.areas.drawers import queries as drawers

        actor, frame = self.desk.seat.actor, self.frame
        if actor is not None:
            self.runner.ask(
                drawers.drop_due, actor.user_id, done=frame.show_drop_due, key="drop.due"
            )

    def _close_shift(self) -> None:
        """Shift+F12 from any screen: to the drawer, and count it."""
        from app.gui.screens.drawer.view import View as DrawerView

        self.frame.go("drawer")
        drawer = self.frame.screen_of("drawer")
        if isinstance(drawer, DrawerView):
            drawer.begin_close()

    def _show_others(self) -> None:
        """Shift+F4 from any screen: the drawers other people have open."""
        from app.gui.screens.drawer.view import View as DrawerView

        self.frame.go("drawer")
        drawer = self.frame.screen_of("drawer")
        if isinstance(drawer, DrawerView):
            drawer.show_others()

    def _look_chosen(self) -> None:
        if self.look_chosen is not None:
            self.look_chosen()
