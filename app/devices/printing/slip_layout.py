"""What the slip of a cash movement says: a drop or paid-out is signed on it."""

from __future__ import annotations

from collections.abc import Iterator

from app.areas.drawers.values import MovementKind, MovementSlip
from app.areas.printing.design_rules import spoken
from app.areas.printing.design_values import ReceiptDesign
from app.devices.printing.cells import printable
from app.devices.printing.copies import Copy
from app.devices.printing.layout import Layout
from app.devices.printing.paper_lines import Blank, PaperLine, Rule, Size, Weight
from app.devices.printing.receipt_words import STANDARD, tables
from app.kernel.translate import speaking, t


def slip_lines(
    slip: MovementSlip,
    columns: int,
    copy: Copy | None = None,
    design: ReceiptDesign = STANDARD,
) -> tuple[PaperLine, ...]:
    """The lines of `slip` in the practice's language; every text is cleaned and fits `columns`."""
    with speaking(*tables(spoken(design, slip.locale, "")[:1])):
        return tuple(_Slip(slip, columns, copy).lines())


class _Slip(Layout):
    def __init__(self, slip: MovementSlip, columns: int, copy: Copy | None) -> None:
        super().__init__(columns, slip.locale, slip.time_zone)
        self.slip, self.copy = slip, copy

    def lines(self) -> Iterator[PaperLine]:
        slip = self.slip
        marks = tuple(self._marks())
        yield from marks
        if marks:
            yield Blank()
        yield from self.centred(slip.practice)
        yield from self.centred(t(slip.title) if slip.title else "", Weight.BOLD, Size.TALL)
        yield Rule()
        yield from self.value(t("Slip"), slip.number, Weight.BOLD)
        yield from self.value(t("Takes back"), slip.reverses_number)
        yield from self.value(t("Date"), self.moment(slip.at))
        yield from self.value(t("Station"), slip.station)
        yield from self.value(t("Drawer"), slip.drawer)
        yield from self.value(t("Shift"), slip.shift_number)
        yield from self.value(t("Cashier"), slip.user_name)
        yield Rule()
        yield from self.value(t("What for"), slip.words)
        yield from self.value(t("Reference"), slip.reference)
        if slip.note:
            yield from self.text(slip.note)
        yield from self.total(t("Amount"), slip.amount)
        for who in self._signers():
            yield from self.signature(who)
        yield Blank()
        yield from self.centred(printable(slip.number))

    def _marks(self) -> Iterator[PaperLine]:
        if self.slip.demo:
            yield from self.mark(t("Demo: no real money moved"))
        yield from self.copy_mark(self.copy)

    def _signers(self) -> tuple[str, ...]:
        """Cash that leaves the drawer is signed for by both hands."""
        signs = {
            MovementKind.PAID_OUT: (t("Received by"), t("Paid out by")),
            MovementKind.DROP: (t("Put into the safe by"), t("Seen by")),
        }
        return signs.get(self.slip.kind, (t("Signed by"),))
