"""The daily deposit report and the cash position as sheets: their columns, charts and sums."""

from __future__ import annotations

from datetime import date

from app.areas.reports.money_rules import stage_words, where_words
from app.areas.reports.money_values import (
    CashPosition,
    DayPlaces,
    DepositReport,
    ReportName,
    Where,
)
from app.devices.documents.report_sheet import (
    HIDDEN,
    Cell,
    Heading,
    ReportSheet,
    Row,
    Table,
    Width,
    day_chart,
    hidden_note,
    known,
    sum_of,
    totals_of,
)
from app.kernel.chart import Chart, ChartKind, Series
from app.kernel.money import Money, total
from app.kernel.translate import t

# ----------------------------------------------------------------------- the daily deposit report


def deposits_sheet(report: DepositReport, locale: str) -> ReportSheet:
    currency = report.span.currency
    taken, places = _taken(report), _places(report)

    def summed(where: Where) -> Cell:
        return sum_of((row.at(where) for row in report.places), currency)

    return ReportSheet(
        name=ReportName.DEPOSITS,
        title=t("Daily deposits"),
        span=report.span,
        tables=(places, taken, _deposits(report)),
        ties=report.ties,
        chart=_places_chart(report, locale),
        foot=(
            (t("Taken"), sum_of((row.taken for row in report.places), currency)),
            (where_words(Where.NOT_BAGGED), summed(Where.NOT_BAGGED)),
            (where_words(Where.TRANSIT), summed(Where.TRANSIT)),
            (where_words(Where.CLEARED), summed(Where.CLEARED)),
        ),
        notes=hidden_note(report.hidden),
    )


def _taken(report: DepositReport) -> Table:
    methods = {each.method: each.words for day in report.taken for each in day.tenders}
    currency = report.span.currency
    rows = []
    for day in report.taken:
        amounts = {each.method: known(each.amount) for each in day.tenders}
        cells = tuple(amounts.get(method, Money.zero(currency)) for method in methods)
        rows.append(Row((day.day, *cells, known(day.total))))
    return Table(
        t("Taken"),
        (
            Heading(t("Day"), Width.DAY, stretch=True),
            *(Heading(words, Width.AMOUNT) for words in methods.values()),
            Heading(t("Total"), Width.AMOUNT),
        ),
        tuple(rows),
        t("No payment was taken in these days."),
        (t("Total"), *totals_of(rows, range(1, len(methods) + 2), currency)),
    )


def _places(report: DepositReport) -> Table:
    rows = tuple(
        Row(
            (
                place.day,
                t("Cash") if place.cash else t("Checks"),
                known(place.taken),
                known(place.otherwise),
                *(known(amount) for _, amount in place.places),
                place.ties,
            ),
            "" if place.ties else "danger",
        )
        for place in report.places
    )
    amounts = range(2, 4 + len(Where))
    return Table(
        t("Cash and checks"),
        (
            Heading(t("Day"), Width.DAY, stretch=True),
            Heading(t("What"), Width.DAY),
            Heading(t("Taken"), Width.AMOUNT),
            Heading(t("Changes"), Width.AMOUNT),
            *(Heading(where_words(where), Width.AMOUNT) for where in Where),
            Heading(t("Ties"), Width.COUNT),
        ),
        rows,
        t("No cash and no checks were taken in these days."),
        (
            t("Total"),
            None,
            *totals_of(rows, amounts, report.span.currency),
            all(place.ties for place in report.places),
        ),
        always=3,
    )


