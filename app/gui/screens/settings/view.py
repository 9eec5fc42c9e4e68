"""The settings as one page: sections at the left, the chosen one beside them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.areas.settings.maintaining import leave_step
from app.areas.settings.values import LeaveStep
from app.gui.desk import Desk
from app.gui.screen import Screen
from app.gui.screens.settings.copies import Copies
from app.gui.screens.settings.everything import Everything, Hit, pages
from app.gui.screens.settings.finish_card import FinishCard
from app.gui.screens.settings.list_section import ListSection
from app.gui.screens.settings.reading import KEY, TABLES, Found, settings_page
from app.gui.screens.settings.sections import MAKERS, Section, looks
from app.gui.screens.settings.window_look import WindowLook
from app.gui.shortcuts import bind, with_key
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.section_button import SectionButton
from app.gui.widgets.surfaces import Card
from app.kernel.actor import Permission as P
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t

SECTIONS_WIDTH: Final = 184
NARROW: Final = 900
"""Designed pixels of the page below which the sections take less room."""
NEEDS: Final = {
    "tenders": (P.MAINTAIN_LISTS,),
    "reasons": (P.MAINTAIN_LISTS,),
    "banks": (P.CHANGE_SETTINGS, P.CLEAR_DEPOSIT),
    "gateways": (P.CHANGE_SETTINGS,),
    "readers": (P.CHANGE_SETTINGS,),
    "numbers": (P.CHANGE_SETTINGS,),
    "practice": (),
    "place": (P.CHANGE_SETTINGS,),
    "drawers": (P.CHANGE_SETTINGS,),
    "stations": (P.MANAGE_STATIONS,),
    "copies": (P.CHANGE_SETTINGS,),
    "display": (P.CHANGE_SETTINGS,),
    "scanner": (P.CHANGE_SETTINGS,),
}
"""What lets into a section: any of these."""
ELSEWHERE: Final = {
    "services": P.MAINTAIN_LISTS,
    "receipt_look": P.CHANGE_SETTINGS,
    "printer": P.CHANGE_SETTINGS,
    "imports": P.IMPORT_DATA,
    "health": P.CHANGE_SETTINGS,
}
"""Pages of their own that belong to settings too."""

ALSO: Final = {"users": P.MANAGE_USERS, "setting_up": P.CHANGE_SETTINGS}
"""What the search leads to besides."""


class View(Screen):
    """It reads for all sections and hands the keys to the one in front."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("Settings"))
        self._built: dict[str, Section] = {}
        self._found: Found | None = None
        self.now = "tenders"
        self._stack = QStackedWidget()
        px = current().px
        self._column = QVBoxLayout(self)
        self._column.setSpacing(px(12))
        self._column.addWidget(PlainLabel(t("Settings"), role="title"))
        self.finish = FinishCard()
        self.finish.wanted.connect(lambda step: desk.go("setting_up", step))
        self.finish.dropped.connect(self._drop_steps)
        self._column.addWidget(self.finish)
        self.everything = Everything(desk.practice)
        self.everything.chosen.connect(self._open_hit)
        self._stack.addWidget(self.everything)
        row = QHBoxLayout()
        row.setSpacing(px(24))
        self._side = self._sections()
        row.addWidget(self._side)
        row.addWidget(self._stack, 1)
        self._column.addLayout(row, 1)
        bind(self, "settings.new", self._new)
        bind(self, "settings.find", self._find)
        bind(self, "settings.search", self._to_search)
        bind(self, "settings.before", lambda: self._turn(-1))
        bind(self, "settings.after", lambda: self._turn(1))
        desk.runner.changed.connect(self._changed)
        current().changed.connect(self._fit)
        self._fit()

    # ------------------------------------------------------------------ what the frame asks

    def open_subject(self, subject: str) -> None:
        """A section by its name, such as `numbers`."""
        if subject in self.buttons:
            self.now = subject

    def arrive(self) -> None:
        self._offer()
        self.read()
        section = self.section(self.now)
        if section.is_open:
            section.to_list()
        else:
            self._to_sections()

    def forget(self) -> None:
        self.desk.runner.forget(KEY)
        self._found = None
        self.search.clear()
        self.everything.know(None, ())
        self.finish.hide()
        for section in self._lists():
            section.forget()
        self.now = "tenders"

    def refresh(self) -> None:
        self.read()

    def keep_clear(self) -> int:
        section = self._built.get(self.now)
        return section.keep_clear() if isinstance(section, ListSection) else 0

    def primary(self) -> None:
        section = self.section(self.now)
        if not isinstance(section, Copies | WindowLook):
            section.primary()

    def back(self) -> None:
        if self.search.text():
            self.search.clear()
            self._to_sections()
        elif not self._side.isAncestorOf(self.focusWidget()):
            self.section(self.now).back()

    # ------------------------------------------------------------------------- reading

    def read(self) -> None:
        self.desk.runner.ask(settings_page, done=self._show, key=KEY)

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & TABLES and self.isVisible():
            self.read()

    def _show(self, found: Found) -> None:
        self._found = found
        self.everything.know(found, pages(self._opens))
        self.everything.look_for(self.search.text())
        if found.steps is not None and self.desk.actor.may(P.CHANGE_SETTINGS):
            self.finish.show_steps(found.steps)
        for section in self._lists():
            section.show_found(found)

    def _lists(self) -> tuple[ListSection, ...]:
        return tuple(s for s in self._built.values() if isinstance(s, ListSection))

    # ------------------------------------------------------------------------ sections

    def section(self, name: str) -> Section:
        """A section, built when it is first wanted: few people see them all."""
        if name not in self._built:
            built = self._built[name] = MAKERS[name](self.desk)
            self._stack.addWidget(built)
            built.left.connect(self._to_sections)
            if isinstance(built, ListSection) and self._found is not None:
                built.show_found(self._found)
        return self._built[name]

    def _sections(self) -> QWidget:
        px = current().px
        side = Card()
        side.setAccessibleName(t("Sections"))
        side.body.setContentsMargins(0, px(8), 0, px(8))
        side.body.addWidget(self._search_box())
        self.sections_area = QScrollArea()
        self.sections_area.setWidgetResizable(True)
        self.sections_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sections_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setSpacing(px(2))
        column.setContentsMargins(px(8), 0, px(8), 0)
        self.buttons: dict[str, SectionButton] = {}
        self._group = QButtonGroup(self)
        for name, (words, icon) in looks().items():
            button = SectionButton(words, icon)
            button.toggled.connect(lambda on, name=name: self._turned(name) if on else None)
            button.entered.connect(self._enter)
            self._group.addButton(button)
            self.buttons[name] = button
            column.addWidget(button)
        column.addStretch(1)
        self.elsewhere: dict[str, Button] = {}
        for task, words in (
            ("services", t("Services and prices")),
            ("receipt_look", t("Receipt design")),
            ("printer", t("Printer")),
            ("imports", t("Import")),
            ("health", t("Health and backups")),
        ):
            link = Button(words, kind="section", icon="arrow-square-out")
            link.setText(f" {words}")
            link.setAutoDefault(True)
            link.clicked.connect(lambda _on=False, task=task: self.desk.go(task))
            self.elsewhere[task] = link
            column.addWidget(link)
        self.sections_area.setWidget(inner)
        side.body.addWidget(self.sections_area, 1)
        return side

    def _search_box(self) -> QWidget:
        px = current().px
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("Find a setting"))
        self.search.setAccessibleName(t("Find a setting"))
        self.search.setToolTip(with_key(t("Find a setting"), "settings.search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self.everything.open_first)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(px(8), 0, px(8), px(8))
        row.addWidget(self.search)
        return holder

    # -------------------------------------------------------------------- finding anything

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _search(self, typed: str) -> None:
        """What has the typed words stands in the section's place."""
        if typed.strip():
            self.everything.look_for(typed)
            self._stack.setCurrentWidget(self.everything)
        else:
            self._stack.setCurrentWidget(self.section(self.now))

    def _opens(self, name: str) -> bool:
        if name in self.buttons:
            return not self.buttons[name].isHidden()
        return self.desk.actor.may((ELSEWHERE | ALSO)[name])

    def _open_hit(self, hit: object) -> None:
        """Where it lies: the section with its row open, or a page of its own."""
        if not isinstance(hit, Hit):
            return
        self.search.clear()
        if hit.section not in self.buttons:
            self.desk.go(hit.section)
            return
        self.buttons[hit.section].setChecked(True)
        section = self.section(hit.section)
        self._stack.setCurrentWidget(section)
        section.to_list()
        if isinstance(section, ListSection) and hit.subject and self._found is not None:
            rows = (r for r in section.rows(self._found) if section.key_of(r) == hit.subject)
            section.begin_row(next(rows, None))
            section.filter()

    def _drop_steps(self) -> None:
        """Nobody is to be reminded of what was put off; keys not written down are never dropped."""
        for step in self.finish.shown:
            if step != "recovery":
                command = LeaveStep(CommandId(new_id()), step, for_good=True)
                self.desk.runner.act(leave_step, command, done=lambda _step: None)

    def _offer(self) -> None:
        """Only what this person may change."""
        actor = self.desk.actor
        for name, button in self.buttons.items():
            needed = NEEDS.get(name, ())
            button.setVisible(not needed or any(actor.may(each) for each in needed))
        for task, link in self.elsewhere.items():
            link.setVisible(actor.may(ELSEWHERE[task]))
        mine = self._mine()
        self.buttons[self.now if self.now in mine else mine[0]].setChecked(True)

    def _mine(self) -> list[str]:
        return [name for name, button in self.buttons.items() if button.isVisibleTo(self)]

    def _turned(self, name: str) -> None:
        self.now = name
        self.sections_area.ensureWidgetVisible(self.buttons[name])
        self._stack.setCurrentWidget(self.section(name))
        self.desk.toasts.place()

    def _turn(self, steps: int) -> None:
        """Another section, the keyboard in its list."""
        mine = self._mine()
        place = (mine.index(self.now) + steps) % len(mine)
        self.buttons[mine[place]].setChecked(True)
        self._enter()

    def _enter(self) -> None:
        self.section(self.now).to_list()

    def _to_sections(self) -> None:
        self.buttons[self.now].setFocus(Qt.FocusReason.OtherFocusReason)

    def _new(self) -> None:
        section = self.section(self.now)
        if isinstance(section, ListSection):
            section.begin_new()

    def _find(self) -> None:
        section = self.section(self.now)
        if isinstance(section, ListSection):
            section.to_find()

    def _fit(self) -> None:
        px = current().px
        tight = self.width() < px(NARROW)
        side = px(12 if tight else 24)
        self._column.setContentsMargins(side, px(16), side, px(16))
        self._side.setFixedWidth(px(SECTIONS_WIDTH))

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        chord = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier
        )
        typed = text.isprintable() and bool(text.strip()) and not chord
        section = self.section(self.now)
        if typed and self._side.isAncestorOf(self.focusWidget()):
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.setText(self.search.text() + text)
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.everything.to_list()
        elif typed and isinstance(section, ListSection) and section.table.hasFocus():
            section.find_typed(text)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
