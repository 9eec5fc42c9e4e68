"""The letter to whoever gave a check that came back: what happened, what is owed, how to pay."""

from __future__ import annotations

from typing import Final

from app.areas.deposits.returning_values import ReturnLetter
from app.devices.documents.pages import Align, Pages, drawn
from app.kernel.i18n import format_date, format_money
from app.kernel.money import Money, total
from app.kernel.translate import t, tn

LEFT: Final = 72.0
"""An inch: where a letter and the window of an envelope begin."""
WINDOW: Final = 162.0
"""Where the address stands, so that it shows in the window of a letter folded in three."""
BODY: Final = 270.0
SIZE: Final = 11.0
_STEP: Final = 1.45
_MOST_LINES: Final = 14
"""So many invoices fit on the page; more are added up in one line."""


def return_letter_pdf(letter: ReturnLetter) -> bytes:
    """One page on the practice's paper."""
    return drawn(letter.paper_size, letter_title(letter), letter.locale, _Letter(letter).draw)


def letter_title(letter: ReturnLetter) -> str:
    """What its file and print job are called; it names nobody."""
    return t("Letter on returned check {number}", number=letter.receipt_number)


class _Letter:
    def __init__(self, letter: ReturnLetter) -> None:
        self.letter = letter

    def draw(self, pages: Pages) -> None:
        if self.letter.demo:
            pages.watermark(t("Demo"))
        self._head(pages)
        self._address(pages)
        y = self._body(pages, BODY)
        y = self._table(pages, y + 8)
        self._close(pages, y + 26)
        pages.turn()

    # ------------------------------------------------------------------------------ the parts

    def _head(self, pages: Pages) -> None:
        letter, room = self.letter, pages.width - 2 * LEFT
        pages.say(letter.practice, LEFT, 66, 15, bold=True, room=room)
        line = "  ·  ".join(filter(None, (*letter.practice_address, letter.practice_phone)))
        pages.say(line, LEFT, 83, 9, room=room, grey=0.35)
        pages.line(LEFT, 94, pages.width - LEFT, 94, 0.6)
        day = format_date(letter.day, letter.locale)
        pages.say(day, pages.width - LEFT, WINDOW, SIZE, align=Align.RIGHT)
        if letter.copy_no:
            said = t("COPY {number}", number=letter.copy_no)
            pages.badge(said, pages.width - LEFT, WINDOW + 22)

    def _address(self, pages: Pages) -> None:
        letter, y = self.letter, WINDOW
        for line in (letter.to_name, *letter.to_address):
            pages.say(line, LEFT, y, SIZE, room=250)
            y += SIZE * 1.5

    def _body(self, pages: Pages, y: float) -> float:
        letter = self.letter
        number = letter.check_number
        title = t("Your check {number} came back unpaid", number=number)
        y = self._paragraph(pages, title, y, bold=True)
        about = t(
            "Account {number}, {name}", number=letter.account_number, name=letter.patient_name
        )
        y = self._paragraph(pages, about, y, grey=0.35) + 8
        happened = t(
            "Your bank, {bank}, returned check {number} for {amount}, which we received on "
            "{taken} (receipt {receipt}). It came back on {day} with the reason: {reason}.",
            bank=letter.bank,
            number=number,
            amount=format_money(letter.amount, letter.locale, code=True),
            taken=format_date(letter.check_date, letter.locale),
            receipt=letter.receipt_number,
            day=format_date(letter.returned_on, letter.locale),
            reason=letter.bank_reason,
        )
        y = self._paragraph(pages, happened, y) + 8
        undone = t("The payment is therefore undone. This is what is open again:")
        nothing = t("The payment is therefore undone. Nothing is owed at the moment.")
        return self._paragraph(pages, undone if letter.owed else nothing, y)

    def _table(self, pages: Pages, y: float) -> float:
        letter = self.letter
        if not letter.owed:
            return y
        right = pages.width - LEFT
        for words, amount, bold in self._lines():
            if bold:
                pages.line(LEFT, y - 3, right, y - 3, 0.6)
                y += 13
            else:
                y += 9
            money = format_money(amount, letter.locale, code=bold)
            pages.say(words, LEFT, y, SIZE, bold=bold, room=right - LEFT - 110)
            pages.say(money, right, y, SIZE, bold=bold, align=Align.RIGHT)
            y += 9
        return y

    def _lines(self) -> list[tuple[str, Money, bool]]:
        """(what, how much, the sum) of what is owed."""
        letter = self.letter
        shown, rest = letter.invoices[:_MOST_LINES], letter.invoices[_MOST_LINES:]
        lines = [
            (
                t(
                    "Invoice {number} of {day}",
                    number=number,
                    day=format_date(day, letter.locale),
                ),
                amount,
                False,
            )
            for number, day, amount in shown
        ]
        if rest:
            more = total((amount for _, _, amount in rest), letter.owed.currency)
            words = tn("{count} more invoice", "{count} more invoices", len(rest))
            lines.append((words, more, False))
        if letter.fee:
            words = t("Fee for the returned check, invoice {number}", number=letter.fee_number)
            lines.append((words, letter.fee, False))
        return [*lines, (t("Total"), letter.owed, True)]

    def _close(self, pages: Pages, y: float) -> None:
        letter = self.letter
        if letter.owed:
            pay = t(
                "Please pay {amount} by {day}.",
                amount=format_money(letter.owed, letter.locale, code=True),
                day=format_date(letter.pay_by, letter.locale),
            )
            if letter.no_checks:
                other = t("We can take cash, a card or a bank transfer, but no check for now.")
                pay = f"{pay} {other}"
            y = self._paragraph(pages, pay, y) + 8
        ask = t("If the bank has made a mistake, or if you need time to pay, please talk to us.")
        if letter.practice_phone:
            call = t("Our number is {phone}.", phone=letter.practice_phone)
            ask = f"{ask} {call}"
        y = self._paragraph(pages, ask, y) + 20
        self._paragraph(pages, letter.practice, y)

    def _paragraph(
        self, pages: Pages, words: str, y: float, *, bold: bool = False, grey: float = 0.0
    ) -> float:
        room = pages.width - 2 * LEFT
        for line in pages.wrapped(words, room, SIZE, bold=bold):
            pages.say(line, LEFT, y, SIZE, bold=bold, room=room, grey=grey)
            y += SIZE * _STEP
        return y
