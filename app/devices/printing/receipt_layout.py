"""What a receipt says, line by line, for 32, 42 or 48 columns; adds no fact to the stored snapshot.

A copy says that it is one, and a corrected or void receipt says what it was and why. How it looks
beside its facts, and in which languages, a practice decides.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.areas.payments import card_words
from app.areas.payments.receipt import patient_line
from app.areas.payments.values import CardLines, Receipt, ReceiptInvoice, ReceiptTender
from app.areas.printing.design_rules import spoken
from app.areas.printing.design_values import ReceiptDesign
from app.devices.printing import code128, qr_code
from app.devices.printing.cells import cells, printable
from app.devices.printing.copies import Copy
from app.devices.printing.layout import PAPER_MM, Layout
from app.devices.printing.paper_lines import (
    GAP,
    Barcode,
    Blank,
    PaperLine,
    Qr,
    Rule,
    Size,
    Text,
    Triple,
    Weight,
)
from app.devices.printing.receipt_words import STANDARD, logo_of, other_name, own_lines, tables
from app.kernel.clock import zone_named
from app.kernel.i18n import format_date, format_short_date
from app.kernel.translate import speaking, t, t_each

__all__ = ["PAPER_MM", "receipt_lines"]

_NARROWEST_MODULE_MM = 0.19
_LONGEST_BARCODE = 48


def receipt_lines(
    receipt: Receipt,
    columns: int,
    copy: Copy | None = None,
    design: ReceiptDesign = STANDARD,
) -> tuple[PaperLine, ...]:
    """The lines of `receipt`; every text is cleaned and fits `columns`."""
    languages = spoken(design, receipt.locale, receipt.language)
    with speaking(*tables(languages)):
        return tuple(_Receipt(receipt, columns, copy, design, languages).lines())


class _Receipt(Layout):
    def __init__(
        self,
        receipt: Receipt,
        columns: int,
        copy: Copy | None,
        design: ReceiptDesign,
        languages: tuple[str, ...],
    ) -> None:
        super().__init__(columns, receipt.locale, receipt.time_zone)
        self.receipt, self.copy = receipt, copy
        self.design, self.languages = design, languages
        own = spoken(design, receipt.locale, "")[0]
        self.for_all = tables(tuple(dict.fromkeys((own, *languages))))
        self.patient = patient_line(receipt.patient, design.patient_name.value)

    def lines(self) -> Iterator[PaperLine]:
        with speaking(*self.for_all):
            marks = tuple(self._marks())
        yield from marks
        if marks:
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
        yield from self._end()
        if marks:
            yield Blank()
            with speaking(*self.for_all):
                last = tuple(self._last_marks())
            yield from last

    def _marks(self) -> Iterator[PaperLine]:
        """What this paper is not, before anything else."""
        receipt = self.receipt
        if receipt.demo:
            yield from self.marks(t_each("Demo: not a real receipt"))
        if receipt.mark:
            yield from self.marks(t_each(receipt.mark))
            if receipt.mark_at is not None:
                when = self.moment(receipt.mark_at)
                said = when
                if receipt.mark_by:
                    said = t_each("{when} by {name}", when=when, name=receipt.mark_by)[0]
                yield from self.centred(said)
            if receipt.reason:
                yield from self.centred(t_each("Reason: {reason}", reason=receipt.reason)[0])
        yield from self.copy_mark(self.copy)
        if self.copy is not None:
            for line in own_lines(self.design, self.languages, "on_copies"):
                yield from self.centred(line)

    def _last_marks(self) -> Iterator[PaperLine]:
        """The marks again at the end, so that a torn-off half does not pass for an original."""
        if self.receipt.demo:
            yield from self.marks(t_each("Demo: not a real receipt"))
        if self.receipt.mark:
            yield from self.marks(t_each(self.receipt.mark))
        if self.copy is not None:
            yield from self.marks(t_each("COPY {number}", number=self.copy.no))

    def _practice(self) -> Iterator[PaperLine]:
        receipt, design = self.receipt, self.design
        logo = logo_of(design)
        if logo is not None:
            yield logo
        yield from self.centred(receipt.practice, Weight.BOLD, Size.TALL)
        address = receipt.address if design.address else ()
        phone = receipt.phone if design.phone else ""
        for line in (*address, phone, *own_lines(design, self.languages, "header")):
            yield from self.centred(line)

    def _about(self) -> Iterator[PaperLine]:
        """Who, when, where: the number that finds this payment again comes first."""
        receipt = self.receipt
        day = receipt.at.astimezone(zone_named(receipt.time_zone)).date()
        yield from self.value(t("Receipt"), receipt.number, Weight.BOLD)
        yield from self.value(t("Date"), self.moment(receipt.at))
        if receipt.business_date != day:
            booked = format_date(receipt.business_date, receipt.locale)
            yield from self.value(t("Business date"), booked)
        for label, value, shown in (
            (t("Station"), receipt.station, self.design.station),
            (t("Cashier"), receipt.cashier, self.design.cashier),
            (t("Patient"), self.patient, True),
            (t("Account"), receipt.account_number, self.design.account),
        ):
            if shown:
                yield from self.value(label, value)
        yield from self.value(t("Paid by"), self._payer())

    def _payer(self) -> str:
        """Whoever paid for somebody else."""
        if not self.design.payer:
            return ""
        return other_name(self.receipt.payer_name, self.receipt.patient, self.design)

    def _tender(self, tender: ReceiptTender) -> Iterator[PaperLine]:
        yield from self.pair(t(tender.words) if tender.words else "", self.money(tender.amount))
        if tender.detail:
            yield from self.indented(tender.detail)
        if tender.card is not None:
            yield from self._card(tender.card)
        if tender.rounding:
            yield from self.pair("  " + t("Rounding"), self.money(tender.rounding))
        if tender.given is not None:
            yield from self.pair("  " + t("Given"), self.money(tender.given))
        if tender.change is not None:
            yield from self.pair("  " + t("Change"), self.money(tender.change))

    def _card(self, card: CardLines) -> Iterator[PaperLine]:
        """What the networks want on a card receipt; a swiped card has less of it."""
        for label, value in (
            (t("Card"), card_words.funding_words(card.funding)),
            (t("Read"), card_words.entry_words(card.entry_method)),
            (t("Application"), card.application_name),
            (t("AID"), card.aid),
            (t("Account type"), card_words.account_words(card.account_type)),
            (t("Authorization"), card.authorization_code),
            (t("Verified by"), card_words.verification_words(card.verification)),
        ):
            if value:
                yield from self.value("  " + label, value)

    def _paid_to(self) -> Iterator[PaperLine]:
        receipt = self.receipt
        if receipt.invoices:
            yield from self._invoices(receipt.invoices)
        if receipt.to_credit:
            yield from self.pair(t("To credit on the account"), self.money(receipt.to_credit))

    def _invoices(self, invoices: tuple[ReceiptInvoice, ...]) -> Iterator[PaperLine]:
        """A table where all rows fit it; else a row of number and date, and two amounts below.

        An invoice of another account of the family stands under that patient's name.
        """
        rows = [
            (
                printable(invoice.number),
                printable(format_short_date(invoice.date, self.locale)),
                self.money(invoice.amount),
                self.money(invoice.left),
            )
            for invoice in invoices
        ]
        head = (printable(t("Invoice")), printable(t("Paid")), printable(t("Still owed")))
        number, day, paid, left = (max(cells(row[i]) for row in rows) for i in range(4))
        last = max(left, cells(head[2])) + GAP
        middle = max(paid, cells(head[1])) + GAP
        room = self.columns - last - middle
        stacked = max(number, cells(head[0])) > room
        if not stacked:
            yield Triple(*head, last, Weight.BOLD)
        whose = ""
        for invoice, row in zip(invoices, rows, strict=True):
            if invoice.account_number != whose:
                whose = invoice.account_number
                yield from self._whose(invoice)
            if stacked:
                yield from self.value(f"{head[0]} {row[0]}", row[1])
                yield from self.pair("  " + head[1], row[2])
                yield from self.pair("  " + head[2], row[3])
            elif number + GAP + day <= room:
                spaced = row[0] + " " * (number - cells(row[0]) + GAP) + row[1]
                yield Triple(spaced, row[2], row[3], last)
            else:
                yield Triple(row[0], row[2], row[3], last)
                yield Text("  " + row[1])
            if self.design.services:
                for name in invoice.services:
                    yield from self.indented(name)

    def _whose(self, invoice: ReceiptInvoice) -> Iterator[PaperLine]:
        """The heading of another account's rows, or of the receipt's own after those."""
        receipt = self.receipt
        other = patient_line(invoice.patient, self.design.patient_name.value)
        name = other if invoice.account_number else self.patient
        number = invoice.account_number or receipt.account_number
        said = t_each("For {name}, {account}", name=name, account=number)[0] if name else number
        yield from self.text(said)

    def _totals(self) -> Iterator[PaperLine]:
        receipt = self.receipt
        yield from self.total(t("Total received"), receipt.amount)
        if receipt.part_of is not None:
            whole = self.money(receipt.part_of)
            yield from self.pair(t("Part of a payment of"), whole)
        yield from self.pair(t("Balance left"), self.money(receipt.balance_left))
        if receipt.credit_left:
            yield from self.pair(t("Credit left"), self.money(receipt.credit_left))

    def _end(self) -> Iterator[PaperLine]:
        """Thanks, the practice's own words (else the line kept with the receipt), and codes."""
        ends = tuple(own_lines(self.design, self.languages, "footer")) or (self.receipt.footer,)
        thanks = t("Thank you") if self.design.thanks else ""
        number = printable(self.receipt.number)
        codes = self.design.barcode or self.design.qr
        if codes or thanks or any(ends):
            yield Rule()
        for line in (thanks, *ends):
            yield from self.centred(line)
        if self.design.qr and number and len(number) <= qr_code.LONGEST:
            yield Qr(number)
        if self.design.barcode:
            yield from self._barcode(number)
        elif self.design.qr:
            yield from self.centred(number)

    def _barcode(self, number: str) -> Iterator[PaperLine]:
        """The number as bars where a scanner could read them, and in letters always."""
        if len(number) <= _LONGEST_BARCODE and code128.can_encode(number):
            width = sum(code128.modules(number)) + 2 * code128.QUIET
            if width * _NARROWEST_MODULE_MM <= PAPER_MM[self.columns][1]:
                yield Barcode(number)
                return
        yield from self.centred(number)
