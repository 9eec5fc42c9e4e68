"""Opens the cash panels from any screen and carries out what they ask for; it draws nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.areas.drawers import queries
from app.areas.drawers import service as drawers
from app.areas.drawers.values import (
    CashMoved,
    DrawerOpened,
    MoveCash,
    MovementKind,
    MovementSlip,
    OpenDrawer,
    OpenShiftRow,
)
from app.areas.ledger import queries as ledger
from app.devices.printing.papers import slip_paper
from app.gui.desk import Desk
from app.gui.dialogs.cash_panel import CashPanel, CashVerb
from app.gui.panel_acts import PanelActs
from app.kernel.i18n import format_money
from app.kernel.ids import CommandId, new_id
from app.kernel.money import Money
from app.kernel.translate import t, tn

OFTEN = 3
"""So many openings without a sale in one shift are worth a word."""


class CashDesk(QObject):
    """One for each window. What was typed stays until it is done, also when Esc puts it away."""

    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.panel: CashPanel | None = None
        self._acts = PanelActs(self, desk, lambda: self.panel)
        self._intent = CommandId(new_id())
        self._kept: dict[CashVerb, tuple[str, str]] = {}
        desk.move_cash = self.begin
        desk.seat.signed_out.connect(self.forget)

    def begin(self, verb: CashVerb, amount: Money | None = None) -> None:
        """Show the panel of `verb`; with `amount` it stands there already."""
        shift = self._desk.shift
        if self.panel is not None or self._desk.seat.actor is None:
            return
        if shift is None:
            self._desk.toasts.caution(
                t("You have no drawer open."), t("Count the float first; then cash can move.")
            )
            self._desk.go("drawer")
            return
        self.panel = CashPanel(self._window, verb, self._desk.practice, _where(shift))
        self.panel.wanted.connect(self._send)
        self.panel.left.connect(self._left)
        if self.panel.reasons is not None:
            self._desk.runner.ask(
                ledger.reasons, self.panel.reasons, done=self._show_reasons, key="cash.reasons"
            )
        self.panel.begin(amount, *self._kept.get(verb, ("", "")))

    def withdraw(self) -> None:
        """The lock comes: what was typed is kept, nothing is shown."""
        if self.panel is not None:
            self.panel.leave()

    def forget(self) -> None:
        """Somebody else sits down: they start from nought."""
        self.withdraw()
        self._kept.clear()
        self._intent = CommandId(new_id())

    def _show_reasons(self, reasons: Any) -> None:
        if self.panel is not None:
            self.panel.show_reasons(reasons)

    def _left(self) -> None:
        panel, self.panel = self.panel, None
        if panel is not None:
            self._kept[panel.verb] = (panel.amount.text(), panel.reference.text())

    def _send(self) -> None:
        """The id stays until it is answered, so that pressing often does it once."""
        panel = self.panel
        if panel is None:
            return
        if panel.verb is CashVerb.NO_SALE:
            opening = OpenDrawer(self._intent, panel.picks.reason_id)
            self._acts.act(drawers.open_drawer, opening, self._opened)
            return
        amount = panel.amount.amount()
        if amount is not None:
            command = MoveCash(
                id=self._intent,
                kind=MovementKind(panel.verb.value),
                amount=amount,
                reason_id=panel.picks.reason_id,
                reference=panel.reference.text().strip(),
            )
            self._acts.act(drawers.move_cash, command, self._moved)

    def _moved(self, moved: CashMoved) -> None:
        amount = format_money(moved.amount, self._desk.practice.locale)
        words = {
            MovementKind.PAID_IN: t("Paid in {amount}.", amount=amount),
            MovementKind.PAID_OUT: t("Paid out {amount}.", amount=amount),
            MovementKind.DROP: t("Dropped {amount} to the safe.", amount=amount),
        }[moved.kind]
        if moved.kind is MovementKind.DROP:
            more = t("{number}. Put its slip into the bag.", number=moved.number)
        else:
            more = t("{number}, {words}.", number=moved.number, words=moved.words)
        self._done(words, more)
        if moved.kind is not MovementKind.PAID_IN:
            self._desk.runner.ask(queries.movement_slip, moved.movement_id, done=self._show_slip)

    def _show_slip(self, slip: MovementSlip) -> None:
        """What is signed, or goes into the bag, on the screen's paper too."""
        paper = self._desk.paper
        paper.show_paper(slip_paper(slip, paper.columns, design=paper.design))

    def _opened(self, opened: DrawerOpened) -> None:
        more = tn(
            "{count} time without a sale in this shift.",
            "{count} times without a sale in this shift.",
            opened.count_today,
        )
        self._done(t("The drawer is open."), more)
        if opened.count_today >= OFTEN:
            self._desk.toasts.caution(
                t("Opened often without a sale."), t("A manager sees it on the Z report.")
            )

    def _done(self, words: str, more: str) -> None:
        self._intent = CommandId(new_id())
        if self.panel is not None:
            verb = self.panel.verb
            self.panel.leave()
            self._kept.pop(verb, None)
        self._desk.toasts.success(words, more)


def _where(shift: OpenShiftRow) -> str:
    return t("{drawer}, shift {number}", drawer=shift.drawer_name, number=shift.number)
