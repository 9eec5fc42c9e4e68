"""The deposit ticket of the United States, the slip of Canada, the summary for any other bank."""

from __future__ import annotations

from app.areas.deposits.bank_values import SlipLayout
from app.devices.documents.deposit_slip_parts import SlipPages
from app.devices.documents.pages import Align
from app.kernel.amount_words import amount_words
from app.kernel.translate import t


class Ticket(SlipPages):
    """Depositor and bank, cash beside checks, the sums, who counted."""

    def draw(self) -> None:
        self.of = 1 + self.list_pages()
        y = self.begin(self._title())
        y = self._head(y)
        y = self._tables(y)
        self._sums(y + 14)
        self.signatures(self.p.height - 118)
        self.end()
        self.attached_list(self._list_title())

    def _title(self) -> str:
        return {
            SlipLayout.US: t("Deposit ticket"),
            SlipLayout.CANADA: t("Deposit slip"),
        }.get(self.slip.layout, t("Deposit summary"))

    def _list_title(self) -> str:
        return t("List of cheques") if self.cheques else t("List of checks")

    def _head(self, y: float) -> float:
        p, slip = self.p, self.slip
        half = (p.right - p.left - 24) / 2
        low = self.depositor(p.left, y, half)
        x = p.left + half + 24
        self.label(t("Bank"), x, y)
        p.say(slip.bank, x, y + 14, 12, bold=True, room=half)
        at = y + 26
        if slip.bank_city:
            p.say(slip.bank_city, x, at, 9, room=half)
            at += 12
        at += 6
        for words, value in (
            *self._codes(),
            (t("Account no."), slip.account_number),
        ):
            at = self.value(words, value, x, at, half, fills=self.codes)
        for words, value in (
            (t("Date"), self.day()),
            (t("Deposit no."), slip.number),
            (t("Bag or seal no."), slip.bag_number),
        ):
            at = self.value(words, value, x, at, half)
        at = self.value(t("Bank’s slip no."), slip.slip_number, x, at, half, fills=False)
        return max(low, at) + 2

    def _codes(self) -> tuple[tuple[str, str], ...]:
        slip = self.slip
        if slip.layout is SlipLayout.US:
            return ((t("Routing no. (ABA)"), slip.routing),)
        if slip.layout is SlipLayout.CANADA:
            transit, _, institution = slip.routing.partition("-")
            return ((t("Transit no."), transit), (t("Institution no."), institution))
        return ((t("Bank code"), slip.routing), (t("SWIFT"), slip.swift))

    def _tables(self, y: float) -> float:
        p = self.p
        wide = (p.right - p.left) * (0.32 if self.slip.office else 0.4)
        notes = t("Currency") if self.slip.layout is SlipLayout.US else t("Banknotes")
        coins = t("Coin") if self.slip.layout is SlipLayout.US else t("Coins")
        cash = self.cash(p.left, y, wide, notes, coins)
        right = self.checks(p.left + wide + 16, y, p.right - p.left - wide - 16)
        return max(cash, right)

    def _sums(self, y: float) -> None:
        """The sums below the checks; beside them what is signed for and what is only told."""
        p, slip = self.p, self.slip
        wide = (p.right - p.left) * 0.6 - 16
        x = p.right - wide
        at = y + 10.5
        count = len(slip.checks)
        checks = t("Checks ({count})", count=count)
        if self.cheques:
            checks = t("Cheques ({count})", count=count)
        for words, amount in (
            (t("Cash"), slip.cash),
            (checks, slip.check_total),
            (t("Subtotal"), slip.subtotal),
            (t("Less cash received"), slip.less_cash),
        ):
            at = self.sum_row(words, self.money(amount), x, at, wide, bold=False)
        p.fill(x, at - 10.5, wide, 28, 0.92)
        p.box(x, y, wide, at + 17.5 - y)
        p.say(t("Net deposit"), x + 6, at + 8, 12, bold=True, room=wide * 0.4)
        said = self.money(slip.net, code=True)
        room = wide * 0.58
        p.figure(said, x + wide - 6, at + 8, 15, bold=True, align=Align.RIGHT, room=room, cut=False)
        left = (p.right - p.left) * 0.4
        self.signature(t("Sign here if cash is received"), "", p.left, y + 22, left)
        low = y + 48
        if slip.layout is not SlipLayout.US:
            self.label(t("Amount in words"), p.left, low)
            words = amount_words(slip.net, slip.locale)
            low = self.written(words, p.left, low + 12, left, 9) + 4
        self.information(p.left, low, left)
