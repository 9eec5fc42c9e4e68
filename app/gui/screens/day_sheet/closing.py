"""Closing the day that the sheet shows, and opening it again; says how the day stands."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.areas.reports.closing import close_day, reopen_day
from app.areas.reports.values import CloseDay, DayClosing, DayDone, DaySheet, ReopenDay
from app.gui.desk import Desk
from app.gui.dialogs.form_panel import Ask, FormPanel
from app.gui.panel_acts import PanelActs
from app.gui.tables import cells
from app.kernel.actor import Permission
from app.kernel.i18n import format_date, format_money
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t, tn

WIDTH = 520


class DayActs(QObject):
    """At most one panel over the sheet; what was typed stays in it until it is done or left."""

    def __init__(self, view: QWidget, desk: Desk) -> None:
        super().__init__(view)
        self._view, self._desk = view, desk
        self._intent = CommandId(new_id())
        self.panel: FormPanel | None = None
        self._acts = PanelActs(self, desk, lambda: self.panel)

    def may(self) -> bool:
        actor = self._desk.seat.actor
        return actor is not None and actor.may(Permission.CLOSE_DAY)

    def begin(self, sheet: DaySheet) -> None:
        """Ask what is needed to close the day, or to open it again."""
        if self.panel is not None or not self.may():
            return
        self._intent = CommandId(new_id())
        if sheet.closing is None:
            panel = self._close_panel(sheet)
            panel.wanted.connect(lambda: self._close(sheet))
        else:
            panel = self._open_panel(sheet, sheet.closing)
            panel.wanted.connect(lambda: self._open(sheet))
        self.panel = panel
        panel.left.connect(self._put_away)
        panel.begin()

    def forget(self) -> None:
        if self.panel is not None:
            self.panel.leave()

    def _put_away(self) -> None:
        self.panel = None

    def _close_panel(self, sheet: DaySheet) -> FormPanel:
        about = [_came_to(sheet), t("What comes for it later is named late.")]
        about += sheet.missing
        hint = t("Needed only where a window was not heard of: why it is closed without that one.")
        reason = Ask("reason", t("Reason"), optional=True, hint=hint)
        return FormPanel(
            self._view,
            t("Close {day}", day=format_date(sheet.day)),
            t("Close the day"),
            (reason,),
            self._desk.practice,
            width=WIDTH,
            about="\n".join(about),
        )

    def _open_panel(self, sheet: DaySheet, closing: DayClosing) -> FormPanel:
        about = [
            closed_words(sheet, self._desk),
            t("Its reports change with what is booked for it until it is closed again."),
        ]
        return FormPanel(
            self._view,
            t("Open {day} again", day=format_date(closing.day)),
            t("Open the day again"),
            (Ask("reason", t("Reason")),),
            self._desk.practice,
            width=WIDTH,
            about="\n".join(about),
        )

    def _reason(self) -> str:
        return "" if self.panel is None else str(self.panel.form.value("reason"))

    def _close(self, sheet: DaySheet) -> None:
        self._acts.act(close_day, CloseDay(self._intent, sheet.day, self._reason()), self._closed)

    def _open(self, sheet: DaySheet) -> None:
        self._acts.act(reopen_day, ReopenDay(self._intent, sheet.day, self._reason()), self._opened)

    def _closed(self, done: DayDone) -> None:
        self.forget()
        self._desk.toasts.success(t("{day} is closed.", day=format_date(done.day)))

    def _opened(self, done: DayDone) -> None:
        self.forget()
        self._desk.toasts.success(t("{day} is open again.", day=format_date(done.day)))


def _came_to(sheet: DaySheet) -> str:
    payments = tn("{count} payment", "{count} payments", sheet.count)
    if sheet.total is None:
        return payments
    return t("{payments}, {amount}.", payments=payments, amount=format_money(sheet.total))


def closed_words(sheet: DaySheet, desk: Desk) -> str:
    """Who closed the day, when and where, and what it came to then; or who opened it again."""
    closing, reopened = sheet.closing, sheet.reopened
    if closing is None:
        if reopened is None:
            return ""
        return t(
            "Opened again by {name}, {when}: {reason}",
            name=reopened.by,
            when=cells.moment(reopened.at, desk.practice),
            reason=reopened.reason,
        )
    payments = tn("{count} payment", "{count} payments", closing.count)
    said = [
        t(
            "Closed by {name} at {window}, {when}, with {payments}, {amount}.",
            name=closing.by,
            window=closing.window,
            when=cells.moment(closing.at, desk.practice),
            payments=payments,
            amount=format_money(closing.total),
        )
    ]
    if closing.unheard:
        said.append(
            t("Without {windows}: {reason}", windows=closing.unheard, reason=closing.reason)
        )
    elif closing.reason:
        said.append(closing.reason)
    if closing.others:
        names = ", ".join(dict.fromkeys(closing.others))
        said.append(t("Closed by {names} too, at another window; the first holds.", names=names))
    return " ".join(said)
