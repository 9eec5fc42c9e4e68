"""What the day sheet says on paper, line by line, for 32, 42 or 48 columns."""

from __future__ import annotations

from collections.abc import Iterator

from app.areas.payments.card_words import kind_words
from app.areas.printing.values import AuditMark
from app.areas.reports.money_rules import bank_lines, stage_words
from app.areas.reports.money_values import Tie
from app.areas.reports.values import DaySheet, ShiftLine
from app.areas.settings.values import Practice
from app.devices.printing.layout import Layout
from app.devices.printing.paper_lines import Blank, PaperLine, Rule, Size, Weight
from app.kernel.i18n import format_date
from app.kernel.money import Money
from app.kernel.translate import t


def day_sheet_lines(
    sheet: DaySheet, here: Practice, columns: int, mark: AuditMark | None = None
) -> tuple[PaperLine, ...]:
    """The lines of the whole sheet; what its reader must not know yet is said to be hidden.

    It is made anew each time, so a second sheet of a day is no copy: it says which one it is.
    """
    return tuple(_DaySheet(sheet, here, columns, mark).lines())


class _DaySheet(Layout):
    def __init__(
        self, sheet: DaySheet, here: Practice, columns: int, mark: AuditMark | None
    ) -> None:
        super().__init__(columns, here.locale, here.time_zone)
        self.sheet, self.mark_of = sheet, mark

    def lines(self) -> Iterator[PaperLine]:
        sheet = self.sheet
        yield from self.centred(sheet.practice, Weight.BOLD)
        yield from self.centred(t("Day sheet"), Weight.BOLD, Size.TALL)
        yield from self.centred(format_date(sheet.day, self.locale))
        yield Blank()
        yield from self.value(t("Made"), self.moment(sheet.made_at))
        yield from self._closed()
        if sheet.provisional:
            yield from self.mark(t("PROVISIONAL"))
            for words in sheet.missing:
                yield from self.text(words)
        if sheet.hidden:
            yield from self.text(_why_hidden(sheet))
        yield Rule()
        for tender in sheet.tenders:
            yield from self.amount(f"{tender.words} ({tender.count})", tender.amount)
        yield from self.amount(t("Received ({count})", count=sheet.count), sheet.total, bold=True)
        if sheet.void_count:
            yield from self.amount(t("Void ({count})", count=sheet.void_count), sheet.void_total)
        if sheet.refund_count:
            said = t("Refunded ({count})", count=sheet.refund_count)
            yield from self.amount(said, sheet.refund_total)
        if sheet.corrected_count:
            yield from self.pair(t("Corrected"), str(sheet.corrected_count))
        yield Rule()
        if sheet.cards:
            yield from self._cards(sheet)
            yield Rule()
        for cashier in sheet.cashiers:
            yield from self.text(cashier.name, Weight.BOLD)
            yield from self.amount(t("Cash"), cashier.cash)
            yield from self.amount(t("Other"), cashier.other)
        for shift in sheet.shifts:
            yield from self._shift(shift)
        if sheet.came_late:
            yield from self.text(t("Came after the day was closed"), Weight.BOLD)
            for came in sheet.came_late:
                yield from self.amount(came.words, came.amount)
        if sheet.late:
            yield from self.text(t("Came after the close"), Weight.BOLD)
            for fact in sheet.late:
                yield from self.amount(f"{fact.shift_number}: {fact.words}", fact.amount)
        if sheet.places:
            yield from self._to_the_bank(sheet)
        yield Rule()
        for tie in sheet.ties:
            yield from self._tie(tie)
        verdict = t("Everything ties") if sheet.all_tie else t("THE DAY DOES NOT TIE")
        yield Blank()
        yield from self.mark(verdict)
        if self.mark_of is not None:
            yield Blank()
            if (nth := self.mark_of.copy_no + 1) > 0:
                yield from self.centred(t("Sheet {number} of this day", number=nth))
            yield from self.audit(self.mark_of)

    def _cards(self, sheet: DaySheet) -> Iterator[PaperLine]:
        """Card money by kind; what went back stands under what it was taken from."""
        yield from self.text(t("Cards"), Weight.BOLD)
        for line in sheet.cards:
            said = kind_words(line.funding, line.wallet)
            yield from self.amount(f"{said} ({line.count})", line.taken)
            if line.given_back:
                yield from self.amount(t("Given back"), -line.given_back)
                yield from self.amount(t("Net"), line.left)

    def amount(self, label: str, money: Money | None, *, bold: bool = False) -> Iterator[PaperLine]:
        """An amount, or that it is hidden."""
        said = t("hidden") if money is None else self.money(money)
        yield from self.pair(label, said, Weight.BOLD if bold else Weight.REGULAR)

    def _closed(self) -> Iterator[PaperLine]:
        """Who closed the day and when, with the mark of each drawer's close; or who opened it."""
        closing, reopened = self.sheet.closing, self.sheet.reopened
        if closing is None:
            if reopened is not None:
                yield from self.value(t("Opened again"), self.moment(reopened.at))
                yield from self.text(f"{reopened.by}: {reopened.reason}")
            return
        yield from self.value(t("Closed"), self.moment(closing.at))
        yield from self.text(f"{closing.by} · {closing.window}")
        if closing.unheard:
            said = {"windows": closing.unheard, "reason": closing.reason}
            yield from self.text(t("Without {windows}: {reason}", **said))
        elif closing.reason:
            yield from self.text(closing.reason)
        yield from self.amount(t("Then ({count})", count=closing.count), closing.total)
        for drawer in closing.drawers:
            if drawer.record_hash:
                yield from self.pair(drawer.number, drawer.record_hash[:16])

    def _shift(self, shift: ShiftLine) -> Iterator[PaperLine]:
        yield Rule()
        yield from self.text(f"{shift.number}  {shift.cashier}", Weight.BOLD)
        yield from self.amount(t("Float"), shift.float_amount)
        yield from self.amount(t("Cash received"), shift.cash)
        yield from self.amount(t("Paid in and out, drops"), shift.moved)
        yield from self.amount(t("In the drawer"), shift.in_drawer)
        if shift.counted is not None:
            yield from self.amount(t("Counted"), shift.counted)
            yield from self.amount(t("Difference"), shift.difference)

    def _to_the_bank(self, sheet: DaySheet) -> Iterator[PaperLine]:
        """What of the day is in which deposit, and what is in none."""
        yield Rule()
        yield from self.text(t("On its way to the bank"), Weight.BOLD)
        for line in bank_lines(sheet):
            yield from self.pair(line.words, stage_words(line.stage))
            if line.cash is None or line.cash:
                yield from self.amount(f"  {t('Cash')}", line.cash)
            if line.checks is None or line.checks:
                yield from self.amount(f"  {t('Checks')}", line.checks)

    def _tie(self, tie: Tie) -> Iterator[PaperLine]:
        yield from self.pair(tie.words, t("ties") if tie.ok else t("DOES NOT TIE"))
        if not tie.ok:
            yield from self.amount(f"  {tie.left_words}", tie.left)
            yield from self.amount(f"  {tie.right_words}", tie.right)


def _why_hidden(sheet: DaySheet) -> str:
    """Why sums are missing: an open drawer, or a bag that waits for its second count."""
    if any(line.here_cash is None for line in sheet.deposits) and all(
        line.cash is not None for line in sheet.cashiers
    ):
        return t("Cash is left out: a bag waits for its second count.")
    return t("Cash is left out: the drawer is still open.")
