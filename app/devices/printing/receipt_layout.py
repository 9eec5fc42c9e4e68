"""What a receipt says, line by line, for 32, 42 or 48 columns; adds nothing to the stored snapshot.

Amounts are never cut nor broken: where one does not fit beside its label it gets a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.areas.payments.values import Receipt, ReceiptInvoice, ReceiptTender
from app.devices.printing import code128
from app.devices.printing.cells import cells, printable, wrap
from app.devices.printing.paper_lines import (
    GAP,
    Align,
    Barcode,
    Blank,
    Mark,
    Pair,
    PaperLine,
    Rule,
    Size,
    Text,
    Triple,
    Weight,
    cells_at,
)
from app.kernel.clock import zone_named
from app.kernel.errors import ensure
from app.kernel.i18n import format_date, format_money, format_short_date, format_time
from app.kernel.money import Money
from app.kernel.translate import t

PAPER_MM = {32: (58, 48), 42: (80, 72), 48: (80, 72)}
"""Columns to the paper's width and the width that can be printed on, in millimetres."""

_NARROWEST_MODULE_MM = 0.19
_LONGEST_BARCODE = 48
_LEAST_LABEL = 10


def receipt_lines(receipt: Receipt, columns: int) -> tuple[PaperLine, ...]:
    """The lines of `receipt`; every text is cleaned and fits `columns`."""
    ensure(columns in PAPER_MM, "a receipt has 32, 42 or 48 columns")
    return tuple(_Layout(receipt, columns).lines())


