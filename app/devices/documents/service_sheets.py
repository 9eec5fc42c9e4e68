"""The report on service as a sheet: averages from 1 to 5 by day and by window."""

from __future__ import annotations

from app.areas.displays.values import LEAST
from app.areas.reports.money_values import ReportName, ServiceLine, ServiceReport
from app.devices.documents.report_sheet import Cell, Heading, ReportSheet, Row, Table, Width
from app.kernel.chart import Chart, ChartKind, Series
from app.kernel.i18n import format_date, format_money, format_short_date
from app.kernel.money import Money
from app.kernel.translate import t, tn

_TWO_DECIMALS = "USD"
"""An average in hundredths is written and drawn like an amount of a currency that has cents."""


def service_sheet(report: ServiceReport, locale: str) -> ReportSheet:
    days = tuple(line.day for line in report.days if line.day is not None)
    average = _average(report.average_e2, locale)
    return ReportSheet(
        name=ReportName.SERVICE,
        title=t("Service"),
        span=report.span,
        tables=(
            _table(t("By day"), Heading(t("Day"), Width.DAY, stretch=True), report.days, locale),
            _table(
                t("By window"),
                Heading(t("Window"), Width.NAME, stretch=True),
                report.windows,
                locale,
            ),
        ),
        ties=(),
        chart=Chart(
            t("Average by day, 1 very bad to 5 very good"),
            ChartKind.BARS,
            tuple(format_short_date(day, locale) for day in days),
            tuple(format_date(day, locale) for day in days),
            (Series(t("Average"), tuple(line.average_e2 for line in report.days)),),
            _TWO_DECIMALS,
        ),
        foot=(
            (tn("{count} answer", "{count} answers", report.count), ""),
            (t("Average, 1 to 5"), average),
        ),
        notes=(
            t(
                "Days that fewer than {least} patients of a window answered are left out.",
                least=LEAST,
            ),
        ),
    )


def _table(title: str, first: Heading, lines: tuple[ServiceLine, ...], locale: str) -> Table:
    rows = tuple(
        Row((line.day or line.window, line.count, _average(line.average_e2, locale)))
        for line in lines
    )
    return Table(
        title,
        (first, Heading(t("Answers"), Width.COUNT), Heading(t("Average"), Width.AMOUNT)),
        rows,
        t(
            "No window had {least} answers on one of these days. Settings › Patient display turns "
            "the question on.",
            least=LEAST,
        ),
    )


def _average(hundredths: int | None, locale: str) -> Cell:
    return None if hundredths is None else format_money(Money(hundredths, _TWO_DECIMALS), locale)
