"""The Tasks screen: what needs attention at the left, both sides of one beside it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.areas.payments import queries as payments
from app.areas.tasks import queries, service
from app.areas.tasks.values import AnswerTask, Link, Task, TaskAnswered
from app.gui.desk import Desk
from app.gui.screen import Screen
from app.gui.screens.tasks.task_list import TaskList
from app.gui.screens.tasks.task_page import KEYED, TaskPage
from app.gui.shortcuts import bind
from app.gui.tables.resting import when_at_rest
from app.gui.task_watch import WATCHED
from app.gui.theme import current
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card, EmptyState
from app.kernel.actor import Permission
from app.kernel.ids import CommandId, InvoiceId, PaymentId, new_id
from app.kernel.translate import t, tn

KEY: Final = "tasks"
CHANGES_MS: Final = 400
"""How long changes must rest before the list is read again."""
LIST_WIDTH: Final = 340
NARROW_LIST: Final = 250
NARROW: Final = 900
"""Designed pixels of the screen below which the list takes less room."""


class View(Screen):
    """It shows what was found and hands on what was answered. Opened with the id of a task it
    stands on that one.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("What needs attention"))
        self._wanted, self._fresh, self._answering = "", True, False
        self.found: tuple[Task, ...] | None = None
        self.list = TaskList(desk.practice)
        self.page = TaskPage(desk.practice)
        self.count = PlainLabel("", tone="muted")
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head())
        self._body()
        self.list.chosen.connect(self.page.show_task)
        self.list.opened.connect(lambda task: self.follow(task.go))
        self.page.answered.connect(self.answer)
        self.page.opened.connect(self.follow)
        for place, verb in enumerate(KEYED):
            bind(self, verb, partial(self._answer_at, place))
        self._changes = when_at_rest(self, CHANGES_MS, self._read)
        desk.runner.changed.connect(self._changed)
        current().changed.connect(self._fit)
        self._fit()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(current().px(12))
        head.addWidget(PlainLabel(t("What needs attention"), role="title"))
        head.addStretch(1)
        head.addWidget(self.count)
        return head

    def _body(self) -> None:
        self.list_card = Card(flush=True)
        self.list_card.body.addWidget(self.list)
        self.page_card = Card(flush=True)
        self.page_card.body.addWidget(self.page)
        both = QWidget()
        self._row = QHBoxLayout(both)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.list_card)
        self._row.addWidget(self.page_card, 1)
        self.empty = EmptyState(
            "check-circle",
            t("Nothing needs attention."),
            t(
                "What windows did without knowing of one another comes here by itself: an invoice "
                "paid twice, one check in two bags, a birth date changed twice."
            ),
        )
        self._pages = QStackedWidget()
        for page in (both, self.empty, QWidget()):
            self._pages.addWidget(page)
        self._pages.setCurrentIndex(2)
        self._column.addWidget(self._pages, 1)

    # ------------------------------------------------------------------ what the frame asks

    def arrive(self) -> None:
        self._fresh = True
        self._read()

    def open_subject(self, subject: str) -> None:
        """One task, by its id."""
        self._wanted = subject

    def leave(self) -> None:
        self._changes.stop()

    def forget(self) -> None:
        self._changes.stop()
        self.desk.runner.forget(KEY)
        self.found, self._wanted = None, ""
        self.list.show_tasks(())
        self.page.forget()
        self.count.say("")
        self._pages.setCurrentIndex(2)

    def refresh(self) -> None:
        self._read()

    def primary(self) -> None:
        """The first answer; the keyboard on another button presses that."""
        at = self.focusWidget()
        pressed = next((one for one in self.page.buttons if one is at), self.page.first_button())
        if pressed is not None and pressed.isEnabled():
            pressed.click()

    def back(self) -> None:
        if self.list.hasFocus() or not self.found:
            self.desk.go("counter")
        else:
            self.list.setFocus()

    # ----------------------------------------------------------------------------- deeds

    def answer(self, key: str) -> None:
        """Do what was chosen about the task in front."""
        task = self.page.task
        if task is None or self._answering:
            return
        self._answering = True
        self.page.working(True)
        command = AnswerTask(
            CommandId(new_id()), task.task_id, task.kind, key, self.page.note.text()
        )
        self.desk.runner.act(service.answer_task, command, done=self._answered, always=self._free)

    def _answer_at(self, place: int) -> None:
        if place < len(self.page.buttons) and self.page.buttons[place].isEnabled():
            self.page.buttons[place].click()

    def _answered(self, done: TaskAnswered) -> None:
        self.desk.toasts.success(done.words)
        self._fresh = True

    def _free(self) -> None:
        """Also after a refusal: the books may say something else by now."""
        self._answering = False
        self.page.working(False)
        self._read()

    def follow(self, link: Link | None) -> None:
        """Go where something of a task stands."""
        if link is None:
            return
        if link.task == "payments":
            self._open_payment(PaymentId(link.key))
        elif link.task == "invoices":
            self.desk.show_invoice(InvoiceId(link.key))
        else:
            self.desk.go(link.task, link.key)
            if self.isVisible():
                self.desk.toasts.caution(t("Your role does not open that screen."))

    def _open_payment(self, payment_id: PaymentId) -> None:
        """Where it can be corrected, for those who may; else its receipt."""
        if self.desk.actor.may(Permission.TAKE_PAYMENT):
            self.desk.open_payment(payment_id)
        else:
            ask, show = self.desk.runner.ask, self.desk.paper.show
            ask(payments.receipt_of_payment, payment_id, done=show, key="tasks.receipt")

    # --------------------------------------------------------------------------- reading

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & WATCHED and self.isVisible():
            self._changes.start()

    def _read(self) -> None:
        actor = self.desk.seat.actor
        if actor is not None:
            self.desk.runner.ask(queries.tasks, actor.user_id, done=self._show, key=KEY)

    def _show(self, found: tuple[Task, ...]) -> None:
        self.found = found
        wanted, self._wanted = self._wanted, ""
        self.list.show_tasks(found, wanted)
        count = len(found)
        said = tn("{count} waits for you", "{count} wait for you", count)
        self.count.say(said if count else "")
        self._pages.setCurrentIndex(0 if found else 1)
        fresh, self._fresh = self._fresh, False
        if fresh and self.isVisible() and found:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        px = current().px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._column.setSpacing(px(12))
        self._row.setSpacing(px(12))
        narrow = self.width() < px(NARROW)
        self.list_card.setFixedWidth(px(NARROW_LIST if narrow else LIST_WIDTH))

    # Qt's own name
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