class _Layout:
    def __init__(self, receipt: Receipt, columns: int) -> None:
        self.receipt, self.columns = receipt, columns

    def lines(self) -> Iterator[PaperLine]:
        demo = self.receipt.demo
        if demo:
            yield from self._demo_mark()
            yield Blank()
        yield from self._practice()
        yield Rule()
        yield from self._about()
        yield Rule()
        for tender in self.receipt.tenders:
            yield from self._tender(tender)
        if self.receipt.invoices or self.receipt.to_credit:
            yield Rule()
            yield from self._paid_to()
        yield Rule()
        yield from self._totals()
        yield Rule()
        yield from self._centred(t("Thank you"))
        if self.receipt.footer:
            yield from self._centred(self.receipt.footer)
        yield from self._barcode()
        if demo:
            yield Blank()
            yield from self._demo_mark()

    def _demo_mark(self) -> Iterator[PaperLine]:
        words = printable(t("Demo: not a real receipt"))
        yield from (Mark(part) for part in wrap(words, self.columns - 2))

    def _practice(self) -> Iterator[PaperLine]:
        receipt = self.receipt
        yield from self._centred(receipt.practice, Weight.BOLD, Size.TALL)
        for line in (*receipt.address, receipt.phone):
            yield from self._centred(line)

    def _centred(
        self, text: str, weight: Weight = Weight.REGULAR, size: Size = Size.NORMAL
    ) -> Iterator[PaperLine]:
        for part in wrap(printable(text), self.columns * 2 // size.value):
            yield Text(part, Align.CENTRE, weight, size)

    def _about(self) -> Iterator[PaperLine]:
        """Who, when, where: the number that finds this payment again comes first."""
        receipt = self.receipt
        day = receipt.at.astimezone(zone_named(receipt.time_zone)).date()
        when = t(
            "{date}, {time}",
            date=format_date(day, receipt.locale),
            time=format_time(receipt.at, receipt.time_zone, receipt.locale),
        )
        yield from self._value(t("Receipt"), receipt.number, Weight.BOLD)
        yield from self._value(t("Date"), when)
        if receipt.business_date != day:
            booked = format_date(receipt.business_date, receipt.locale)
            yield from self._value(t("Business date"), booked)
        yield from self._value(t("Station"), receipt.station)
        yield from self._value(t("Cashier"), receipt.cashier)
        yield from self._value(t("Patient"), receipt.patient)
        yield from self._value(t("Account"), receipt.account_number)
        if receipt.payer_name and receipt.payer_name != receipt.patient:
            yield from self._value(t("Paid by"), receipt.payer_name)

    def _value(
        self, label: str, value: str, weight: Weight = Weight.REGULAR
    ) -> Iterator[PaperLine]:
        """A label and a value that may wrap: beside each other, or the value below, indented."""
        label, value = printable(label), printable(value)
        if not value:
            return
        room = self.columns - cells(label) - GAP
        if room >= min(self.columns // 2, cells(value)):
            first, *more = wrap(value, room) or ("",)
            yield Pair(label, first, weight)
        else:
            yield from (Text(part, weight=weight) for part in wrap(label, self.columns))
            more = list(wrap(value, self.columns - GAP))
        yield from (Pair("", part, weight) for part in more)

    def _pair(
        self, label: str, amount: str, weight: Weight = Weight.REGULAR, size: Size = Size.NORMAL
    ) -> Iterator[PaperLine]:
        """A label that may wrap, and an amount that never does, on the label's last line."""
        label, amount = printable(label), printable(amount)
        room = self.columns - cells_at(amount, size) - GAP
        if cells(label) <= room:
            yield Pair(label, amount, weight, size)
        elif room >= _LEAST_LABEL and size is Size.NORMAL:
            *first, last = wrap(label, room)
            yield from (Text(part, weight=weight) for part in first)
            yield Pair(last, amount, weight, size)
        else:
            yield from (Text(part, weight=weight) for part in wrap(label, self.columns))
            yield Pair("", amount, weight, size)

    def _tender(self, tender: ReceiptTender) -> Iterator[PaperLine]:
        yield from self._pair(tender.words, self._money(tender.amount))
        if tender.given is not None:
            yield from self._pair("  " + t("Given"), self._money(tender.given))
        if tender.change is not None:
            yield from self._pair("  " + t("Change"), self._money(tender.change))

    def _money(self, amount: Money) -> str:
        return printable(format_money(amount, self.receipt.locale))

    def _paid_to(self) -> Iterator[PaperLine]:
        receipt = self.receipt
        if receipt.invoices:
            yield from self._invoices(receipt.invoices)
        if receipt.to_credit:
            yield from self._pair(t("To credit on the account"), self._money(receipt.to_credit))

    def _invoices(self, invoices: tuple[ReceiptInvoice, ...]) -> Iterator[PaperLine]:
        """A table where all rows fit it; else a row of number and date, and two amounts below."""
        rows = [
            (
                printable(invoice.number),
                printable(format_short_date(invoice.date, self.receipt.locale)),
                self._money(invoice.amount),
                self._money(invoice.left),
            )
            for invoice in invoices
        ]
        head = (printable(t("Invoice")), printable(t("Paid")), printable(t("Still owed")))
        number, day, paid, left = (max(cells(row[i]) for row in rows) for i in range(4))
        last = max(left, cells(head[2])) + GAP
        middle = max(paid, cells(head[1])) + GAP
        room = self.columns - last - middle
        if max(number, cells(head[0])) > room:
            yield from self._stacked_invoices(rows, head)
            return
        yield Triple(*head, last, Weight.BOLD)
        for row in rows:
            if number + GAP + day <= room:
                spaced = row[0] + " " * (number - cells(row[0]) + GAP) + row[1]
                yield Triple(spaced, row[2], row[3], last)
            else:
                yield Triple(row[0], row[2], row[3], last)
                yield Text("  " + row[1])

    def _stacked_invoices(
        self, rows: list[tuple[str, str, str, str]], head: tuple[str, str, str]
    ) -> Iterator[PaperLine]:
        for row in rows:
            yield from self._value(f"{head[0]} {row[0]}", row[1])
            yield from self._pair("  " + head[1], row[2])
            yield from self._pair("  " + head[2], row[3])

    def _totals(self) -> Iterator[PaperLine]:
        receipt = self.receipt
        total = printable(format_money(receipt.amount, receipt.locale, code=True))
        yield from self._pair(t("Total received"), total, Weight.BOLD, self._size_for(total))
        yield from self._pair(t("Balance left"), self._money(receipt.balance_left))
        if receipt.credit_left:
            yield from self._pair(t("Credit left"), self._money(receipt.credit_left))

    def _size_for(self, amount: str) -> Size:
        fitting = [size for size in Size if cells_at(amount, size) <= self.columns]
        return fitting[-1] if fitting else Size.NORMAL

    def _barcode(self) -> Iterator[PaperLine]:
        """The number as bars where a scanner could read them, and in letters always."""
        number = printable(self.receipt.number)
        if len(number) <= _LONGEST_BARCODE and code128.can_encode(number):
            width = sum(code128.modules(number)) + 2 * code128.QUIET
            if width * _NARROWEST_MODULE_MM <= PAPER_MM[self.columns][1]:
                yield Barcode(number)
                return
        yield from self._centred(number)
