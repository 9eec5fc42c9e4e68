"""What the paper of a refund says, line by line: how much went back, how, and of which receipts."""

from __future__ import annotations

from collections.abc import Iterator

from app.areas.payments.receipt import patient_line
from app.areas.printing.design_rules import spoken
from app.areas.printing.design_values import ReceiptDesign
from app.areas.refunds.shown_values import RefundReceipt
from app.areas.refunds.values import RefundMethod
from app.devices.printing.cells import printable
from app.devices.printing.copies import Copy
from app.devices.printing.layout import Layout
from app.devices.printing.paper_lines import Blank, PaperLine, Rule, Size, Weight
from app.devices.printing.receipt_words import STANDARD, logo_of, other_name, own_lines, tables
from app.kernel.clock import zone_named
from app.kernel.i18n import format_date
from app.kernel.translate import speaking, t, t_each


def refund_lines(
    refund: RefundReceipt,
    columns: int,
    copy: Copy | None = None,
    design: ReceiptDesign = STANDARD,
) -> tuple[PaperLine, ...]:
    """The lines of a refund's paper, designed as receipts are; every text is cleaned and fits
    `columns`. Who gave the money and who agreed to it always stand on it.
    """
    languages = spoken(design, refund.locale, refund.language)
    with speaking(*tables(languages)):
        return tuple(_Refund(refund, columns, copy, design, languages).lines())


class _Refund(Layout):
    def __init__(
        self,
        refund: RefundReceipt,
        columns: int,
        copy: Copy | None,
        design: ReceiptDesign,
        languages: tuple[str, ...],
    ) -> None:
        super().__init__(columns, refund.locale, refund.time_zone)
        self.refund, self.copy = refund, copy
        self.design, self.languages = design, languages
        own = spoken(design, refund.locale, "")[0]
        self.for_all = tables(tuple(dict.fromkeys((own, *languages))))
        self.patient = patient_line(refund.patient, design.patient_name.value)

    def lines(self) -> Iterator[PaperLine]:
        refund, design = self.refund, self.design
        with speaking(*self.for_all):
            marks = tuple(self._marks())
        yield from marks
        if marks:
            yield Blank()
        logo = logo_of(self.design)
        if logo is not None:
            yield logo
        yield from self.centred(refund.practice, Weight.BOLD, Size.TALL)
        address = refund.address if design.address else ()
        phone = refund.phone if design.phone else ""
        for line in (*address, phone, *own_lines(design, self.languages, "header")):
            yield from self.centred(line)
        yield Rule()
        yield from self.centred(t("Refund"), Weight.BOLD, Size.TALL)
        yield from self._about()
        yield Rule()
        yield from self.total(t("Given back"), refund.amount)
        yield from self.value(t("How"), t(refund.words) if refund.words else "")
        if refund.detail:
            yield from self.indented(refund.detail)
        if refund.rounding:
            yield from self.pair(t("Rounding"), self.money(refund.rounding))
            yield from self.pair(t("Cash"), self.money(refund.amount + refund.rounding))
        yield from self.value(t("Reason"), refund.reason)
        yield from self.value(t("Of receipt"), ", ".join(refund.of_receipts))
        yield Rule()
        yield from self.pair(t("Still owed"), self.money(refund.balance_left))
        if refund.credit_left:
            yield from self.pair(t("Credit on the account"), self.money(refund.credit_left))
        if refund.method is RefundMethod.CASH:
            yield from self.signature(t("Received by"))
        ends = tuple(own_lines(self.design, self.languages, "footer")) or (refund.footer,)
        if any(ends):
            yield Rule()
            for line in ends:
                yield from self.centred(line)
        yield Blank()
        yield from self.centred(printable(refund.number))
        with speaking(*self.for_all):
            last = tuple(self._last_marks())
        yield from last

    def _about(self) -> Iterator[PaperLine]:
        refund, design = self.refund, self.design
        day = refund.at.astimezone(zone_named(refund.time_zone)).date()
        yield from self.value(t("Refund"), refund.number, Weight.BOLD)
        yield from self.value(t("Date"), self.moment(refund.at))
        if refund.business_date != day:
            booked = format_date(refund.business_date, refund.locale)
            yield from self.value(t("Business date"), booked)
        if design.station:
            yield from self.value(t("Station"), refund.station)
        yield from self.value(t("Given by"), refund.cashier)
        yield from self.value(t("Agreed to by"), refund.approved_by)
        yield from self.value(t("Patient"), self.patient)
        if design.account:
            yield from self.value(t("Account"), refund.account_number)
        yield from self.value(t("Given to"), other_name(refund.payee_name, refund.patient, design))

    def _marks(self) -> Iterator[PaperLine]:
        """What this paper is not, before anything else."""
        refund = self.refund
        if refund.demo:
            yield from self.marks(t_each("Demo: no real money moved"))
        if refund.mark:
            yield from self.marks(t_each(refund.mark))
            if refund.mark_at is not None:
                when = self.moment(refund.mark_at)
                said = when
                if refund.mark_by:
                    said = t_each("{when} by {name}", when=when, name=refund.mark_by)[0]
                yield from self.centred(said)
            for back in t_each("The money came back. It is owed to the patient again."):
                yield from self.centred(back)
        yield from self.copy_mark(self.copy)
        if self.copy is not None:
            for line in own_lines(self.design, self.languages, "on_copies"):
                yield from self.centred(line)

    def _last_marks(self) -> Iterator[PaperLine]:
        """The marks again at the end, so that a torn-off half does not pass for an original."""
        if self.refund.demo:
            yield from self.marks(t_each("Demo: no real money moved"))
        if self.refund.mark:
            yield from self.marks(t_each(self.refund.mark))
        if self.copy is not None:
            yield from self.marks(t_each("COPY {number}", number=self.copy.no))
