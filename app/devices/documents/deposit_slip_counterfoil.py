"""Slips that are torn in two: what every counterfoil says, and the frame beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.devices.documents.deposit_slip_parts import ROW, SlipPages
from app.devices.documents.pages import Align
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.translate import t

WIDE: Final = 138.0
_PAD: Final = 8.0


class CounterfoilPages(SlipPages):
    """A framed slip with its counterfoil at the left, which the bank stamps and gives back."""

    def main_left(self) -> float:
        """Where the slip itself begins."""
        return self.p.left + WIDE + 2 * _PAD

    def main_wide(self) -> float:
        return self.p.right - _PAD - self.main_left()

    def frame(self, y: float, high: float) -> None:
        """Round both parts, with a line between them to tear along."""
        p = self.p
        p.box(p.left, y, p.right - p.left, high)
        p.dashes(p.left + WIDE + _PAD, y, p.left + WIDE + _PAD, y + high)

    def counterfoil(
        self, y: float, high: float, sums: Sequence[tuple[str, Money]], whole: Money
    ) -> None:
        """What the practice keeps: account, day, sums, who paid in, the bank's stamp."""
        p, slip = self.p, self.slip
        x, room = p.left + _PAD, WIDE - _PAD
        p.say(t("Counterfoil"), x, y + 16, 10, bold=True, room=room)
        at = y + 32
        for words, value in (
            (t("Date"), self.day()),
            (t("Account name"), slip.account_title),
            (t("Account no."), slip.account_number),
            (t("Deposit no."), slip.number),
            (t("Bag or seal no."), slip.bag_number),
        ):
            name = value == slip.account_title
            fills = self.codes or not (name or value == slip.account_number)
            at = self.field(words, value, x, at, room, 8.5, cut=name, fills=fills)
        at += 4
        for words, amount in sums:
            p.say(words, x, at, 8, room=room * 0.46)
            said, half = self.money(amount), room * 0.5
            p.figure(said, x + room, at, 8, align=Align.RIGHT, room=half, cut=False)
            at += ROW - 1
        p.line(x, at - 9, x + room, at - 9)
        said = format_money(whole, slip.locale, code=True)
        p.say(t("Total"), x, at + 4, 9, bold=True, room=room * 0.3)
        most = room * 0.68
        p.figure(said, x + room, at + 4, 10, bold=True, align=Align.RIGHT, room=most, cut=False)
        self.stamp(x, y + high - 66, room, 58)

    def bank_fields(self, y: float, codes: Sequence[tuple[str, str]]) -> float:
        """The bank, whose account and which; where the next thing may begin."""
        p, slip = self.p, self.slip
        x, wide = self.main_left(), self.main_wide()
        p.say(slip.bank, x, y + 18, 13, bold=True, room=wide * 0.7)
        p.figure(self.day(), x + wide, y + 18, 11, bold=True, align=Align.RIGHT, room=wide * 0.3)
        if slip.bank_city:
            p.say(slip.bank_city, x, y + 32, 9, room=wide * 0.7)
        at = y + 50
        step = wide / len(codes)
        for place, (words, value) in enumerate(codes):
            fills = self.codes or value not in (slip.routing, slip.account_number)
            left, room = x + step * place, step - 8
            self.field(words, value, left, at, room, 12, cut=False, fills=fills)
        at += 32
        title = slip.account_title
        self.field(t("Account name"), title, x, at, wide, 11, fills=self.codes)
        return at + 34
