"""Plays a short whole shift in the real window, by keyboard, from float to deposit slip, and keeps
pictures and papers.

For a computer without a display, and for whoever wants to see what the program looks like. It
decides nothing: every press goes where a person's would go.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication

from app.areas.cards.simulated_cards import Button as Press
from app.areas.payments.values import Receipt
from app.gui.application import DESIGNED, Application, Opened
from app.gui.collecting import collecting_here
from app.gui.demo_bank import BankTrip, Second
from app.gui.demo_hands import CTRL, KEY, SHIFT
from app.gui.printing.paper import save_paper, save_receipt
from app.gui.theme import Scheme
from app.kernel.errors import OutsideError
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.areas.security.values import FrontDoor

FLOAT_MINOR: Final = 25_000
DROPPED: Final = "100"
SHORT_MINOR: Final = 100
"""The drawer is counted a dollar short on purpose: the close has a difference to show."""
WHY_SHORT: Final = "2"
"""The digit of "Wrong change given"."""


@dataclass(frozen=True, slots=True)
class Part:
    """Who plays, and whom they find; numbers and amounts as typed.

    `cash` pays in notes and gets change from `given`; `check` pays by check; `split` pays
    `split_cash` in cash and the rest by card; `wrong` pays cash that is voided again; `second`
    counts the bag once more, so that it goes to the bank.
    """

    number: str
    pin: str
    cash: str
    given: str
    check: str
    split: str
    split_cash: str
    wrong: str
    second: Second | None = None


@dataclass(slots=True)
class Played:
    """The receipt with change, all receipts in order, the Z report's title, the number of the
    deposit that left for the bank, the files written.

    `closed` is empty where the shift had been opened before and so was not closed.
    """

    receipt: Receipt
    receipts: tuple[Receipt, ...]
    closed: str
    deposit: str = ""
    files: list[Path] = field(default_factory=list)


def play(
    data: Path, opened: Opened, ahead: Future[FrontDoor | None], part: Part, out: Path
) -> Played:
    """Float, cash, check, split, void, drop, blind close, Z, bag, slip; all of it goes to `out`.

    Where somebody left this drawer open, its shift is gone on with and not closed: nobody knows
    what lies in it. OutsideError when the window does not come to a step in time.
    """
    app = QApplication.instance() or QApplication(["counterfoil"])
    application = Application(data, opened, ahead)
    application.failures.take_over()
    application.theme.choose(Scheme.LIGHT, 100)
    window = application.window
    window.resize(DESIGNED)
    window.show()
    window.activateWindow()
    day = Day(application, out)
    try:
        with collecting_here():
            return day.whole_shift(part)
    finally:
        window.close()
        app.processEvents()


class Day(BankTrip):
    """A cashier's day, step by step; `pocket` is what really lies in the drawer."""

    def __init__(self, application: Application, out: Path) -> None:
        super().__init__(application, out)
        self.pocket = 0
        self.receipts: list[Receipt] = []

    def whole_shift(self, part: Part) -> Played:
        self.sign_in(part.number, part.pin, "01-sign-in")
        begun_here = self.count_float()
        with_change = self.takecash_of(part)
        self.take_check(part)
        self.take_split(part)
        self.void(part)
        self.drop()
        self.show_dark_and_keys()
        for receipt in self.receipts:
            self.files.extend(save_receipt(receipt, self.out))
        closed = self.close_blind() if begun_here else ""
        deposit = self.to_bank(part.second) if part.second else ""
        return Played(with_change, tuple(self.receipts), closed, deposit, self.files)

    def count_float(self) -> bool:
        """Where the person has no drawer open yet: ten twenties, five tens. True when it was so."""
        self.press(KEY.Key_5, CTRL)
        drawer = self.drawer
        self.until(lambda: drawer.count is not None or drawer.running is not None, t("the drawer"))
        begins = drawer.count is not None and self.session.desk.seat.shift is None
        if begins and drawer.count is not None:
            count = drawer.count
            self.until(lambda: count.isAncestorOf(self.focus), t("the count"))
            for quantity in ("", "", "10", "5"):
                self.type(quantity)
                self.press(KEY.Key_Return)
            self.picture("02-float")
            self.press(KEY.Key_Return, CTRL)
            self.until(lambda: self.session.desk.seat.shift is not None, t("the open drawer"))
            self.pocket = FLOAT_MINOR
        self.settle()
        self.press(KEY.Key_1, CTRL)
        self.settle()
        self.picture("03-counter")
        return begins

    def takecash_of(self, part: Part) -> Receipt:
        self.open_account(part.cash, "04-find")
        self.picture("05-account")
        self.press(KEY.Key_F6)
        self.type(part.given)
        self.picture("06-change")
        taken = self.take()
        self.picture("07-receipt")
        return taken

    def take_check(self, part: Part) -> None:
        self.open_account(part.check)
        self.press(KEY.Key_F7)
        self.type("1203 First National")
        self.picture("08-check")
        self.take()

    def take_split(self, part: Part) -> None:
        self.open_account(part.split)
        self.press(KEY.Key_F6)
        self.type(part.split_cash)
        self.press(KEY.Key_F8)
        self.picture("09-split")
        self.take(card=True)

    def void(self, part: Part) -> None:
        """Cash from the wrong patient, and its void: the receipts, Del, the reason's digit."""
        self.open_account(part.wrong)
        self.press(KEY.Key_F6)
        wrong = self.take()
        digits = self.counter.digits
        self.press(KEY.Key_R, CTRL)
        self.press(KEY.Key_Delete)
        self.until(digits.isVisible, t("the reasons"))
        self.settle()
        self.picture("10-why-void")
        self.press(KEY.Key_2)
        shelf = self.session.frame.shelf
        self.until(
            lambda: shelf.newest is not None and bool(shelf.newest.mark), t("the void receipt")
        )
        self.settle()
        self.picture("11-void")
        self.pocket -= cash_of(wrong)
        self.receipts[-1] = self._newest()

    def drop(self) -> None:
        """What is too much goes into the safe."""
        cash = self.session.cash
        self.press(KEY.Key_F7, SHIFT)
        self.settle()
        self.type(DROPPED)
        self.picture("12-drop")
        self.press(KEY.Key_Return)
        self.until(lambda: cash.panel is None, t("the drop"))
        self.settle()
        self.pocket -= int(DROPPED) * 100

    def show_dark_and_keys(self) -> None:
        self.application.theme.choose(Scheme.DARK, 100)
        self.picture("13-dark")
        self.application.theme.choose(Scheme.LIGHT, 100)
        self.press(KEY.Key_F1)
        self.picture("14-keys")
        self.press(KEY.Key_Escape)

    def close_blind(self) -> str:
        """Count without a sum on screen, seal, look, give the reason; the title of the Z."""
        self.seal(self.pocket - SHORT_MINOR)
        drawer = self.drawer
        self.picture("16-sealed")
        self.press(KEY.Key_Return, CTRL)
        self.until(lambda: drawer.page is drawer.difference, t("the difference"))
        self.settle()
        self.picture("17-difference")
        self.type(WHY_SHORT)
        self.until(lambda: drawer.closed is not None, t("the close"))
        self.until(lambda: drawer.page is drawer.closed, t("the close"))
        self.settle()
        self.picture("18-closed")
        paper = self.session.frame.shelf.newest_paper
        if paper is None:
            raise OutsideError(t("No Z report came."))
        self.files.extend(save_paper(paper, self.out))
        return paper.title

    def seal(self, minor: int) -> None:
        """Count `minor` in cash, tick every check, seal."""
        drawer = self.drawer
        self.press(KEY.Key_F12, SHIFT)
        self.until(
            lambda: drawer.closing is not None and drawer.closing.isAncestorOf(self.focus),
            t("the count"),
        )
        page = drawer.closing
        if page is None:
            raise OutsideError(t("There is no count."))
        self.settle()
        self.count(page.grid, minor)
        for place in range(len(page.model.rows)):
            if place:
                self.press(KEY.Key_Down)
            self.press(KEY.Key_Space)
        self.picture("15-count")
        self.press(KEY.Key_Return, CTRL)
        self.until(lambda: drawer.page is not page, t("the sealed count"))
        self.settle()

    def take(self, *, card: bool = False) -> Receipt:
        """Enter, and the receipt that comes of it; a card is shown to the reader first."""
        shelf = self.session.frame.shelf
        before = shelf.newest
        self.settle()
        self.press(KEY.Key_Return)
        if card:
            self._show_card(before)
        self.until(
            lambda: shelf.newest is not None and shelf.newest is not before, t("the receipt")
        )
        self.settle()
        taken = self._newest()
        self.receipts.append(taken)
        self.pocket += cash_of(taken)
        return taken

    def _show_card(self, before: Receipt | None) -> None:
        """At the simulated reader by its key, where this practice has one."""
        shelf, reader = self.session.frame.shelf, self.session.cards.reader
        tap = Press.TAP_CREDIT
        self.until(
            lambda: tap in reader.buttons or shelf.newest is not before, t("the card reader")
        )
        if tap in reader.buttons:
            self.picture("09-card")
            self.press(KEY.Key_F2, SHIFT)
            self.until(lambda: reader.isAncestorOf(self.focus), t("the card reader"))
            self.press(KEY.Key_1)

    def _newest(self) -> Receipt:
        newest = self.session.frame.shelf.newest
        if newest is None:
            raise OutsideError(t("No receipt came."))
        return newest


def cash_of(receipt: Receipt) -> int:
    """What came into the drawer in notes and coins: only cash tells what was given."""
    return sum(tender.amount.minor for tender in receipt.tenders if tender.given is not None)
