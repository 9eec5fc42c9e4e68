"""Card money in the tray that is no payment at a reader: refunds on their way, charges that are in
no books.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.areas.cards import outside_records
from app.areas.refunds import lists as refunds
from app.areas.refunds.values import RefundMethod
from app.areas.tasks import card_telling, rules
from app.areas.tasks.records import open_ones
from app.areas.tasks.values import Link, TaskKind
from app.gui.icons import Glyph
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.kernel.actor import Permission
from app.kernel.listing import Filter, ListWanted, Op
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.reading import Reader

ON_ITS_WAY: Final = ListWanted(filters=(Filter("status", Op.ANY_OF, ("processed",)),))


@dataclass(frozen=True, slots=True)
class Beside:
    """One of them. `waits` where somebody has to do something; the program finds out about the
    others.
    """

    title: str
    words: str
    amount: Money
    look: str
    go: Link
    waits: bool = False


def beside(reader: Reader) -> tuple[Beside, ...]:
    """All of them, charges first."""
    found = open_ones(reader, card_telling.in_no_books(reader))
    return (*(_charge(reader, one.task_id, one.subject) for one in found), *_refunds(reader))


def may_see(one: Beside, permissions: frozenset[Permission], screens: tuple[str, ...]) -> bool:
    """Whether somebody could do anything about it."""
    seen = not one.waits or rules.sees(TaskKind.UNKNOWN_CHARGE, permissions)
    return seen and one.go.task in screens


def _charge(reader: Reader, task_id: str, ref: str) -> Beside:
    found = outside_records.outside(reader, ref)
    return Beside(
        t("Charge {ref}", ref=found.ref),
        t("Charged at {gateway}, and no window knows of it.", gateway=found.gateway),
        found.amount,
        t("Look at the task"),
        Link("tasks", task_id),
        waits=True,
    )


def _refunds(reader: Reader) -> tuple[Beside, ...]:
    """Those that were sent to a card of which nobody said yet that they arrived."""
    rows = refunds.refunds(reader, ON_ITS_WAY).rows
    return tuple(
        Beside(
            f"{row.number}  ·  {row.name}",
            t("Checking. This refund was sent to the card. Do NOT give it back another way."),
            row.amount,
            t("Look at the refund"),
            Link("refunds", row.refund_id),
        )
        for row in rows
        if row.method is RefundMethod.CARD_REVERSAL
    )


class BesideRow(QFrame):
    """One of them as the tray shows it; `wanted` comes with where it can be looked at."""

    wanted = Signal(object)

    def __init__(self, row: Beside, locale: str) -> None:
        super().__init__()
        self.row = row
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(6), 0, px(8))
        column.setSpacing(px(4))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(Glyph(*(("warning", "caution") if row.waits else ("clock", "muted")), 18))
        head.addWidget(PlainLabel(row.title, role="strong", elide=True), 1)
        amount = AmountLabel(15, locale=locale, spoken="{amount}")
        amount.show_amount(row.amount)
        head.addWidget(amount)
        column.addLayout(head)
        self.words = PlainLabel(row.words, wrap=True)
        column.addWidget(self.words)
        self.button = Button(row.look)
        self.button.setAutoDefault(True)
        self.button.clicked.connect(lambda: self.wanted.emit(row.go))
        verbs = QHBoxLayout()
        verbs.addWidget(self.button)
        verbs.addStretch(1)
        column.addLayout(verbs)
