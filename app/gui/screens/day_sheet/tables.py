"""The columns of the day sheet, and its rows for CSV; hidden amounts say so in both."""

from __future__ import annotations

from app.areas.drawers.values import ShiftState
from app.areas.payments.card_words import funding_words, kind_words, wallet_words
from app.areas.payments.late_values import LateFact
from app.areas.reports.money_rules import bank_lines, stage_words
from app.areas.reports.money_values import CardLine, Tie
from app.areas.reports.values import (
    BankLine,
    CameLate,
    CashierLine,
    DaySheet,
    ShiftLine,
    TenderLine,
)
from app.gui.deposit_look import stage_look
from app.gui.tables.rows_model import ChipLook, Column
from app.kernel.clock import instant_text
from app.kernel.csv_text import Cell
from app.kernel.i18n import format_date, format_money
from app.kernel.money import Money
from app.kernel.translate import t


def shown(amount: Money | None) -> str:
    """An amount, or that it must not be seen yet."""
    return t("hidden") if amount is None else format_money(amount)


def tender_columns() -> tuple[Column[TenderLine], ...]:
    return (
        Column(t("Paid with"), lambda r: r.words, width=140, stretch=True),
        Column(t("Tenders"), lambda r: str(r.count), right=True, width=80),
        Column(t("Amount"), lambda r: shown(r.amount), right=True, width=120),
    )


def _kind(line: CardLine) -> str:
    return kind_words(line.funding, line.wallet)


def card_columns() -> tuple[Column[CardLine], ...]:
    return (
        Column(
            t("Kind of card"), lambda r: kind_words(r.funding, r.wallet), width=170, stretch=True
        ),
        Column(t("Charges"), lambda r: str(r.count), right=True, width=90),
        Column(t("Charged"), lambda r: format_money(r.taken), right=True, width=120),
        Column(t("Given back"), lambda r: format_money(r.given_back), right=True, width=120),
        Column(t("Net"), lambda r: format_money(r.left), right=True, width=120),
    )


def cashier_columns() -> tuple[Column[CashierLine], ...]:
    return (
        Column(t("Cashier"), lambda r: r.name, width=140, stretch=True),
        Column(t("Cash"), lambda r: shown(r.cash), right=True, width=96),
        Column(t("Other"), lambda r: shown(r.other), right=True, width=96),
        Column(t("Total"), lambda r: shown(r.total), right=True, width=96),
    )


def shift_columns() -> tuple[Column[ShiftLine], ...]:
    return (
        Column(t("Shift"), lambda r: r.number, width=110),
        Column(t("Cashier"), lambda r: r.cashier, width=130, stretch=True),
        Column(t("Status"), lambda r: "", chip=state_look, width=100),
        Column(t("Float"), lambda r: shown(r.float_amount), right=True, width=90),
        Column(t("Cash"), lambda r: shown(r.cash), right=True, width=100),
        Column(t("In, out, drops"), lambda r: shown(r.moved), right=True, width=120),
        Column(t("In the drawer"), lambda r: shown(r.in_drawer), right=True, width=120),
        Column(t("Counted"), lambda r: known(r.counted), right=True, width=100),
        Column(
            t("Difference"),
            lambda r: known(r.difference),
            right=True,
            tone=lambda r: "danger" if r.difference else "muted",
            width=100,
        ),
    )


def late_columns() -> tuple[Column[LateFact], ...]:
    return (
        Column(t("Shift"), lambda r: r.shift_number, width=110),
        Column(t("What"), lambda r: r.words, width=200, stretch=True),
        Column(t("Cashier"), lambda r: r.cashier, width=150),
        Column(t("Closed by"), lambda r: r.closed_by, width=150, tone=lambda r: "muted"),
        Column(t("Amount"), lambda r: format_money(r.amount), right=True, width=110),
    )


def came_columns() -> tuple[Column[CameLate], ...]:
    return (
        Column(t("What"), lambda r: r.words, width=200, stretch=True),
        Column(t("By"), lambda r: r.by, width=150),
        Column(t("Window"), lambda r: r.window, width=80),
        Column(t("Counts into"), lambda r: format_date(r.period_date), width=120),
        Column(
            t("Amount"), lambda r: format_money(r.amount) if r.amount else "", right=True, width=110
        ),
    )


def bank_columns() -> tuple[Column[BankLine], ...]:
    return (
        Column(t("Deposit"), lambda r: r.words, width=200, stretch=True),
        Column(t("Status"), lambda r: "", chip=_stage_look, width=200),
        Column(t("Cash"), lambda r: shown(r.cash), right=True, width=110),
        Column(t("Checks"), lambda r: shown(r.checks), right=True, width=110),
    )


def _stage_look(line: BankLine) -> ChipLook | None:
    return None if line.stage is None else stage_look(line.stage)


