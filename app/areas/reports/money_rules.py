"""What is often, which numbers are missing, how far a deposit is, and what of a day is where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from app.areas.deposits.values import DepositStage, DepositStatus
from app.areas.printing.values import AuditedPaper
from app.areas.reports.money_values import ReportName, Where
from app.areas.reports.values import BankLine, DaySheet
from app.kernel.money import Money
from app.kernel.translate import later, t

OFTEN: Final = 3
OFTEN_WITHIN: Final = 30
"""So many differences within so many days are looked at by a manager."""


def often(days: Iterable[date], begin: date) -> bool:
    """Whether OFTEN of these days lie within OFTEN_WITHIN days, the last of them on or after
    `begin`.
    """
    sorted_days = sorted(days)
    return any(
        last >= begin and last - first < timedelta(OFTEN_WITHIN)
        for first, last in zip(sorted_days, sorted_days[OFTEN - 1 :], strict=False)
    )


def missing_numbers(series: str, number: str, before: int, value: int) -> tuple[str, str]:
    """The first and the last number between two of a series, written as its numbers are; both empty
    when none is missing. A series is a pattern with all places filled but the number, `W1-Z-{n}`.
    """
    if value <= before + 1:
        return "", ""
    width = len(number) - len(series) + len("{n}")
    first, last = (series.replace("{n}", str(n).zfill(width)) for n in (before + 1, value - 1))
    return first, last


_WHERE: Final = {
    DepositStatus.SUBMITTED: Where.TRANSIT,
    DepositStatus.CLEARED: Where.CLEARED,
    DepositStatus.RECONCILED: Where.CLEARED,
}


def where_of(status: str, *, sealed: bool) -> Where:
    """Where what lies in a deposit is."""
    waits = Where.SEALED if sealed else Where.BAGGED
    return _WHERE.get(DepositStatus(status), waits)


def stage_of(status: str, *, counted: bool, sealed: bool) -> DepositStage:
    """How far a deposit is."""
    if status != DepositStatus.PENDING.value:
        return DepositStage(status)
    if sealed:
        return DepositStage.SEALED
    return DepositStage.COUNTED if counted else DepositStage.PREPARED


WHERE_WORDS: Final = {
    Where.DRAWER: later("In drawers"),
    Where.NOT_BAGGED: later("Not bagged"),
    Where.BAGGED: later("Bagged"),
    Where.SEALED: later("Sealed"),
    Where.TRANSIT: later("In transit"),
    Where.CLEARED: later("Cleared"),
    Where.RETURNED: later("Returned"),
}
_STAGES: Final = {
    DepositStage.PREPARED: later("to be counted again"),
    DepositStage.COUNTED: later("counted twice"),
    DepositStage.SEALED: later("sealed"),
    DepositStage.SUBMITTED: later("in transit"),
    DepositStage.CLEARED: later("cleared"),
    DepositStage.RECONCILED: later("reconciled"),
    DepositStage.VOID: later("void"),
}


def where_words(where: Where) -> str:
    """Where money is, as a heading says it."""
    return t(WHERE_WORDS[where])


def stage_words(stage: DepositStage | None) -> str:
    """How far a deposit is, as one says it after its number; nothing where there is none."""
    return t(_STAGES[stage]) if stage is not None else ""


def bank_lines(sheet: DaySheet) -> tuple[BankLine, ...]:
    """The deposits that something of the day is in, then what of it is in none."""
    lines = [
        BankLine(line.number, line.stage, line.here_cash, line.here_checks)
        for line in sheet.deposits
    ]
    nothing = Money.zero(sheet.currency)
    for where, words in (
        (Where.NOT_BAGGED, t("In no deposit yet")),
        (Where.DRAWER, t("In the drawers, without float")),
        (Where.RETURNED, t("Returned by the bank")),
    ):
        at = {row.cash: row.at(where) for row in sheet.places}
        line = BankLine(words, None, at.get(True, nothing), at.get(False, nothing))
        if line.cash is None or line.cash or line.checks:
            lines.append(line)
    return tuple(lines)


PAPERS: Final = {
    ReportName.DEPOSITS: AuditedPaper.DEPOSIT_REPORT,
    ReportName.CASH_POSITION: AuditedPaper.CASH_POSITION,
    ReportName.OVER_SHORT: AuditedPaper.OVER_SHORT,
    ReportName.Z_LIST: AuditedPaper.Z_LIST,
    ReportName.CARDS: AuditedPaper.CARDS,
    ReportName.SERVICE: AuditedPaper.SERVICE,
}


def paper_kind(name: ReportName) -> str:
    """What a print job of a report is of."""
    return PAPERS[name].value


def paper_days(day_from: date, day_to: date) -> str:
    """The document of a report's paper: its days."""
    return f"{day_from.isoformat()} {day_to.isoformat()}"
