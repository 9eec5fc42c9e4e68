"""Over and short, and the list of Zs as sheets: their columns, chart and sums."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from babel.dates import format_date as babel_date
from babel.dates import format_skeleton

from app.areas.reports.money_values import (
    DifferenceKind,
    DifferenceSum,
    OverShort,
    ReportName,
    ZList,
    ZRow,
)
from app.devices.documents.report_sheet import (
    Cell,
    Heading,
    ReportSheet,
    Row,
    Table,
    Width,
    totals_of,
)
from app.kernel.chart import Chart, ChartKind, Series
from app.kernel.translate import later, t, tn

# ---------------------------------------------------------------------------------- over and short


_LINKS: Final = {
    DifferenceKind.DRAWER: "shift",
    DifferenceKind.SECOND_COUNT: "deposit",
    DifferenceKind.BANK: "deposit",
}
_KINDS: Final = {
    DifferenceKind.DRAWER: later("Drawer"),
    DifferenceKind.SECOND_COUNT: later("Second count"),
    DifferenceKind.BANK: later("Bank"),
}


def over_short_sheet(report: OverShort, locale: str) -> ReportSheet:
    months = tuple(each.month for each in report.months)
    series = (
        Series(t("Over"), tuple(each.sums.over.minor for each in report.months)),
        Series(t("Short"), tuple(each.sums.short.minor for each in report.months)),
    )
    often = [person.name for person in report.people if person.often]
    return ReportSheet(
        name=ReportName.OVER_SHORT,
        title=t("Over and short"),
        span=report.span,
        tables=(_by_person(report), _by_month(report, locale), _differences(report)),
        ties=report.ties,
        chart=Chart(
            t("Over and short by month"),
            ChartKind.BARS,
            tuple(format_skeleton("yMMM", month, locale=locale) for month in months),
            tuple(babel_date(month, "LLLL yyyy", locale) for month in months),
            series,
            report.span.currency,
        ),
        foot=(
            (t("Over"), report.sums.over),
            (t("Short"), report.sums.short),
            (t("Net"), report.sums.net),
        ),
        notes=tuple(
            t("{name} had three or more differences within 30 days.", name=name) for name in often
        ),
    )


def _by_person(report: OverShort) -> Table:
    rows = tuple(
        Row(
            (
                person.name,
                *_sums(person.sums),
                person.drawers,
                person.second_counts,
                person.bank,
                t("3 in 30 days") if person.often else "",
            ),
            "caution" if person.often else "",
        )
        for person in report.people
    )
    return Table(
        t("By person"),
        (
            Heading(t("Person"), Width.NAME, stretch=True),
            *_sum_headings(),
            Heading(t("Drawers"), Width.AMOUNT, leaves=1),
            Heading(t("Second counts"), Width.AMOUNT, leaves=1),
            Heading(t("Bank"), Width.AMOUNT, leaves=1),
            Heading(t("Mark"), Width.NUMBER),
        ),
        rows,
        t("Nobody closed a drawer or sealed a bag in these days."),
        (
            t("Total"),
            *_sums(report.sums),
            *totals_of(rows, range(6, 9), report.span.currency),
            None,
        ),
        always=6,
    )


def _by_month(report: OverShort, locale: str) -> Table:
    rows = tuple(
        Row((babel_date(each.month, "LLLL yyyy", locale), *_sums(each.sums)))
        for each in report.months
    )
    return Table(
        t("By month"),
        (Heading(t("Month"), Width.NAME, stretch=True), *_sum_headings()),
        rows,
        t("Nobody closed a drawer or sealed a bag in these days."),
        (t("Total"), *_sums(report.sums)),
    )


def _differences(report: OverShort) -> Table:
    rows = tuple(
        Row(
            (
                each.day,
                t(_KINDS[each.kind]),
                each.number,
                each.name,
                each.other,
                each.amount,
                each.reason,
            ),
            link=f"{_LINKS[each.kind]}:{each.subject_id}",
        )
        for each in report.rows
    )
    return Table(
        t("Each difference"),
        (
            Heading(t("Day"), Width.DAY),
            Heading(t("Where"), Width.NUMBER),
            Heading(t("Number"), Width.NUMBER),
            Heading(t("Person"), Width.NAME, stretch=True),
            Heading(t("Second person"), Width.NAME, leaves=1),
            Heading(t("Difference"), Width.AMOUNT),
            Heading(t("Reason"), Width.LONG),
        ),
        rows,
        t("Every count agreed."),
        (t("Total"), None, None, None, None, report.sums.net, None),
    )


def _sum_headings() -> tuple[Heading, ...]:
    return (
        Heading(t("Counts"), Width.COUNT),
        Heading(t("Differences"), Width.COUNT),
        Heading(t("Over"), Width.AMOUNT),
        Heading(t("Short"), Width.AMOUNT),
        Heading(t("Net"), Width.AMOUNT),
    )


def _sums(sums: DifferenceSum) -> tuple[Cell, ...]:
    return sums.counts, sums.count, sums.over, sums.short, sums.net


# -------------------------------------------------------------------------------- the list of Zs


def z_sheet(report: ZList) -> ReportSheet:
    rows = [row for each in report.rows for row in _z_rows(each)]
    missing = report.missing_count
    return ReportSheet(
        name=ReportName.Z_LIST,
        title=t("Z reports"),
        span=report.span,
        tables=(
            Table(
                t("Z reports"),
                (
                    Heading(t("Number"), Width.NUMBER),
                    Heading(t("Day"), Width.DAY),
                    Heading(t("Closed"), Width.MOMENT, leaves=1),
                    Heading(t("Shift"), Width.NUMBER, leaves=2),
                    Heading(t("Drawer"), Width.NUMBER),
                    Heading(t("Cashier"), Width.NAME, stretch=True),
                    Heading(t("Taken"), Width.AMOUNT),
                    Heading(t("Over/short"), Width.AMOUNT),
                    Heading(t("Grand total"), Width.AMOUNT),
                ),
                tuple(rows),
                t("No drawer was closed in these days."),
                (t("Total"), *([None] * 5), report.taken, report.difference, None),
            ),
        ),
        ties=report.ties,
        chart=None,
        foot=(
            (tn("{count} Z report", "{count} Z reports", len(report.rows)), ""),
            (t("Taken"), report.taken),
            (t("Over and short"), report.difference),
        ),
        notes=(tn("{count} number is missing.", "{count} numbers are missing.", missing),)
        if missing
        else (),
    )


def _z_rows(row: ZRow) -> Iterable[Row]:
    """A Z, and before it the numbers that are missing."""
    first, last = row.missing
    if first:
        words = t("Missing") if first == last else t("Missing, up to {last}", last=last)
        yield Row((first, row.day, None, "", "", words, None, None, None), "danger")
    yield Row(
        (
            row.number,
            row.day,
            row.at,
            row.shift_number,
            row.drawer,
            row.cashier,
            row.taken,
            row.difference,
            row.grand_total,
        ),
        link=f"z:{row.report_id}",
    )
