"""The report about kinds of cards as a table: credit, debit, prepaid, and the wallet."""

from __future__ import annotations

from app.areas.payments.card_words import funding_words, wallet_words
from app.areas.reports.money_values import CardReport, ReportName
from app.devices.documents.report_sheet import Heading, ReportSheet, Row, Table, Width
from app.kernel.translate import t, tn


def cards_sheet(report: CardReport) -> ReportSheet:
    return ReportSheet(
        name=ReportName.CARDS,
        title=t("Cards"),
        span=report.span,
        tables=(
            Table(
                t("By kind of card"),
                (
                    Heading(t("Kind of card"), Width.NAME, stretch=True),
                    Heading(t("Wallet"), Width.NAME),
                    Heading(t("Charges"), Width.COUNT),
                    Heading(t("Charged"), Width.AMOUNT),
                    Heading(t("Given back"), Width.AMOUNT),
                    Heading(t("Net"), Width.AMOUNT),
                ),
                tuple(
                    Row(
                        (
                            funding_words(row.funding) or t("Kind not told"),
                            wallet_words(row.wallet),
                            row.count,
                            row.taken,
                            row.given_back,
                            row.left,
                        )
                    )
                    for row in report.rows
                ),
                t("No card was charged in these days."),
                (
                    t("Total"),
                    "",
                    report.count,
                    report.taken,
                    report.given_back,
                    report.left,
                ),
            ),
        ),
        ties=report.ties,
        chart=None,
        foot=(
            (tn("{count} charge", "{count} charges", report.count), ""),
            (t("Charged"), report.taken),
            (t("Given back"), report.given_back),
            (t("Net"), report.left),
        ),
    )
