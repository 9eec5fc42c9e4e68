"""The worklist of people who may be there twice: it looks through the books stretch by stretch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.areas.parties import duplicates, merging
from app.areas.parties.merging_values import (
    Alike,
    KeepApart,
    Merge,
    MergeAccounts,
    PartAccounts,
    Twin,
)
from app.gui.desk import Desk
from app.gui.screen import Screen
from app.gui.screens.duplicates.comparison import Comparison
from app.gui.shortcuts import bind, with_key
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.head_row import HeadRow
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card, EmptyState
from app.kernel.actor import Permission
from app.kernel.errors import UserError
from app.kernel.i18n import format_date
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t, tn
from app.storage.reading import Reader

KEY: Final = "duplicates"
ENOUGH: Final = 40
"""So many pairs are looked for at once; then somebody says to go on."""
MERGED_ROWS: Final = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts side by side: the first would go, or went, into the second."""

    goes: Twin
    stands: Twin
    why: str
    merge_id: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        return (*sorted((self.goes.account_id, self.stands.account_id)), self.merge_id)


@dataclass(frozen=True, slots=True)
class Stretch:
    pairs: tuple[Pair, ...]
    next_key: str
    percent: int


def stretch(reader: Reader, after: str) -> Stretch:
    """The pairs of the next stretch of the books; the older account would stand for both."""
    page = duplicates.alike(reader, after)
    return Stretch(tuple(_pair(reader, one) for one in page.pairs), page.next_key, page.percent)


def _pair(reader: Reader, alike: Alike) -> Pair:
    one, other = (duplicates.twin(reader, each) for each in (alike.one_id, alike.other_id))
    return Pair(other, one, alike.why)


def merged_lately(reader: Reader) -> tuple[Pair, ...]:
    """The latest merges, with who said so."""
    return tuple(_merged(reader, one) for one in duplicates.latest_merges(reader))


def _merged(reader: Reader, merge: Merge) -> Pair:
    day = format_date(merge.at.date())
    told = t("{who}, {day}: {reason}", who=merge.by, day=day, reason=merge.reason)
    one, other = (duplicates.twin(reader, each) for each in (merge.account_id, merge.into_id))
    return Pair(one, other, told, merge.merge_id)


