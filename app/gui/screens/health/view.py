"""How the program itself is: backups, books, and everything it stands on, with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.health.backup_values import BackupState, LastVerify
from app.areas.health.lists import backups, last_verify
from app.bootstrap.doctor import Finding, Light, examine
from app.bootstrap.doctor import Place as Where
from app.gui.desk import Desk
from app.gui.screen import Screen
from app.gui.screens.health.backups_card import BackupsCard
from app.gui.screens.health.books_card import BooksCard
from app.gui.screens.health.lines import Lines
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.actor import Permission
from app.kernel.translate import t, tn
from app.storage.checks import file_size, log_head
from app.storage.statements import Reader

KEY: Final = "health"
TABLES: Final = frozenset({"backup_file", "backup_keeping", "last_verify"})
NARROW: Final = 1000
"""Designed pixels below which the cards stand in one column."""
OURS: Final = frozenset({"backup"})
"""What the doctor says too, but the cards here say better."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is read from the books."""

    state: BackupState
    verified: LastVerify | None
    seq: int
    digest: str
    size: int


def found(reader: Reader) -> Found:
    """What the page shows of the books."""
    seq, digest = log_head(reader)
    return Found(backups(reader), last_verify(reader), seq, digest, file_size(reader))


class View(Screen):
    """It reads when it is shown, and looks at the computer and its devices once each time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("Health"))
        px = current().px
        self._column = QVBoxLayout(self)
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(PlainLabel(t("Health"), role="title"))
        self.summary = PlainLabel("", tone="muted", elide=True)
        head.addWidget(self.summary, 1)
        self.again = Button(t("Look again"), icon="arrow-clockwise")
        self.again.clicked.connect(self.refresh)
        self.settings = Button(t("Settings"), kind="quiet", icon="gear")
        self.settings.clicked.connect(lambda: self.desk.go("settings"))
        head.addWidget(self.again)
        head.addWidget(self.settings)
        self._column.addLayout(head)
        self.backups_card, self.books_card = BackupsCard(desk), BooksCard(desk)
        self.rest = Lines()
        card = Card(t("What it stands on"))
        card.body.addWidget(self.rest)
        inner = QWidget()
        self._sides = QHBoxLayout(inner)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(px(16))
        self._sides.addLayout(_stack(self.backups_card, self.books_card), 1)
        self._sides.addLayout(_stack(card), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self._column.addWidget(area, 1)
        self._looking = False
        for each in (self.backups_card, self.books_card):
            each.asked.connect(self._read)
        desk.runner.changed.connect(self._changed)
        current().changed.connect(self._fit)
        self._fit()

    def arrive(self) -> None:
        self.refresh()
        self.backups_card.now_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        self.books_card.stop()
        self.books_card.forget()

    def refresh(self) -> None:
        self._read()
        self._look()

    def primary(self) -> None:
        self.backups_card.back_up()

    def back(self) -> None:
        self.desk.go("settings")

    # ------------------------------------------------------------------------------- reading

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & TABLES and self.isVisible():
            self._read()

    def _read(self) -> None:
        self.desk.runner.ask(found, done=self._show, key=KEY)

    def _show(self, now: Found) -> None:
        self.backups_card.show_state(now.state)
        self.books_card.show_state(now.verified, now.seq, now.digest, now.size)

    def _look(self) -> None:
        if self._looking or not self.desk.actor.may(Permission.CHANGE_SETTINGS):
            return
        self._looking = True
        self.again.setEnabled(False)
        self.summary.say(t("Looking…"), "muted")
        self.desk.runner.work(_examined, done=self._show_findings, always=self._looked)

    def _looked(self) -> None:
        self._looking = False
        self.again.setEnabled(True)

    def _show_findings(self, findings: tuple[Finding, ...]) -> None:
        shown = [one for one in findings if one.key not in OURS]
        order = {Light.WRONG: 0, Light.LOOK: 1, Light.OK: 2}
        shown.sort(key=lambda one: order[one.light])
        self.rest.show_lines([(f.light.value, f.about, f.words, f.todo) for f in shown])
        wrong = sum(one.light is Light.WRONG for one in shown)
        if wrong:
            words = tn("{count} thing is wrong.", "{count} things are wrong.", wrong)
            self.summary.say(words, "danger")
        else:
            self.summary.say("")

    def _fit(self) -> None:
        px = current().px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._column.setSpacing(px(12))
        narrow = self.width() < px(NARROW)
        ways = QBoxLayout.Direction
        self._sides.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    # Qt's own name
    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit()


def _examined(station: Any) -> tuple[Finding, ...]:
    return tuple(examine(Where(data=station.folder, station=station)))


def _stack(*cards: Card) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(current().px(16))
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column
