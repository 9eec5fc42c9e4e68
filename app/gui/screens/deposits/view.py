"""The Deposits screen: the list, one form, one count and one bag at a time; it decides nothing."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from app.areas.deposits.values import DepositRow
from app.gui.desk import Desk
from app.gui.money_trail import follow_money
from app.gui.screen import Screen
from app.gui.screens.deposits.actions import DepositsActions
from app.gui.screens.deposits.bag_actions import BagActions
from app.gui.screens.deposits.bag_page import SIDE, BagPage
from app.gui.screens.deposits.count_page import SecondCountPage
from app.gui.screens.deposits.list_page import ListPage
from app.gui.screens.deposits.prepare_page import PreparePage
from app.gui.screens.deposits.reading import Bag, Preparing
from app.gui.screens.deposits.slips import SlipActions
from app.gui.screens.deposits.steps import SealStep
from app.gui.shortcuts import bind
from app.gui.theme import current
from app.kernel.ids import DepositId
from app.kernel.translate import t


class Page(Protocol):
    """A page that knows where its work begins."""

    def take_focus(self) -> None: ...


class View(Screen):
    """The screen; what happens on its signals is in `deeds`, `bags` and `slips`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("Deposits"))
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self.list = ListPage(desk)
        self._pages.addWidget(self.list)
        self.prepare: PreparePage | None = None
        self.bag: BagPage | None = None
        self._counts: dict[DepositId, SecondCountPage] = {}
        self.deeds = DepositsActions(self, desk)
        self.bags = BagActions(self, desk)
        self.slips = SlipActions(self, desk)
        self.list.chosen.connect(self.deeds.open_row)
        self.list.strip.pressed.connect(self.deeds.press_strip)
        bind(self, "deposits.prepare", self.deeds.begin)
        bind(self, "chain.follow", self.follow)

    @property
    def page(self) -> QWidget:
        """What is shown now."""
        return self._pages.currentWidget() or self.list

    @property
    def count(self) -> SecondCountPage | None:
        """The second count of the bag that is worked on, where one was begun."""
        subject = self.bags.subject
        return None if subject is None else self._counts.get(subject)

    def follow(self) -> None:
        """Where the money of the bag is that is worked on, or of the marked one."""
        row = self.list.table.current_row()
        if self.page is self.bag and self.bags.subject is not None:
            follow_money(self.desk, "deposit", self.bags.subject, "deposits")
        elif self.page is self.list and isinstance(row, DepositRow):
            follow_money(self.desk, "deposit", row.deposit_id, "deposits")

    # ------------------------------------------------------------------------- what is shown

    def show_list(self) -> None:
        self._pages.setCurrentWidget(self.list)
        self.list.arrive()
        self.deeds.read_ready()

    def show_prepare(self, found: Preparing) -> None:
        """The form; what is ticked and counted stays when it is shown again."""
        if self.prepare is None:
            self.prepare = PreparePage(self.desk.practice, found)
            self.prepare.prepared.connect(self.deeds.send)
            self.prepare.left.connect(self.back)
        else:
            self.prepare.show_found(found)
        self._show(self.prepare, self.prepare)

    def end_prepare(self) -> None:
        """It is prepared: the next one starts from nought."""
        if self.prepare is not None:
            self._drop(self.prepare)
            self.prepare = None

    def show_bag(self, found: Bag) -> None:
        if self.bag is None:
            self.bag = BagPage(self.desk.practice)
            self.bag.wanted.connect(self.bags.want)
            self.bag.item_wanted.connect(self.bags.want_item)
        before = self.bag.bag
        self.bag.show_bag(found)
        moved = (
            before is None
            or before.view.deposit_id != found.view.deposit_id
            or before.view.stage is not found.view.stage
        )
        self._show(self.bag, self.bag, again=moved)

    def show_count(self, found: Bag) -> None:
        """The blind count of a bag; what was typed for it is still there."""
        page = self._counts.get(found.view.deposit_id)
        if page is None:
            page = SecondCountPage(self.desk.practice, found)
            page.counted.connect(self.bags.send_count)
            page.left.connect(self.bags.leave_count)
            self._counts[found.view.deposit_id] = page
        else:
            page.show_bag(found)
        self._show(page, page)

    def end_count(self, deposit_id: DepositId) -> None:
        page = self._counts.pop(deposit_id, None)
        if page is not None:
            self._drop(page)

    # ------------------------------------------------------------------ what the frame asks

    def arrive(self) -> None:
        if self.page is self.list:
            self.list.arrive()
        self.deeds.read()

    def open_subject(self, subject: str) -> None:
        """A deposit by its id, from wherever its number stands."""
        self.bags.open(DepositId(subject))

    def leave(self) -> None:
        self.list.leave()
        self.bags.put_away()
        self.slips.put_away()

    def forget(self) -> None:
        """Somebody else sits down: nothing that was counted is left for them to see."""
        self.deeds.forget()
        self.bags.forget()
        self.slips.forget()
        self.list.forget()
        self.end_prepare()
        for deposit_id in tuple(self._counts):
            self.end_count(deposit_id)
        if self.bag is not None:
            self._drop(self.bag)
            self.bag = None
        self._pages.setCurrentWidget(self.list)

    def refresh(self) -> None:
        if self.page is self.list:
            self.list.refresh()
        self.deeds.read()

    def keep_clear(self) -> int:
        """On a bag's page messages stand beside its verbs."""
        wide = self.page is self.bag and self.width() >= current().px(960)
        return current().px(SIDE + 24) if wide else 0

    def take_unknown(self, code: str) -> bool:
        """While a bag is to be sealed, the bars that stand on it are its number."""
        step = self.bag.step if self.bag is not None and self.page is self.bag else None
        return isinstance(step, SealStep) and step.take_bag(code)

    def primary(self) -> None:
        page = self.page
        if isinstance(page, PreparePage | SecondCountPage | BagPage):
            page.submit()
        elif self.deeds.may_begin:
            self.deeds.begin()
        else:
            self.list.primary()

    def back(self) -> None:
        self.deeds.back()

    def print_shown(self) -> None:
        if self.page is self.bag:
            self.slips.print_slip()

    # ------------------------------------------------------------------------- how it is made

    def _show(self, page: QWidget, begins: Page, *, again: bool = False) -> None:
        """Show `page`; the keyboard goes to where its work begins when it comes newly."""
        fresh = self.page is not page or again
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.desk.toasts.place()
        inside = page.isAncestorOf(QApplication.focusWidget() or self)
        if self.isVisible() and (fresh or not inside):
            begins.take_focus()

    def _drop(self, page: QWidget) -> None:
        """Put a page away for good; the list stands in until the next one comes."""
        if self._pages.currentWidget() is page:
            self._pages.setCurrentWidget(self.list)
        self._pages.removeWidget(page)
        page.hide()
        page.deleteLater()