def tie_columns() -> tuple[Column[Tie], ...]:
    return (
        Column(t("What"), lambda r: r.words, width=170, stretch=True),
        Column(t("One way"), lambda r: r.left_words, width=206, tone=lambda r: "muted"),
        Column(t("Amount"), lambda r: shown(r.left), right=True, width=110),
        Column(t("The other way"), lambda r: r.right_words, width=220, tone=lambda r: "muted"),
        Column(t("Amount"), lambda r: shown(r.right), right=True, width=110),
        Column(t("Ties"), lambda r: "", chip=tie_look, width=90),
    )


def known(amount: Money | None) -> str:
    """What is known only when a shift is closed."""
    return "" if amount is None else format_money(amount)


def tie_look(tie: Tie) -> ChipLook:
    if tie.ok:
        return ChipLook("check-circle", t("Yes"), "money_in")
    return ChipLook("warning-circle", t("No"), "danger")


def state_look(row: ShiftLine) -> ChipLook:
    looks = {
        ShiftState.OPEN: ChipLook("archive-box", t("Open"), "money_in"),
        ShiftState.COUNTED: ChipLook("clock", t("Counted"), "caution"),
        ShiftState.CLOSED: ChipLook("check-circle", t("Closed"), "muted"),
    }
    return looks[row.state]


def csv_rows(sheet: DaySheet) -> list[list[Cell]]:
    """The tables one below the other; a hidden amount is left empty."""
    rows: list[list[Cell]] = [[t("Day sheet"), sheet.day, sheet.practice]]
    rows += [[t("Provisional"), words] for words in sheet.missing]
    rows += _closing_rows(sheet)
    rows.append([])
    rows.append([t("Paid with"), t("Tenders"), t("Amount")])
    rows += [[line.words, line.count, line.amount] for line in sheet.tenders]
    rows += [[t("Received"), sheet.count, sheet.total], []]
    rows += _card_rows(sheet)
    rows.append([t("Cashier"), t("Cash"), t("Other"), t("Total")])
    rows += [[line.name, line.cash, line.other, line.total] for line in sheet.cashiers]
    rows.append([])
    rows.append([column.title for column in shift_columns()])
    rows += [
        [
            line.number,
            line.cashier,
            state_look(line).words,
            line.float_amount,
            line.cash,
            line.moved,
            line.in_drawer,
            line.counted,
            line.difference,
        ]
        for line in sheet.shifts
    ]
    rows.append([])
    if sheet.came_late:
        rows.append([column.title for column in came_columns()])
        rows += [
            [came.words, came.by, came.window, came.period_date, came.amount]
            for came in sheet.came_late
        ]
        rows.append([])
    if sheet.late:
        rows.append([column.title for column in late_columns()])
        rows += [
            [fact.shift_number, fact.words, fact.cashier, fact.closed_by, fact.amount]
            for fact in sheet.late
        ]
        rows.append([])
    rows.append([column.title for column in bank_columns()])
    rows += [
        [line.words, stage_words(line.stage), line.cash, line.checks] for line in bank_lines(sheet)
    ]
    rows.append([])
    rows.append([t("What"), t("One way"), "", t("The other way"), "", t("Ties")])
    rows += [
        [tie.words, tie.left_words, tie.left, tie.right_words, tie.right, tie.ok]
        for tie in sheet.ties
    ]
    return rows


def _card_rows(sheet: DaySheet) -> list[list[Cell]]:
    """Card money by kind of card and wallet, each in a column of its own; nothing without cards."""
    if not sheet.cards:
        return []
    head: list[Cell] = [t("Kind of card"), t("Wallet"), *(c.title for c in card_columns()[1:])]
    lines: list[list[Cell]] = [
        [
            funding_words(line.funding) or t("Kind not told"),
            wallet_words(line.wallet),
            line.count,
            line.taken,
            line.given_back,
            line.left,
        ]
        for line in sheet.cards
    ]
    return [head, *lines, []]


def _closing_rows(sheet: DaySheet) -> list[list[Cell]]:
    """Who closed the day, with the record of each drawer's close; or who opened it again."""
    closing, reopened = sheet.closing, sheet.reopened
    if closing is None:
        if reopened is None:
            return []
        return [[t("Opened again"), reopened.by, instant_text(reopened.at), reopened.reason]]
    rows: list[list[Cell]] = [
        [t("Closed"), closing.by, instant_text(closing.at), closing.window],
        [t("When it was closed"), closing.count, closing.total],
    ]
    if closing.unheard or closing.reason:
        rows.append([t("Closed without"), closing.unheard, closing.reason])
    rows += [[t("Drawer closed"), each.number, each.record_hash] for each in closing.drawers]
    return rows
