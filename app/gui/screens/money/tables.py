"""The lines of a place and the tie of every GL account, as tables."""

from __future__ import annotations

from app.areas.deposits.chain_values import PlaceLine
from app.gui.screens.money.words import Tied, age_words, hidden_or
from app.gui.tables import cells
from app.gui.tables.rows_model import ChipLook, Column
from app.kernel.translate import t


def line_columns() -> tuple[Column[PlaceLine], ...]:
    """What lies in a place, with its age; money that must not be known says so."""
    return (
        Column(t("What"), lambda r: r.words, width=160, stretch=True),
        Column(t("Paper"), lambda r: r.number, width=124, tone=lambda r: "muted"),
        Column(t("Since"), lambda r: cells.day(r.since), width=92, sort_by=lambda r: str(r.since)),
        Column(
            t("Age"), _age, chip=_late, width=134, sort_by=lambda r: (r.banking_days, str(r.since))
        ),
        Column(
            t("Amount"),
            lambda r: hidden_or(r.amount),
            right=True,
            tone=lambda r: "muted" if r.amount is None else "text",
            sort_by=lambda r: r.amount.minor if r.amount else 0,
        ),
    )


def _age(line: PlaceLine) -> str:
    return age_words(line.banking_days) if line.since else ""


def _late(line: PlaceLine) -> ChipLook | None:
    if not line.late:
        return None
    return ChipLook("warning-circle", t("{age}, late", age=age_words(line.banking_days)), "danger")


def tie_columns() -> tuple[Column[Tied], ...]:
    return (
        Column(t("GL account"), lambda r: r.words, width=190, stretch=True),
        Column(t("Papers"), lambda r: hidden_or(r.papers), right=True, tone=_shade),
        Column(t("Ledger"), lambda r: hidden_or(r.ledger), right=True, tone=_shade),
        Column(t("Ties"), lambda r: "", chip=tie_look, width=76),
    )


def _shade(row: Tied) -> str:
    return "muted" if row.papers is None else "text"


def tie_look(row: Tied) -> ChipLook:
    if row.ties:
        return ChipLook("check-circle", t("Yes"), "money_in")
    return ChipLook("warning-circle", t("No"), "danger")
