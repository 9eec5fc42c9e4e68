"""What a scanned code does on any screen: it opens its one thing, or says in a sentence why not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject

from app.areas.deposits.micr import check_line
from app.areas.scans import queries, rules
from app.areas.scans.values import Junk, ScannerSettings, Thing, ThingKind
from app.gui import scan_words as words
from app.gui.desk import Desk
from app.gui.frame import Frame
from app.gui.scan_guard import ScanGuard, unstamped_ms
from app.kernel.ids import InvoiceId, PaymentId, RefundId
from app.kernel.translate import t

KEY: Final = "scan"
TABLE: Final = "scanner"
TWICE_MS: Final = 1_000
"""The same code within that time is one scan: hands tremble."""
_OPENED_FROM: Final = {
    ThingKind.ACCOUNT: ("counter", "accounts"),
    ThingKind.RECEIPT: ("counter", "accounts"),
    ThingKind.INVOICE: ("counter", "invoices", "accounts"),
    ThingKind.REFUND: ("refunds",),
    ThingKind.DEPOSIT: ("deposits",),
    ThingKind.SHIFT: ("money",),
}
"""The screens that show such a thing, the usual one first."""


class Scanning(QObject):
    """One for each window, between its guard and its screens; it keeps no code but the last one,
    to know it again, and that for a moment.
    """

    def __init__(self, guard: ScanGuard, frame: Frame, desk: Desk) -> None:
        super().__init__(guard)
        self._guard, self._frame, self._desk = guard, frame, desk
        self.now_ms: Callable[[], int] = unstamped_ms
        self._last, self._last_ms = "", -TWICE_MS
        self._settings = ScannerSettings()
        guard.guards, guard.listens = True, self._listens
        guard.scanned.connect(self._scanned)
        guard.half.connect(lambda: desk.toasts.caution(*words.half_words()))
        guard.forged.connect(self._forged)
        desk.seat.signed_in.connect(lambda _who: self._read())
        desk.seat.signed_out.connect(self._forget)
        desk.runner.changed.connect(self._changed)
        if desk.seat.actor is not None:
            self._read()

    def _listens(self) -> bool:
        """Nobody is signed in, or the window is locked: whatever is scanned is gone."""
        return self._desk.seat.actor is not None and self._frame.screen_now is not None

    def _forget(self) -> None:
        self._last, self._last_ms = "", -TWICE_MS
        self._desk.runner.forget(KEY)
        self._guard.try_out(None)

    # -------------------------------------------------------------------------- the settings

    def _read(self) -> None:
        self._desk.runner.ask(queries.scanner, done=self._use, key="scanner")

    def _use(self, settings: ScannerSettings) -> None:
        self._settings = settings
        self._guard.use(settings)

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and TABLE in tables:
            self._read()

    # ------------------------------------------------------------------------------- a code

    def _forged(self) -> None:
        if (screen := self._frame.screen_now) is not None:
            screen.take_back_keys()

    def _scanned(self, text: str) -> None:
        screen = self._frame.screen_now
        if screen is None:
            return
        text, now = rules.without_marks(text, self._settings), self.now_ms()
        code = rules.code_of(text)
        twice = bool(code.text) and code.text == self._last and now - self._last_ms < TWICE_MS
        self._last, self._last_ms = code.text, now
        if twice or screen.take_code(text):
            return
        toasts = self._desk.toasts
        if code.junk is not Junk.CARD and check_line(text) is not None:
            toasts.caution(t("This is the line of a check."), t("Read it where it is taken."))
        elif code.junk is not Junk.NOTHING:
            toasts.caution(*words.junk_words(code.junk))
        else:
            who = self._desk.actor.user_id
            self._desk.runner.ask(
                queries.scanned,
                code.text,
                done=lambda things: self._have(who, code.text, things),
                key=KEY,
            )

    def _have(self, who: str, code: str, things: tuple[Thing, ...]) -> None:
        screen, actor = self._frame.screen_now, self._desk.seat.actor
        if screen is None or actor is None or actor.user_id != who:
            return
        toasts = self._desk.toasts
        if not things and screen.take_unknown(code):
            return
        if len(things) != 1:
            toasts.caution(*(words.several_words if things else words.unknown_words)(code))
            return
        (thing,) = things
        said = words.thing_words(thing)
        if self._place_of(thing) is None:
            toasts.caution(
                t("{thing} was scanned.", thing=said),
                t("Your role does not open it. Ask somebody who may."),
            )
        elif screen.money_typed:
            toasts.notice(
                t("{thing} was scanned.", thing=said),
                t("The payment that is typed stays where it is."),
                verb=t("Go there"),
                act=partial(self._open, who, thing),
            )
        else:
            self._open(who, thing)

    def _place_of(self, thing: Thing) -> str | None:
        """The first of its screens that this person may open."""
        allowed = self._frame.allowed
        return next((task for task in _OPENED_FROM[thing.kind] if task in allowed), None)

    def _open(self, who: str, thing: Thing) -> None:
        place, actor, desk = self._place_of(thing), self._desk.seat.actor, self._desk
        if place is None or actor is None or actor.user_id != who:
            return
        if thing.kind is ThingKind.INVOICE:
            desk.show_invoice(InvoiceId(thing.subject))
        elif thing.kind is ThingKind.REFUND:
            desk.show_refund(RefundId(thing.subject))
        elif thing.kind is ThingKind.SHIFT:
            desk.go(place, f"shift:{thing.subject}")
        elif thing.kind is ThingKind.RECEIPT and place == "counter":
            desk.open_payment(PaymentId(thing.subject))
        elif thing.kind is ThingKind.DEPOSIT:
            desk.go(place, thing.subject)
        else:
            desk.go("account" if place == "accounts" else place, str(thing.account_id))
