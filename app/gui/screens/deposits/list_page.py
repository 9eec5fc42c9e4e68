"""All deposits as a list, and above it what lies ready for the bank."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal

from app.areas.deposits import lists
from app.areas.deposits.values import DepositRow, DepositStage, DepositTotals
from app.gui.deposit_look import stage_look
from app.gui.desk import Desk
from app.gui.screens.deposits.ready_strip import ReadyStrip
from app.gui.screens.deposits.words import age_look, age_words
from app.gui.tables import cells
from app.gui.tables.list_screen import ListScreen
from app.gui.tables.list_spec import ListSpec, Tick
from app.gui.tables.paged_model import ListColumn
from app.gui.tables.rows_model import Column
from app.kernel.i18n import format_money
from app.kernel.listing import Op, Sort
from app.kernel.translate import t, tn

WATCHED = frozenset({"deposit", "deposit_state", "deposit_second_count", "deposit_clear"})


class ListPage(ListScreen[DepositRow]):
    """`chosen` comes with the row that should be opened."""

    chosen = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _spec())
        self.strip = ReadyStrip(desk.practice.locale)
        self._column.insertWidget(1, self.strip)

    def open_row(self, row: DepositRow) -> None:
        self.chosen.emit(row)

    def forget(self) -> None:
        super().forget()
        self.strip.clear()


def _spec() -> ListSpec[DepositRow]:
    return ListSpec(
        name="deposits",
        title=t("Deposits"),
        columns=(*_first_columns(), *_money_columns(), *_who_columns()),
        usual=Sort("number", descending=True),
        page=lists.deposits,
        marks=lists.deposits_marks,
        totals=lists.deposits_totals,
        count_words=lambda n: tn("{count} deposit", "{count} deposits", n),
        totals_words=_totals,
        find_words=t("Number, bag or person"),
        empty=t(
            "No deposit was made yet. When a shift is closed, what it leaves lies ready above: "
            "prepare the first one."
        ),
        watched=WATCHED,
        ticks=tuple(
            Tick(words, "stage", Op.ANY_OF, tuple(stage.value for stage in stages))
            for words, stages in (
                (t("Not sealed"), (DepositStage.PREPARED, DepositStage.COUNTED)),
                (t("Sealed"), (DepositStage.SEALED,)),
                (t("Submitted"), (DepositStage.SUBMITTED,)),
                (t("Cleared"), (DepositStage.CLEARED, DepositStage.RECONCILED)),
                (t("Void"), (DepositStage.VOID,)),
            )
        ),
        blind=True,
        open_words=t("Open the deposit"),
    )


def _totals(totals: DepositTotals) -> tuple[tuple[str, str], ...]:
    sums = ((t("Total"), format_money(totals.total)),)
    if not totals.hidden:
        return sums
    hidden = tn(
        "without {count} that is not counted twice yet",
        "without {count} that are not counted twice yet",
        totals.hidden,
    )
    return (*sums, (hidden, ""))


def hidden_or(amount: Any) -> str:
    """A sum of cash; a sign where the asker must not know it before the second count."""
    return "–" if amount is None else cells.amount(amount)


def _first_columns() -> tuple[ListColumn[DepositRow], ...]:
    return (
        ListColumn(
            "number", Column(t("Deposit"), lambda r: r.number, width=120), lambda r: r.number
        ),
        ListColumn(
            "business_date",
            Column(t("Business day"), lambda r: cells.day(r.business_date), width=104),
            lambda r: r.business_date,
        ),
        ListColumn(
            "stage",
            Column(t("Status"), lambda r: "", chip=lambda r: stage_look(r.stage), width=148),
            lambda r: stage_look(r.stage).words,
        ),
        ListColumn(
            "age",
            Column(t("Age"), age_words, chip=age_look, tone=lambda r: "muted", width=120),
            lambda r: r.age_days,
            sorts=False,
        ),
        ListColumn(
            "bag",
            Column(t("Bag"), lambda r: r.bag_number, width=110, stretch=True),
            lambda r: r.bag_number,
        ),
        ListColumn(
            "bank",
            Column(t("Bank account"), lambda r: r.bank_name, width=150),
            lambda r: r.bank_name,
            leaves=2,
        ),
    )


def _money_columns() -> tuple[ListColumn[DepositRow], ...]:
    return (
        ListColumn(
            "cash",
            Column(t("Cash"), lambda r: hidden_or(r.cash), right=True, width=104),
            lambda r: r.cash,
            leaves=4,
        ),
        ListColumn(
            "check_count",
            Column(t("Checks"), lambda r: str(r.check_count or ""), right=True, width=76),
            lambda r: r.check_count,
            sorts=False,
            leaves=5,
        ),
        ListColumn(
            "checks",
            Column(t("Checks' sum"), lambda r: cells.amount(r.checks), right=True, width=104),
            lambda r: r.checks,
            usual=False,
        ),
        ListColumn(
            "total",
            Column(
                t("Amount"),
                lambda r: hidden_or(r.total),
                right=True,
                tone=lambda r: "muted" if r.stage is DepositStage.VOID else "text",
                width=110,
            ),
            lambda r: r.total,
        ),
    )


def _who_columns() -> tuple[ListColumn[DepositRow], ...]:
    return (
        ListColumn(
            "prepared_by",
            Column(t("Prepared by"), lambda r: r.prepared_by, width=140),
            lambda r: r.prepared_by,
            leaves=1,
        ),
        ListColumn(
            "verified_by",
            Column(t("Counted by"), lambda r: r.verified_by, width=140),
            lambda r: r.verified_by,
            leaves=3,
        ),
        ListColumn(
            "cleared_on",
            Column(t("Cleared"), lambda r: cells.day(r.cleared_on), width=92),
            lambda r: r.cleared_on,
            usual=False,
        ),
    )
