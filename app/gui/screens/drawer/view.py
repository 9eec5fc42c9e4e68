"""The Drawer screen: one page at a time, from the float to the close; it decides nothing."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from app.areas.drawers.closing_values import DrawerReport, ShiftClosed
from app.devices.printing.papers import report_paper
from app.gui.corner_panel import over_screens
from app.gui.counted_papers import ReportShown
from app.gui.desk import Desk
from app.gui.screen import Screen
from app.gui.screens.drawer.actions import DrawerActions
from app.gui.screens.drawer.board_page import BoardPage
from app.gui.screens.drawer.closed_page import PAPER_ROOM, ClosedPage
from app.gui.screens.drawer.closing_actions import ClosingActions
from app.gui.screens.drawer.closing_page import ClosingPage
from app.gui.screens.drawer.difference_page import DifferencePage
from app.gui.screens.drawer.opening_page import CountPage
from app.gui.screens.drawer.reading import Closing, Home
from app.gui.screens.drawer.sealed_page import SealedPage
from app.gui.screens.drawer.shift_page import ShiftPage
from app.gui.screens.drawer.take_over_page import TakeOverPage
from app.gui.theme import current
from app.gui.widgets.labels import mirrored_in
from app.gui.widgets.surfaces import EmptyState
from app.kernel.translate import t


class Page(Protocol):
    """A page that knows where its work begins."""

    def take_focus(self) -> None: ...


class View(Screen):
    """The screen; what happens on its signals is in `actions` and `closing_actions`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setAccessibleName(t("Drawer"))
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._blank = QWidget()
        self._pages.addWidget(self._blank)
        self.count: CountPage | None = None
        self.running: ShiftPage | None = None
        self.closing: ClosingPage | None = None
        self.sealed: SealedPage | None = None
        self.difference: DifferencePage | None = None
        self.board: BoardPage | None = None
        self.take_over: TakeOverPage | None = None
        self.closed: ClosedPage | None = None
        self.newest_report: DrawerReport | None = None
        self._empty: EmptyState | None = None
        self.deeds = DrawerActions(self, desk)
        self.ending = ClosingActions(self, desk)

    @property
    def page(self) -> QWidget:
        """What is shown now."""
        return self._pages.currentWidget() or self._blank

    def begin_close(self) -> None:
        """Shift+F12: count the drawer one answers for."""
        self.deeds.begin_close()

    def show_others(self) -> None:
        """Shift+F4: the drawers that other people have open."""
        if self.deeds.may_close_any:
            self.deeds.show_board()
        else:
            self.desk.toasts.caution(
                t("You see your own drawer here."),
                t("A manager looks at the drawers of other people, and closes them."),
            )

    # ------------------------------------------------------------------------ what is shown

    def show_count(self, found: Home) -> CountPage:
        """The form that opens a shift; what was counted stays when it is shown again."""
        if self.count is None:
            self.count = CountPage(self.desk.practice, found.denominations)
            self.count.submitted.connect(self.deeds.open_drawer)
            self.count.others.connect(self.deeds.show_board)
        self.count.show_drawers(found.drawers, others=self._others(found))
        self._show(self.count, self.count)
        return self.count

    def show_shift(self, found: Home) -> None:
        if self.running is None:
            self.running = ShiftPage(self.desk.practice)
            self.running.cash.connect(lambda verb: self.desk.move_cash(verb))
            self.running.close_wanted.connect(self.deeds.begin_close)
            self.running.take_back.connect(self.deeds.take_back)
            self.running.report.connect(self.deeds.report)
            self.running.others.connect(self.deeds.show_board)
        if found.screen is not None:
            self.running.show_shift(found.screen, found.checks, others=self._others(found))
        self._show(self.running, self.running)

    def show_take_over(self, found: Home) -> None:
        """A counted drawer waits for this person."""
        if self.take_over is None:
            self.take_over = TakeOverPage(self.desk.practice, found.denominations)
            self.take_over.taken.connect(self.ending.take_over)
            self.take_over.another.connect(self.deeds.open_another)
            self.take_over.open_wanted.connect(self.ending.open_waiting)
        free = any(not each.open_shift_number for each in found.drawers)
        if found.waiting is not None:
            self.take_over.show_shift(
                found.waiting, found.waiting_counted_by, found.reasons, free=free
            )
        self._show(self.take_over, self.take_over)

    def show_board(self, found: Home, *, back: bool, stand_on: str = "") -> None:
        if self.board is None:
            self.board = BoardPage(self.desk.practice)
            self.board.chosen.connect(self.deeds.close_for)
            self.board.report.connect(self.deeds.report_of)
            self.board.uncounted.connect(self.deeds.close_uncounted)
            self.board.left.connect(self.back)
        self.board.show_rows(found.open, back=back, stand_on=stand_on)
        self._show(self.board, self.board)

    def show_closing(self, found: Closing, *, own: bool) -> None:
        if self.closing is None:
            self.closing = ClosingPage(self.desk.practice, found.denominations)
            self.closing.sealed.connect(self.ending.seal)
            self.closing.left.connect(self.back)
        self.closing.show_shift(found.screen, found.checks, found.parked, own=own)
        self.closing.show_cards(found.cards)
        self._show(self.closing, self.closing)

    def show_sealed(self, found: Closing, *, own: bool) -> None:
        if self.sealed is None:
            self.sealed = SealedPage(self.desk.practice)
            self.sealed.again.connect(self.ending.count_again)
            self.sealed.reveal.connect(self.ending.reveal)
            self.sealed.hand_over.connect(self.ending.hand_over)
        self.sealed.show_shift(found.screen, own=own)
        self._show(self.sealed, self.sealed)

    def show_difference(self, found: Closing, *, own: bool) -> None:
        if found.difference is None:
            return
        if self.difference is None:
            self.difference = DifferencePage(self.desk.practice)
            self.difference.closed.connect(self.ending.close)
            self.difference.opened.connect(self.ending.open_cause)
            self.difference.hand_over.connect(self.ending.hand_over)
        self.difference.show_difference(found.screen, found.difference, found.reasons, own=own)
        self._show(self.difference, self.difference)

    def show_closed(self, closed: ShiftClosed) -> None:
        if self.closed is None:
            self.closed = ClosedPage(self.desk.practice)
            self.closed.finished.connect(self.deeds.go_home)
            self.closed.switch.connect(lambda: self.desk.switch_user())
        self.closed.show_closed(closed)
        self._show(self.closed, self.closed)

    def show_report_paper(self, made: ReportShown) -> None:
        """An X or Z as it was made, on the on-screen paper."""
        self.newest_report, paper = made.report, self.desk.paper
        shown = report_paper(
            made.report, paper.columns, None, made.mark, made.report_id, paper.design
        )
        paper.show_paper(shown)

    def show_empty(self, why: str, next_step: str) -> None:
        """Why there is nothing to do here."""
        if self._empty is None:
            self._empty = EmptyState("archive-box", why, next_step)
        self._empty.why.say(why)
        self._empty.next_step.say(next_step)
        self._show(self._empty, None)

    def show_nothing(self) -> None:
        """Between two people: the next one counts from nought, and no sum of before is kept."""
        self._pages.setCurrentWidget(self._blank)
        for page in (self.count, self.closing, self.take_over, self.difference, self.closed):
            if page is not None:
                self._pages.removeWidget(page)
                page.deleteLater()
        self.count = self.closing = self.take_over = self.difference = self.closed = None

    # ------------------------------------------------------------------ what the frame asks

    def open_subject(self, subject: str) -> None:
        """The drawers that are open, standing on this shift."""
        self.deeds.come_for(subject)

    def arrive(self) -> None:
        self.deeds.read()

    def forget(self) -> None:
        self.deeds.forget()
        self.ending.forget()
        self.show_nothing()

    def refresh(self) -> None:
        self.deeds.read()

    def keep_clear(self) -> int:
        """On a page with its verb at the right, messages stand beside it."""
        page = self.page
        if isinstance(page, DifferencePage):
            return page.keep_clear()
        return current().px(PAPER_ROOM) if isinstance(page, ClosedPage) else 0

    def paper_place(self) -> QRect | None:
        """At the right, from top to bottom: reports are long."""
        px = current().px
        width = min(px(336), self.width() - px(48))
        left = self.width() - width - px(16)
        place = QRect(left, px(16), width, max(px(200), self.height() - px(32)))
        return mirrored_in(self.rect(), place, self)

    def primary(self) -> None:
        page = self.page
        if page is self.sealed:
            self.ending.reveal()
        elif page is self.running:
            self.deeds.begin_close()
        elif isinstance(page, CountPage | ClosingPage | DifferencePage | TakeOverPage | BoardPage):
            page.submit()

    def back(self) -> None:
        self.deeds.back()

    def print_shown(self) -> None:
        if self.page is self.running:
            self.deeds.report(False)

    # ------------------------------------------------------------------------- how it is made

    def _show(self, page: QWidget, begins: Page | None) -> None:
        """Show `page`; only when it comes newly does the keyboard go to where its work begins, and
        never away from a panel over the screen: other windows' drawers change it too.
        """
        fresh = self.page is not page
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.desk.toasts.place()
        focus = QApplication.focusWidget() or self
        inside, elsewhere = page.isAncestorOf(focus), over_screens(focus)
        if begins is not None and self.isVisible() and (fresh or not inside) and not elsewhere:
            begins.take_focus()

    def _others(self, found: Home) -> int:
        return len(found.open) if self.deeds.may_close_any else 0
