"""What an X or Z report says on paper, line by line; a sum that is hidden stays hidden."""

from __future__ import annotations

from collections.abc import Iterator

from app.areas.drawers.closing_values import DrawerReport, ReportKind
from app.areas.printing.design_rules import spoken
from app.areas.printing.design_values import ReceiptDesign
from app.areas.printing.values import AuditMark
from app.devices.printing.copies import Copy
from app.devices.printing.layout import Layout
from app.devices.printing.paper_lines import Blank, PaperLine, Rule, Size, Weight
from app.devices.printing.receipt_words import STANDARD, tables
from app.kernel.i18n import format_date
from app.kernel.money import Money, total
from app.kernel.translate import speaking, t


def report_lines(
    report: DrawerReport,
    columns: int,
    copy: Copy | None = None,
    mark: AuditMark | None = None,
    design: ReceiptDesign = STANDARD,
) -> tuple[PaperLine, ...]:
    """The lines of `report` in the practice's language; every text is cleaned and fits."""
    with speaking(*tables(spoken(design, report.locale, "")[:1])):
        return tuple(_Report(report, columns, copy, mark).lines())


class _Report(Layout):
    def __init__(
        self, report: DrawerReport, columns: int, copy: Copy | None, mark: AuditMark | None
    ) -> None:
        super().__init__(columns, report.locale, report.time_zone)
        self.report, self.copy, self.mark_of = report, copy, mark

    def lines(self) -> Iterator[PaperLine]:
        marks = tuple(self._marks())
        yield from marks
        if marks:
            yield Blank()
        yield from self._head()
        yield Rule()
        yield from self._takings()
        yield Rule()
        yield from self._movements()
        yield Rule()
        yield from self._events()
        if self.report.kind is ReportKind.Z or self.report.expected is not None:
            yield Rule()
            yield from self._count()
        yield Rule()
        yield from self._end()

    def _marks(self) -> Iterator[PaperLine]:
        if self.report.demo:
            yield from self.mark(t("Demo: not a real report"))
        yield from self.copy_mark(self.copy)

    def _head(self) -> Iterator[PaperLine]:
        report = self.report
        yield from self.centred(report.practice, Weight.BOLD)
        for line in report.address:
            yield from self.centred(line)
        title = t("X report") if report.kind is ReportKind.X else t("Z report")
        yield from self.centred(title, Weight.BOLD, Size.LARGE)
        yield from self.value(t("Number"), report.number, Weight.BOLD)
        yield from self.value(t("Made"), self.moment(report.at))
        yield from self.value(t("Business date"), format_date(report.business_date, self.locale))
        yield from self.value(t("Station"), report.station)
        yield from self.value(t("Drawer"), report.drawer)
        yield from self.value(t("Shift"), report.shift_number)
        yield from self.value(t("Cashier"), report.cashier)
        if report.made_by != report.cashier:
            yield from self.value(t("Made by"), report.made_by)
        yield from self.value(t("Opened"), self.moment(report.opened_at))
        if report.closed_at is not None:
            yield from self.value(t("Closed"), self.moment(report.closed_at))

    def _takings(self) -> Iterator[PaperLine]:
        report = self.report
        for tender in report.tenders:
            words = t("{tender} ({count})", tender=t(tender.words), count=tender.count)
            yield from self._sum(words, tender.amount)
        yield from self._sum(t("Taken"), report.taken, Weight.BOLD)
        for back in report.given_back:
            words = t("{tender} given back ({count})", tender=t(back.words), count=back.count)
            yield from self._sum(words, None if back.amount is None else -back.amount)
        if report.given_back and report.taken is not None:
            gone = [back.amount for back in report.given_back if back.amount is not None]
            net = report.taken - total(gone, report.taken.currency)
            yield from self._sum(t("Net of refunds to cards"), net)
        if report.receipts:
            yield from self.pair(t("Receipts"), str(report.receipts))
            span = report.first_receipt
            if report.last_receipt != report.first_receipt:
                last = report.last_receipt
                span = t("{first} to {last}", first=report.first_receipt, last=last)
            yield from self.value("", span)

    def _movements(self) -> Iterator[PaperLine]:
        report = self.report
        yield from self.pair(t("Float"), self.money(report.float_amount))
        for moved in report.movements:
            label = " ".join(part for part in (moved.number, moved.words) if part)
            yield from self.pair(label, self.money(moved.amount))
        for words, amount in (
            (t("Paid in, in all"), report.paid_in),
            (t("Paid out, in all"), report.paid_out),
            (t("Dropped to the safe, in all"), report.dropped),
            (t("Refunds in cash, in all"), report.refunded),
        ):
            if amount:
                yield from self.pair(words, self.money(amount))

    def _events(self) -> Iterator[PaperLine]:
        report = self.report
        yield from self.pair(t("Openings without a sale"), str(report.no_sales))
        if report.unasked:
            yield from self.pair(t("Openings without an order"), str(report.unasked))
        voids = t("Voids ({count})", count=report.voids)
        yield from self._sum(voids, report.voided) if report.voids else self.pair(voids, "0")
        yield from self.pair(t("Corrected tenders"), str(report.corrections))

    def _count(self) -> Iterator[PaperLine]:
        report = self.report
        yield from self._sum(t("Cash expected"), report.expected)
        if report.first_counted is not None and report.first_counted != report.counted:
            yield from self._sum(t("Cash counted first"), report.first_counted)
        if report.counted is not None:
            yield from self._sum(t("Cash counted"), report.counted)
        if report.difference is not None:
            label = t("Agrees")
            if report.difference:
                label = t("Over") if report.difference.minor > 0 else t("Short")
            yield from self.total(label, report.difference)
        yield from self.value(t("Reason"), report.reason)
        yield from self.value(t("Approved by"), report.approved_by)
        yield from self._checks()
        if report.to_safe is not None:
            yield from self._sum(t("To the safe"), report.to_safe)
        yield from self.value(t("Handed to"), report.handed_to)

    def _checks(self) -> Iterator[PaperLine]:
        report = self.report
        if not report.checks_expected_count and not report.checks_counted_count:
            return
        taken = t("Checks taken ({count})", count=report.checks_expected_count)
        yield from self._sum(taken, report.checks_expected)
        if report.checks_counted is not None:
            counted = t("Checks counted ({count})", count=report.checks_counted_count)
            yield from self._sum(counted, report.checks_counted)

    def _end(self) -> Iterator[PaperLine]:
        report = self.report
        if report.grand_total is not None:
            yield from self._sum(t("Grand total of all Z"), report.grand_total, Weight.BOLD)
        mark = self.mark_of
        if mark is None or not report.log_code.startswith(f"{mark.head_seq}-"):
            yield from self.value(t("Log"), report.log_code)
        if report.kind is ReportKind.Z:
            yield from self.signature(t("Cashier"))
            yield from self.signature(t("Checked by"))
        yield Blank()
        yield from self.centred(report.number)
        yield from self.audit(self.mark_of)

    def _sum(
        self, label: str, amount: Money | None, weight: Weight = Weight.REGULAR
    ) -> Iterator[PaperLine]:
        """An amount, or that it is left out: whoever counts must not know it."""
        said = t("left out") if amount is None else self.money(amount)
        yield from self.pair(label, said, weight)