def _deposits(report: DepositReport) -> Table:
    currency = report.span.currency
    rows = tuple(
        Row(
            (
                line.number,
                line.bag_number,
                line.day,
                stage_words(line.stage),
                line.bank,
                known(line.cash),
                line.checks,
                known(line.total),
                HIDDEN if line.here_cash is None else line.here_cash + line.here_checks,
                line.cleared_on,
                line.cleared,
            ),
            link=f"deposit:{line.deposit_id}",
        )
        for line in report.deposits
    )
    return Table(
        t("Deposits"),
        (
            Heading(t("Number"), Width.NUMBER),
            Heading(t("Bag"), Width.NUMBER),
            Heading(t("Made"), Width.DAY, leaves=1),
            Heading(t("Status"), Width.NAME, stretch=True),
            Heading(t("Bank"), Width.NAME, leaves=3),
            Heading(t("Cash"), Width.AMOUNT),
            Heading(t("Checks"), Width.AMOUNT),
            Heading(t("Total"), Width.AMOUNT),
            Heading(t("Of these days"), Width.AMOUNT),
            Heading(t("Cleared"), Width.DAY),
            Heading(t("Credited"), Width.AMOUNT, leaves=2),
        ),
        rows,
        t("No deposit was made in these days, and nothing of them is in one."),
        (t("Total"), *([None] * 4), *totals_of(rows, range(5, 9), currency), None, None),
        always=1,
    )


def _places_chart(report: DepositReport, locale: str) -> Chart:
    """Where the cash and checks of each day are, from the bank at the bottom to the drawer."""
    days = tuple(dict.fromkeys(place.day for place in report.places))
    on_day: dict[date, list[DayPlaces]] = {day: [] for day in days}
    for place in report.places:
        on_day[place.day].append(place)

    def minor(day: date, where: Where) -> int | None:
        found = [place.at(where) for place in on_day[day]]
        return None if None in found else sum(each.minor for each in found if each is not None)

    every = (
        Series(where_words(where), tuple(minor(day, where) for day in days))
        for where in reversed(Where)
    )
    return day_chart(
        t("Where the cash and checks are"),
        ChartKind.STACKED,
        days,
        tuple(one for one in every if one.says),
        currency=report.span.currency,
        locale=locale,
    )


# ------------------------------------------------------------------------------- the cash position


def position_sheet(report: CashPosition, locale: str) -> ReportSheet:
    last = report.days[-1]
    return ReportSheet(
        name=ReportName.CASH_POSITION,
        title=t("Cash position"),
        span=report.span,
        tables=(_position(report),),
        ties=report.ties,
        chart=_position_chart(report, locale),
        foot=(
            (t("Not in the bank on the last day"), known(last.not_in_bank)),
            (t("At the banks"), total(last.banks, report.span.currency)),
            (t("Total"), known(last.together)),
        ),
        notes=hidden_note(report.hidden),
    )


def _position(report: CashPosition) -> Table:
    rows = tuple(
        Row(
            (
                day.day,
                known(day.drawers),
                day.safe,
                day.checks,
                day.sealed,
                day.transit,
                known(day.not_in_bank),
                *day.banks,
                known(day.together),
            )
        )
        for day in report.days
    )
    return Table(
        t("At the end of each day"),
        (
            Heading(t("Day"), Width.DAY, stretch=True),
            Heading(t("Drawers"), Width.AMOUNT),
            Heading(t("Safe"), Width.AMOUNT),
            Heading(t("Checks"), Width.AMOUNT),
            Heading(t("Sealed bags"), Width.AMOUNT),
            Heading(t("In transit"), Width.AMOUNT),
            Heading(t("Not in the bank"), Width.AMOUNT),
            *(Heading(name, Width.AMOUNT) for name in report.banks),
            Heading(t("Total"), Width.AMOUNT),
        ),
        rows,
        "",
        always=4,
    )


def _position_chart(report: CashPosition, locale: str) -> Chart:
    """What is not in the bank yet, from what is nearest to it up to the drawers."""
    places = (
        (t("In transit"), tuple(day.transit for day in report.days)),
        (t("Sealed bags"), tuple(day.sealed for day in report.days)),
        (t("Checks"), tuple(day.checks for day in report.days)),
        (t("Safe"), tuple(day.safe for day in report.days)),
        (t("Drawers"), tuple(day.drawers for day in report.days)),
    )
    every = (
        Series(words, tuple(None if amount is None else amount.minor for amount in amounts))
        for words, amounts in places
    )
    return day_chart(
        t("Not in the bank yet, at the end of each day"),
        ChartKind.LINES,
        tuple(day.day for day in report.days),
        tuple(one for one in every if one.says),
        currency=report.span.currency,
        locale=locale,
    )
