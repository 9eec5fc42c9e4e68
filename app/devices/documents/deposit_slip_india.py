"""The pay-in slips of India: one for cash with every denomination, and one for cheques."""

from __future__ import annotations

import re
from typing import Final

from app.areas.deposits.slip_values import SlipPaper
from app.devices.documents.deposit_slip_counterfoil import CounterfoilPages
from app.kernel.amount_words import amount_words
from app.kernel.money import Money
from app.kernel.translate import t

_PAN_FROM: Final = 50_000_00
"""From this much cash on the depositor's tax number must stand on the slip (rule 114B)."""
_PAN: Final = re.compile(r"[A-Z]{5}\d{4}[A-Z]")
_LEAST: Final = 380.0


def pan(tax_id: str) -> str:
    """The permanent account number in a tax number, also inside one for sales tax; or none."""
    found = _PAN.search(re.sub(r"[ \-]", "", tax_id.upper()))
    return found[0] if found else ""


def needs_pan(slip: SlipPaper) -> bool:
    return slip.currency == "INR" and slip.cash.minor >= _PAN_FROM


class IndiaSlip(CounterfoilPages):
    """Cash and cheques never share a slip."""

    def draw(self) -> None:
        slip = self.slip
        cash = bool(slip.cash.minor) or not slip.checks
        cheques = bool(slip.checks)
        self.of = cash + cheques + self.list_pages()
        if cash:
            self._cash_slip()
        if cheques:
            self._cheque_slip()
            self.attached_list(t("List of cheques"))

    def banks_word(self) -> str:
        return t("Bank and branch")

    def _fields(self, top: float) -> float:
        slip = self.slip
        codes = ((t("IFSC"), slip.routing), (t("Account no."), slip.account_number))
        return self.bank_fields(top, codes)

    def _cash_slip(self) -> None:
        slip = self.slip
        top = self.begin(t("Pay-in slip, cash"))
        y = self._fields(top)
        x, wide = self.main_left(), self.main_wide()
        half = wide * 0.52
        low = self.cash(x, y, half, t("Banknotes"), t("Coins"))
        beside = self._amount(x + half + 12, y + 8, wide - half - 12, slip.cash)
        if needs_pan(slip):
            beside = self._pan(x + half + 12, beside, wide - half - 12)
        sums = ((t("Banknotes"), slip.notes), (t("Coins"), slip.coins))
        self._finish(top, max(low, beside), sums, slip.cash)

    def _cheque_slip(self) -> None:
        slip = self.slip
        top = self.begin(t("Pay-in slip, cheques"))
        y = self._fields(top)
        x, wide = self.main_left(), self.main_wide()
        low = self.checks(x, y, wide)
        low = self._amount(x, low + 16, wide, slip.check_total)
        sums = ((self.count_words(len(slip.checks)), slip.check_total),)
        self._finish(top, low, sums, slip.check_total)

    def _amount(self, x: float, y: float, room: float, amount: Money) -> float:
        """The sum of this slip in figures and in words; where the next label may begin."""
        p = self.p
        self.label(t("Amount"), x, y)
        p.figure(self.money(amount, code=True), x, y + 20, 16, bold=True, room=room, cut=False)
        self.label(t("Amount in words"), x, y + 36)
        return self.written(amount_words(amount, self.slip.locale), x, y + 48, room, 9.5) + 8

    def _pan(self, x: float, y: float, room: float) -> float:
        """The tax number, or room to write it by hand."""
        number = pan(self.slip.tax_id)
        self.label(t("PAN (cash of 50,000 rupees or more)"), x, y, room)
        if number:
            self.p.figure(number, x, y + 15, 12, bold=True, room=room)
        else:
            self.p.line(x, y + 18, x + room, y + 18)
        return y + 30

    def _finish(
        self, top: float, low: float, sums: tuple[tuple[str, Money], ...], whole: Money
    ) -> None:
        p, slip = self.p, self.slip
        x, wide = self.main_left(), self.main_wide()
        line = max(low + 44, top + _LEAST - 34)
        third = (wide - 20) / 3
        self.signature(t("Depositor’s signature"), slip.phone, x, line, third)
        self.signature(t("Cashier"), "", x + third + 10, line, third)
        self.signature(t("Officer"), "", x + 2 * (third + 10), line, third)
        high = line + 34 - top
        self.frame(top, high)
        self.counterfoil(top, high, sums, whole)
        y = top + high + 20
        if slip.cash and slip.checks:
            words = t(
                "Deposit {number} has two slips: cash {cash} and cheques {cheques}, together "
                "{total}.",
                number=slip.number,
                cash=self.money(slip.cash),
                cheques=self.money(slip.check_total),
                total=self.money(slip.net, code=True),
            )
            y = p.paragraph(words, p.left, y, p.right - p.left, 8.5) + 4
        y = self.information(p.left, y, p.right - p.left)
        half = (p.right - p.left - 24) / 2
        second = t("Verified by, second count")
        if slip.single_person:
            second = t("Second count by the same person (single-person practice)")
        self.signature(t("Prepared by, first count"), slip.prepared_by, p.left, y + 40, half)
        self.signature(second, slip.verified_by, p.left + half + 24, y + 40, half)
        self.end()
