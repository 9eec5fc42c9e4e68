"""What every deposit slip has: marks, head, tables, the list of checks, the audit block."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from app.areas.deposits.bank_values import SlipLayout
from app.areas.deposits.slip_values import SlipCheck, SlipPaper, SlipState
from app.devices.documents.pages import Align, Pages
from app.devices.documents.slip_overlay import OverlayPages
from app.kernel.clock import zone_named
from app.kernel.i18n import format_date, format_money, format_time
from app.kernel.money import Money, total
from app.kernel.translate import t, tn

ON_THE_SLIP: Final = 18
"""More checks than these go on a list of their own."""
ON_A_PAGE: Final = 36
_AROUND_A_LIST: Final = 216.0
"""What stands above and below a list of checks, in points."""
ROW: Final = 14.0
_LABEL: Final = 7.0
_FAINT: Final = 0.35
_SHADE: Final = 0.92
_BANK, _BANK_ALONE, _PAYER, _AMOUNT = 0.24, 0.32, 0.46, 0.8
"""Where columns of a list of checks begin, as parts of its width."""


class SlipPages(ABC):
    """Draws one slip; a layout says which parts stand where."""

    def __init__(self, pages: Pages, slip: SlipPaper) -> None:
        self.p, self.slip = pages, slip
        self.cheques = slip.layout not in (SlipLayout.US, SlipLayout.NEUTRAL)
        self.page, self.of = 1, 1
        self.onto = slip.overlay is not None
        """Onto the bank's own paper: what stands below an empty place does not move up."""
        self.codes = slip.overlay is None or slip.overlay.codes
        self.bank_at = _BANK if slip.office else _BANK_ALONE

    @abstractmethod
    def draw(self) -> None:
        """All pages; each layout has its own."""

    # ------------------------------------------------------------------------------ words

    def money(self, amount: Money, *, code: bool = False) -> str:
        return format_money(amount, self.slip.locale, code=code)

    def day(self) -> str:
        return format_date(self.slip.day, self.slip.locale)

    def moment(self, at: datetime) -> str:
        slip = self.slip
        day = at.astimezone(zone_named(slip.time_zone)).date()
        time = format_time(at, slip.time_zone, slip.locale)
        return t("{date}, {time}", date=format_date(day, slip.locale), time=time)

    def checks_word(self) -> str:
        return t("Cheques") if self.cheques else t("Checks")

    def count_words(self, count: int) -> str:
        if self.cheques:
            return tn("{count} cheque", "{count} cheques", count)
        return tn("{count} check", "{count} checks", count)

    # ------------------------------------------------------------------------------- head

    def begin(self, title: str) -> float:
        """A page with its title and marks; where its own things may begin."""
        p, slip = self.p, self.slip
        if slip.state is SlipState.NOT_SEALED:
            p.watermark(t("NOT SEALED"))
        elif slip.state is SlipState.VOID:
            p.watermark(t("VOID"))
        y = 62.0
        p.say(title, p.left, y, 19, bold=True, room=280)
        x = p.right
        for words in self._marks():
            x = p.badge(words, x, y - 2, 10)
        p.line(p.left, y + 10, p.right, y + 10, 1.4)
        return y + 26

    def _marks(self) -> list[str]:
        """What nobody overlooks, from the right."""
        slip = self.slip
        if slip.state is SlipState.NOT_SEALED:
            marks = [t("NOT SEALED · DRAFT")]
        else:
            marks = [t("OFFICE COPY") if slip.office else t("BANK COPY")]
            if self.onto:
                marks = []
        if slip.state is SlipState.VOID:
            marks.append(t("VOID"))
        if slip.copy_no > 0:
            marks.append(t("COPY {number}", number=slip.copy_no))
        if slip.demo:
            marks.append(t("DEMO"))
        return marks

    def label(self, words: str, x: float, y: float, room: float = 0.0) -> None:
        self.p.say(words, x, y, _LABEL, room=room, grey=_FAINT)

    def field(
        self,
        words: str,
        value: str,
        x: float,
        y: float,
        room: float,
        size: float = 10.0,
        *,
        cut: bool = True,
        fills: bool = True,
    ) -> float:
        """A small label with its value below, which the bank's own slip has already where it does
        not `fills`; the baseline of the next label.
        """
        if not (value or self.onto):
            return y
        self.label(words, x, y, room)
        draw = self.p.figure if fills else self.p.say
        draw(value, x, y + size + 3, size, bold=True, room=room, cut=cut)
        return y + size + 16

    def value(
        self, words: str, value: str, x: float, y: float, room: float, *, fills: bool = True
    ) -> float:
        """A label at the left and its value at the right of `room`; the next baseline."""
        if not (value or self.onto):
            return y
        self.p.say(words, x, y, 8.5, room=room * 0.48, grey=_FAINT)
        half = room * 0.52
        draw = self.p.figure if fills else self.p.say
        draw(value, x + room, y, 10, bold=True, align=Align.RIGHT, room=half, cut=False)
        return y + 14

    def written(self, words: str, x: float, y: float, room: float, size: float) -> float:
        """What is filled in in words, in as many lines as it needs; the baseline after it."""
        for line in self.p.wrapped(words, room, size):
            self.p.figure(line, x, y, size, room=room)
            y += size * 1.35
        return y

    def depositor(self, x: float, y: float, room: float) -> float:
        """Who deposits: legal name, address, phone and whose account it is."""
        p, slip = self.p, self.slip
        self.label(t("Depositor"), x, y)
        y += 14
        for line in p.wrapped(slip.depositor, room, 12, bold=True)[:2]:
            p.say(line, x, y, 12, bold=True, room=room)
            y += 15
        for line in (*slip.address, slip.phone):
            if line:
                p.say(line, x, y, 9, room=room)
                y += 13
        y += 4
        return self.field(t("Account title"), slip.account_title, x, y, room, 10, fills=self.codes)

    # ----------------------------------------------------------------------------- tables

    def heads(
        self, columns: Sequence[tuple[str, float, Align]], x: float, y: float, wide: float
    ) -> float:
        """A shaded row of column heads, each at its place; the first baseline below."""
        self.p.fill(x, y, wide, ROW, _SHADE)
        for words, at, align in columns:
            self.p.say(words, x + at, y + 10, 7.5, bold=True, align=align)
        return y + ROW + 10.5

    def sum_row(
        self, words: str, amount: str, x: float, y: float, wide: float, *, bold: bool = True
    ) -> float:
        """A label with an amount at the right edge, a thin line above."""
        self.p.line(x, y - 10.5, x + wide, y - 10.5, 0.4)
        self.p.say(words, x + 4, y, 9, bold=bold, room=wide * 0.54)
        room = wide * 0.42
        at = x + wide - 4
        self.p.figure(amount, at, y, 9, bold=bold, align=Align.RIGHT, room=room, cut=False)
        return y + ROW

    def cash(self, x: float, y: float, wide: float, notes_word: str, coins_word: str) -> float:
        """Every note and coin with how many, their sums; where the table ends."""
        top = y
        heads = (
            (t("Cash"), 4.0, Align.LEFT),
            (t("Count"), wide * 0.52, Align.RIGHT),
            (t("Amount"), wide - 4, Align.RIGHT),
        )
        y = self.heads(heads, x, y, wide)
        high = ROW if len(self.slip.piles) < 17 else 11.5
        for coin, word in ((False, notes_word), (True, coins_word)):
            piles = [pile for pile in self.slip.piles if pile.coin is coin]
            for pile in piles:
                self.p.say(self.money(pile.worth), x + 4, y, 9, room=wide * 0.36)
                if pile.quantity:
                    self.p.figure(str(pile.quantity), x + wide * 0.52, y, 9, align=Align.RIGHT)
                    said = self.money(pile.amount)
                    room = wide * 0.45
                    at = x + wide - 4
                    self.p.figure(said, at, y, 9, align=Align.RIGHT, room=room, cut=False)
                y += high
            if piles:
                sum_of = self.slip.coins if coin else self.slip.notes
                y = self.sum_row(word, self.money(sum_of), x, y, wide)
        y = self.sum_row(t("Total cash"), self.money(self.slip.cash), x, y, wide)
        self.p.box(x, top, wide, y - 10.5 - top)
        return y - 10.5

    def checks(self, x: float, y: float, wide: float) -> float:
        """The checks, or where they are listed, and their sum; where the table ends."""
        top, slip = y, self.slip
        listed = len(slip.checks) > ON_THE_SLIP
        y = first = self.heads(self._check_heads(wide), x, y, wide)
        if listed:
            words = t("{checks}, see the attached list", checks=self.count_words(len(slip.checks)))
            y = self.written(words, x + 4, y + 4, wide - 8, 9) + 4
        elif not slip.checks:
            self.p.say(t("None"), x + 4, y, 9, grey=_FAINT)
            y += ROW
        else:
            for place, check in enumerate(slip.checks, 1):
                self._check(place, check, x, y, wide)
                y += ROW
        if self.onto:
            y = first + ON_THE_SLIP * ROW
        words = t("Total from attached list") if listed else t("Total checks")
        if self.cheques and not listed:
            words = t("Total cheques")
        y = self.sum_row(words, self.money(slip.check_total), x, y, wide)
        self.p.box(x, top, wide, y - 10.5 - top)
        return y - 10.5

    def _check_heads(self, wide: float) -> tuple[tuple[str, float, Align], ...]:
        number = t("Cheque no.") if self.cheques else t("Check no.")
        heads = [("#", 18.0, Align.RIGHT), (number, 26.0, Align.LEFT)]
        heads.append((self.banks_word(), wide * self.bank_at, Align.LEFT))
        if self.slip.office:
            heads.append((t("Receipt and payer"), wide * _PAYER, Align.LEFT))
        return (*heads, (t("Amount"), wide - 4, Align.RIGHT))

    def _check(self, place: int, check: SlipCheck, x: float, y: float, wide: float) -> None:
        p, office = self.p, self.slip.office
        p.say(str(place), x + 18, y, 8, align=Align.RIGHT, grey=_FAINT)
        room = wide * self.bank_at - 30
        p.figure(check.number or "–", x + 26, y, 9, room=room, cut=False)
        room = (_PAYER if office else _AMOUNT) - self.bank_at
        p.figure(check.bank, x + wide * self.bank_at, y, 8, room=wide * room - 5)
        if office:
            room = wide * (_AMOUNT - _PAYER) - 5
            p.figure(check.reference, x + wide * _PAYER, y, 8, room=room)
        said = self.money(check.amount)
        room = wide * (1 - _AMOUNT)
        p.figure(said, x + wide - 4, y, 9, align=Align.RIGHT, room=room, cut=False)

    def banks_word(self) -> str:
        """What a check says of where it is drawn."""
        return t("Bank")

    @property
    def on_a_page(self) -> int:
        """How many checks a page of a list has room for."""
        return max(1, min(ON_A_PAGE, int((self.p.height - _AROUND_A_LIST) / ROW)))

    def list_pages(self) -> int:
        """How many pages the attached list takes."""
        count = len(self.slip.checks)
        return -(-count // self.on_a_page) if count > ON_THE_SLIP else 0

    def attached_list(self, title: str) -> None:
        """The checks on pages of their own, with the sum of each page and of all; plain paper even
        where the slip is the bank's.
        """
        if isinstance(self.p, OverlayPages):
            if not self.p.lists:
                return
            self.p, self.onto = self.p.plain(), False
        slip, p = self.slip, self.p
        for page in range(self.list_pages()):
            first = page * self.on_a_page
            part = slip.checks[first : first + self.on_a_page]
            y = self.begin(title)
            p.say(self._list_line(), p.left, y, 9, room=p.right - p.left)
            top = y + 12
            wide = p.right - p.left
            y = self.heads(self._check_heads(wide), p.left, top, wide)
            for place, check in enumerate(part, first + 1):
                self._check(place, check, p.left, y, wide)
                y += ROW
            said = total((check.amount for check in part), slip.currency)
            words = t(
                "Total of this page, {checks}",
                checks=self.count_words(len(part)),
            )
            y = self.sum_row(words, self.money(said), p.left, y, wide)
            if first + len(part) == len(slip.checks):
                words = t("Total of all {checks}", checks=self.count_words(len(slip.checks)))
                y = self.sum_row(words, self.money(slip.check_total), p.left, y, wide)
            p.box(p.left, top, wide, y - 10.5 - top)
            self.end()

    def _list_line(self) -> str:
        slip = self.slip
        parts = (
            slip.depositor,
            t("Account {number}", number=slip.account_number),
            t("Deposit {number}", number=slip.number),
            self.day(),
        )
        return " · ".join(parts)

    # ------------------------------------------------------------------- signatures and end

    def signature(self, words: str, name: str, x: float, y: float, wide: float) -> None:
        """A line to sign on; below it what for, and who."""
        self.p.line(x, y, x + wide, y, 0.6)
        self.label(words, x, y + 9, wide)
        if name:
            self.p.say(name, x, y + 22, 9, room=wide)

    def signatures(self, y: float) -> None:
        """Both who counted, and room for the bank's stamp."""
        p, slip = self.p, self.slip
        wide = (p.right - p.left - 36) / 3
        second = t("Verified by, second count")
        if slip.single_person:
            second = t("Second count by the same person (single-person practice)")
        self.signature(t("Prepared by, first count"), slip.prepared_by, p.left, y, wide)
        self.signature(second, slip.verified_by, p.left + wide + 18, y, wide)
        self.stamp(p.left + 2 * (wide + 18), y - 44, wide, 68)

    def stamp(self, x: float, y: float, wide: float, high: float) -> None:
        self.p.box(x, y, wide, high, 0.5)
        self.label(t("Bank’s stamp and signature"), x + 4, y + 9, wide - 8)

    def information(self, x: float, y: float, room: float) -> float:
        """What is no part of the deposit: cards on the office copy, the endorsement."""
        slip = self.slip
        if slip.office and slip.card_count:
            cards = tn("{count} card payment", "{count} card payments", slip.card_count)
            words = t(
                "For information: {cards}, {amount}. The card processor pays them; they are not "
                "part of this deposit.",
                cards=cards,
                amount=self.money(slip.cards),
            )
            y = self.p.paragraph(words, x, y, room, 8, grey=_FAINT) + 4
        if slip.endorsement:
            words = t("On the back of each check: {words}", words=slip.endorsement)
            if self.cheques:
                words = t("On the back of each cheque: {words}", words=slip.endorsement)
            y = self.p.paragraph(words, x, y, room, 8, grey=_FAINT)
        return y

    def end(self) -> None:
        """The audit block at the foot, and on to the next page."""
        p, slip = self.p, self.slip
        y = p.height - 50
        p.line(p.left, y - 12, p.right, y - 12, 0.6)
        copy = t("Copy {number}", number=slip.copy_no) if slip.copy_no > 0 else t("Original")
        if slip.state is SlipState.NOT_SEALED:
            copy = t("Draft")
        bag = t("Bag {number}", number=slip.bag_number) if slip.bag_number else ""
        deposit = t("Deposit {number}", number=slip.number)
        printed = t("Printed {when}", when=self.moment(slip.made_at))
        parts = (deposit, bag, printed, copy, slip.site)
        p.say(
            " · ".join(part for part in parts if part), p.left, y, 7.5, room=p.right - p.left - 70
        )
        if slip.mark is not None:
            p.say(slip.mark.words, p.left, y + 11, 7.5)
        pages = t("Page {page} of {pages}", page=self.page, pages=self.of)
        p.say(pages, p.right, y, 7.5, align=Align.RIGHT)
        self.page += 1
        p.turn()
