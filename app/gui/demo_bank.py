"""The second half of the played day: what lies in the safe goes to the bank, counted by two people.

It decides nothing: every press goes where a person's would go.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.areas.deposits.values import DepositStage
from app.gui.demo_hands import CTRL, KEY, SHIFT, Hands
from app.gui.dialogs.paper_preview import PaperPreview
from app.gui.screens.deposits.bag_page import BagPage
from app.gui.screens.deposits.view import View as DepositsView
from app.kernel.errors import OutsideError
from app.kernel.translate import t


@dataclass(frozen=True, slots=True)
class Second:
    """Who counts again: number and PIN; the bag's number."""

    number: str
    pin: str
    bag: str


class BankTrip(Hands):
    """Prepared by who sits there, counted and sealed by somebody else, handed over, its slip."""

    @property
    def deposits(self) -> DepositsView:
        screen = self.session.frame.screen_of("deposits")
        if not isinstance(screen, DepositsView):
            raise OutsideError(t("There is no screen of deposits."))
        return screen

    @property
    def bag(self) -> BagPage:
        page = self.deposits.bag
        if page is None:
            raise OutsideError(t("There is no bag."))
        return page

    def to_bank(self, second: Second) -> str:
        """The number of the deposit that left; its slips are files, the bank's and ours."""
        self._prepare()
        self.press(KEY.Key_L, CTRL | SHIFT)
        page = self.session.sign_in
        self.until(lambda: self.window.page is page, t("the sign-in page"))
        self.settle()
        self.sign_in(second.number, second.pin)
        self._count_again()
        self.type(second.bag)
        self.picture("22-bag")
        self.press(KEY.Key_Return)
        self._reached(DepositStage.SEALED)
        self._go_on()
        self._reached(DepositStage.SUBMITTED)
        self.picture("23-handed-over")
        self._slips()
        return self._number()

    def _prepare(self) -> None:
        self.press(KEY.Key_6, CTRL)
        self.settle()
        self.picture("19-deposits")
        view = self.deposits
        self.press(KEY.Key_N, CTRL)
        self.until(lambda: view.prepare is not None and view.page is view.prepare, t("the bag"))
        self.settle()
        page = view.prepare
        if page is None:
            raise OutsideError(t("There is nothing for the bank."))
        self._cash = page.expected.minor
        self.count(page.grid, self._cash)
        self.picture("20-prepare")
        self.press(KEY.Key_Return, CTRL)
        self.until(lambda: view.bag is not None and view.page is view.bag, t("the bag"))
        self._reached(DepositStage.PREPARED)

    def _count_again(self) -> None:
        """Somebody else opens the bag that waits and counts it without having seen a sum."""
        self.press(KEY.Key_6, CTRL)
        self.settle()
        view = self.deposits
        self.press(KEY.Key_Return)
        self.until(lambda: view.bag is not None and view.page is view.bag, t("the bag"))
        self.settle()
        self._go_on()
        self.until(lambda: view.count is not None and view.page is view.count, t("the count"))
        self.settle()
        page = view.count
        if page is None:
            raise OutsideError(t("There is no count."))
        self.count(page.grid, self._cash)
        for _ in page.checks:
            self.press(KEY.Key_Space)
            self.press(KEY.Key_Down)
        self.picture("21-second-count")
        self.press(KEY.Key_Return, CTRL)
        self.until(lambda: view.page is view.bag, t("the bag"))
        self._reached(DepositStage.COUNTED)

    def _slips(self) -> None:
        """Without an office printer the slip is looked at and saved, each copy as a file."""
        slips = self.deposits.slips
        self.press(KEY.Key_P, CTRL)
        self.until(lambda: slips.preview_panel is not None, t("the slip"))
        panel = slips.preview_panel
        if panel is None:
            raise OutsideError(t("No slip came."))
        for place in range(panel.which.count()):
            panel.which.setCurrentIndex(place)
            self.until(lambda: panel.paper is not None and bool(panel.pages), t("the slip"))
            self.settle()
            self._save(panel)
        self.picture("24-slip")
        self.press(KEY.Key_Escape)

    def _save(self, panel: PaperPreview) -> None:
        path = self.out / f"slip-{self._number()}-{panel.which.currentIndex() + 1}.pdf"
        panel.ask_where = lambda _parent, _name: path
        self.press(KEY.Key_S, CTRL | SHIFT)
        self.until(path.exists, t("the file"))
        self.settle()
        self.files.append(path)

    def _go_on(self) -> None:
        self.until(lambda: self.bag.may_go_on, t("the bag"))
        self.press(KEY.Key_Return, CTRL)

    def _reached(self, stage: DepositStage) -> None:
        bag = self.bag
        self.until(lambda: bag.bag is not None and bag.bag.view.stage is stage, t("the bag"))
        self.settle()

    def _number(self) -> str:
        found = self.bag.bag
        return "" if found is None else found.view.number