class View(Screen):
    """Nothing is merged without a person who looked at both sides."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("Who may be there twice"))
        self._pair: Pair | None = None
        self._next, self._busy = "", False
        self._looked: Stretch | None = None
        self.count = PlainLabel("", tone="muted")
        self.more_button = Button(t("Go on looking"))
        self.more_button.clicked.connect(self._go_on)
        self.pairs: RowsModel[Pair] = RowsModel(_columns(t("What agrees")), key=lambda row: row.key)
        self.merges: RowsModel[Pair] = RowsModel(
            _columns(t("Who said so")), key=lambda row: row.key
        )
        self.table = DataTable(
            self.pairs,
            name=t("Who may be there twice"),
            empty_words=t("Nobody looks like somebody else."),
        )
        self.merged_table = DataTable(
            self.merges,
            name=t("Merged lately"),
            compact=True,
            empty_words=t("Nobody was merged yet."),
        )
        self.comparison = Comparison()
        self._column = QVBoxLayout(self)
        px = current().px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._column.setSpacing(px(12))
        self._column.addWidget(self._head())
        self._column.addLayout(self._body(), 1)
        self._connect()

    @property
    def looking(self) -> bool:
        """Whether the books are still being looked through."""
        return self._busy

    def _head(self) -> HeadRow:
        head = HeadRow()
        head.first.addWidget(PlainLabel(t("Who may be there twice"), role="title"))
        head.first.addStretch(1)
        head.second.addStretch(1)
        head.second.addWidget(self.count)
        head.second.addWidget(self.more_button)
        return head

    def _body(self) -> QHBoxLayout:
        px = current().px
        left = QVBoxLayout()
        left.setSpacing(px(12))
        found = Card(flush=True)
        found.body.addWidget(self.table)
        left.addWidget(found, 1)
        merged = Card(t("Merged lately"), flush=True)
        self.merged_table.setFixedHeight(self.merged_table.wanted_height(MERGED_ROWS))
        merged.body.addWidget(self.merged_table)
        left.addWidget(merged)
        self._pages = QStackedWidget()
        hint = t("Mark a pair, and both sides stand here.")
        self._pages.addWidget(EmptyState("users", hint))
        self._pages.addWidget(self.comparison)
        self._right = Card(flush=True)
        self._right.body.addWidget(self._pages)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addLayout(left, 1)
        row.addWidget(self._right, 1)
        return row

    def _connect(self) -> None:
        self.table.marked.connect(self._marked)
        self.merged_table.marked.connect(self._marked)
        for table in (self.table, self.merged_table):
            table.clicked.connect(lambda index, one=table: self._marked(one.current_row()))
            table.opened.connect(lambda _row: self.comparison.reason.setFocus())
        self.comparison.merged.connect(self._merge)
        self.comparison.apart.connect(self._keep_apart)
        self.comparison.parted.connect(self._part)
        self.comparison.turned.connect(self._turn)
        bind(self, "duplicates.turn", self._turn)
        bind(self, "duplicates.apart", self.comparison.apart_button.click)
        tips = (
            (self.comparison.turn_button, "duplicates.turn"),
            (self.comparison.apart_button, "duplicates.apart"),
            (self.comparison.merge_button, "frame.primary"),
        )
        for button, verb in tips:
            button.setToolTip(with_key(button.text(), verb))

    # ------------------------------------------------------------------ what the frame asks

    def arrive(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read_merges()
        if not self.pairs.rows and not self._busy:
            self._look("")

    def forget(self) -> None:
        for key in (KEY, f"{KEY}.merged"):
            self.desk.runner.forget(key)
        self._busy, self._next = False, ""
        self.pairs.show_rows(())
        self.merges.show_rows(())
        self._show(None)
        self.count.say("")

    def refresh(self) -> None:
        self.pairs.show_rows(())
        self._show(None)
        self._read_merges()
        self._look("")

    def keep_clear(self) -> int:
        return self._right.width() + current().px(16) if self._pair is not None else 0

    def primary(self) -> None:
        for button in (self.comparison.merge_button, self.comparison.part_button):
            if self._pair is not None and button.isVisible() and button.isEnabled():
                button.click()
                return

    def back(self) -> None:
        at: QWidget | None = self.focusWidget()
        if at is not None and self.comparison.isAncestorOf(at):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.desk.go("accounts")

    # ------------------------------------------------------------------------------ looking

    def _go_on(self) -> None:
        if not self._busy and self._next:
            self._look(self._next)

    def _look(self, after: str) -> None:
        self._busy = True
        self.more_button.hide()
        wanted = len(self.pairs.rows) + ENOUGH

        def found(page: Stretch) -> None:
            known = {row.key for row in self.pairs.rows}
            rows = (*self.pairs.rows, *(one for one in page.pairs if one.key not in known))
            if len(rows) > len(known):
                self._show_rows(rows)
            self._next = page.next_key
            if page.next_key and len(rows) < wanted:
                self.count.say(t("Looked at {percent} %…", percent=page.percent))
                self.desk.runner.ask(stretch, page.next_key, done=found, key=KEY)
                return
            self._busy = False
            self._say_count(page)

        self.desk.runner.ask(stretch, after, done=found, key=KEY)

    def _show_rows(self, rows: tuple[Pair, ...]) -> None:
        at = self.table.currentIndex().row()
        self.pairs.show_rows(rows)
        if rows and self._pair is None:
            self.table.selectRow(0)
        elif at >= 0:
            self.table.selectRow(min(at, len(rows) - 1))

    def _say_count(self, page: Stretch) -> None:
        self._looked = page
        said = tn("{count} pair", "{count} pairs", len(self.pairs.rows))
        if page.next_key:
            so_far = t("looked at {percent} % so far", percent=page.percent)
            said = t("{pairs}, {so_far}", pairs=said, so_far=so_far)
        self.count.say(said)
        self.more_button.setVisible(bool(page.next_key))

    def _read_merges(self) -> None:
        ask = self.desk.runner.ask
        ask(merged_lately, done=self.merges.show_rows, key=f"{KEY}.merged")

    # ------------------------------------------------------------------------------- one pair

    def _marked(self, row: object) -> None:
        if isinstance(row, Pair):
            self._show(row)

    def _show(self, pair: Pair | None) -> None:
        self._pair = pair
        self._pages.setCurrentIndex(0 if pair is None else 1)
        self.desk.toasts.place()
        if pair is None:
            return
        show = self.comparison.show_merge if pair.merge_id else self.comparison.show_pair
        show(pair.goes, pair.stands, pair.why)
        may = self.desk.actor.may(Permission.MERGE_ACCOUNTS)
        ours = self.comparison
        for button in (ours.merge_button, ours.part_button, ours.apart_button, ours.turn_button):
            button.setEnabled(may)

    def _turn(self) -> None:
        pair = self._pair
        if pair is not None and not pair.merge_id:
            reason = self.comparison.reason.text()
            self._show(Pair(pair.stands, pair.goes, pair.why))
            self.comparison.reason.setText(reason)

    def _merge(self, reason: str) -> None:
        pair = self._pair
        if pair is not None:
            ids = (pair.goes.account_id, pair.stands.account_id)
            command = MergeAccounts(CommandId(new_id()), *ids, reason)
            words = t(
                "{goes} is merged into {stands}. Both numbers find {stands}.",
                goes=pair.goes.number,
                stands=pair.stands.number,
            )
            self._do(merging.merge_accounts, command, pair, words)

    def _keep_apart(self, reason: str) -> None:
        pair = self._pair
        if pair is not None and not pair.merge_id:
            usual = reason == t("Registered twice")
            ids = (pair.goes.account_id, pair.stands.account_id)
            command = KeepApart(CommandId(new_id()), *ids, "" if usual else reason)
            words = t("They stay two people, and nobody is asked again.")
            self._do(merging.keep_apart, command, pair, words)

    def _part(self, reason: str) -> None:
        pair = self._pair
        if pair is not None and pair.merge_id:
            command = PartAccounts(CommandId(new_id()), pair.merge_id, reason)
            words = t(
                "{one} and {other} stand for themselves again.",
                one=pair.goes.number,
                other=pair.stands.number,
            )
            self._do(merging.part_accounts, command, pair, words)

    def _do(self, action: Any, command: Any, pair: Pair, words: str) -> None:
        """Once for each pair: the buttons wait until the answer is there."""
        self.comparison.setEnabled(False)

        def done(_answer: object) -> None:
            self.desk.toasts.success(words)
            rows = tuple(row for row in self.pairs.rows if row.key != pair.key)
            self._show(None)
            self._show_rows(rows)
            if self._looked is not None and not self._busy:
                self._say_count(self._looked)
            self._read_merges()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

        def refused(error: UserError) -> None:
            self.comparison.field.show_error(error.text)
            self.comparison.reason.setFocus()

        def always() -> None:
            self.comparison.setEnabled(True)

        self.desk.runner.act(action, command, done=done, refused=refused, always=always)


def _columns(why: str) -> tuple[Column[Pair], ...]:
    return (
        Column(t("Name"), lambda row: row.stands.name, width=160),
        Column(t("Accounts"), lambda row: f"{row.goes.number}, {row.stands.number}", width=150),
        Column(why, lambda row: row.why, stretch=True, width=90, tone=lambda row: "muted"),
    )
