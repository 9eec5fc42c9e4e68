"""The paying-in slip of the United Kingdom, with its counterfoil; cheques are listed overleaf."""

from __future__ import annotations

from typing import Final

from app.devices.documents.deposit_slip_counterfoil import CounterfoilPages
from app.devices.documents.pages import Align
from app.kernel.translate import t

_LEAST: Final = 330.0


class UkSlip(CounterfoilPages):
    """Sort code, account, every note and coin, and the cheques as one sum with their number."""

    def draw(self) -> None:
        slip = self.slip
        self.of = 1 + self.list_pages()
        top = self.begin(t("Paying-in slip"))
        x, wide = self.main_left(), self.main_wide()
        codes = (
            (t("Sort code"), slip.routing),
            (t("Account no."), slip.account_number),
            (t("Deposit no."), slip.number),
        )
        y = self.bank_fields(top, codes)
        half = wide * 0.54
        low = self.cash(x + wide - half, y, half, t("Banknotes"), t("Coins"))
        high = max(_LEAST, low + 74 - top)
        self._left(x, y, wide - half - 14)
        self._totals(x + wide - half, low + 18, half)
        self.frame(top, high)
        sums = (
            (t("Banknotes"), slip.notes),
            (t("Coins"), slip.coins),
            (t("Cheques"), slip.check_total),
        )
        self.counterfoil(top, high, sums, slip.net)
        self._below(top + high + 22)
        self.end()
        self.attached_list(t("Cheques, overleaf"))

    def list_pages(self) -> int:
        return -(-len(self.slip.checks) // self.on_a_page)

    def _left(self, x: float, y: float, room: float) -> None:
        """Who pays in, how many cheques, and room for the cashier."""
        slip = self.slip
        at = self.field(t("Paid in by"), slip.depositor, x, y + 8, room, 10, fills=self.codes)
        at = self.field(t("Number of cheques"), str(len(slip.checks)), x, at, room, 12)
        at = self.field(t("Bag or seal no."), slip.bag_number, x, at, room, 10, cut=False)
        self.stamp(x, at + 4, room, 74)
        self.signature(t("Signature of who pays in"), "", x, at + 112, room)

    def _totals(self, x: float, y: float, wide: float) -> None:
        p, slip = self.p, self.slip
        at = self.sum_row(t("Cheques, listed overleaf"), self.money(slip.check_total), x, y, wide)
        p.fill(x, at - 9, wide, 26, 0.92)
        p.box(x, at - 9, wide, 26)
        p.say(t("Total"), x + 5, at + 9, 11, bold=True, room=wide * 0.25)
        said = self.money(slip.net, code=True)
        room = wide * 0.7
        p.figure(said, x + wide - 5, at + 9, 13, bold=True, align=Align.RIGHT, room=room, cut=False)

    def _below(self, y: float) -> None:
        """Below the slip, for the practice: who counted, and what is only told."""
        p, slip = self.p, self.slip
        wide = (p.right - p.left - 24) / 2
        low = self.information(p.left, y, p.right - p.left)
        second = t("Verified by, second count")
        if slip.single_person:
            second = t("Second count by the same person (single-person practice)")
        self.signature(t("Prepared by, first count"), slip.prepared_by, p.left, low + 46, wide)
        self.signature(second, slip.verified_by, p.left + wide + 24, low + 46, wide)
