"""The settings as one page: sections at the left, the chosen one beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.gui.desk import Desk
from app.gui.screen import Screen
from app.gui.screens.settings.banks import Banks
from app.gui.screens.settings.copies import Copies
from app.gui.screens.settings.display import DisplaySection
from app.gui.screens.settings.drawers import Drawers
from app.gui.screens.settings.gateways import Gateways
from app.gui.screens.settings.list_section import ListSection
from app.gui.screens.settings.numbers import Numbers
from app.gui.screens.settings.practice import PracticeSettings
from app.gui.screens.settings.readers import Readers
from app.gui.screens.settings.reading import KEY, TABLES, Found, settings_page
from app.gui.screens.settings.reasons import Reasons
from app.gui.screens.settings.scanner import ScannerSection
from app.gui.screens.settings.stations import Stations
from app.gui.screens.settings.tenders import Tenders
from app.gui.screens.settings.window_look import WindowLook
from app.gui.shortcuts import bind
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.section_button import SectionButton
from app.gui.widgets.surfaces import Card
from app.kernel.actor import Permission as P
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
    "practice": (P.CHANGE_SETTINGS,),
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

Section = ListSection | Copies | DisplaySection | ScannerSection | WindowLook


_MAKERS: Final[dict[str, Callable[[Desk], Section]]] = {
    "tenders": Tenders,
    "reasons": Reasons,
    "banks": Banks,
    "gateways": Gateways,
    "readers": Readers,
    "numbers": Numbers,
    "practice": PracticeSettings,
    "drawers": Drawers,
    "stations": Stations,
    "copies": Copies,
    "display": DisplaySection,
    "scanner": ScannerSection,
    "window": WindowLook,
}


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
        row = QHBoxLayout()
        row.setSpacing(px(24))
        self._side = self._sections()
        row.addWidget(self._side)
        row.addWidget(self._stack, 1)
        self._column.addLayout(row, 1)
        bind(self, "settings.new", self._new)
        bind(self, "settings.find", self._find)
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
        if isinstance(section, ListSection | DisplaySection | ScannerSection):
            section.primary()

    def back(self) -> None:
        if not self._side.isAncestorOf(self.focusWidget()):
            self.section(self.now).back()

    # ------------------------------------------------------------------------- reading

    def read(self) -> None:
        self.desk.runner.ask(settings_page, done=self._show, key=KEY)

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & TABLES and self.isVisible():
            self.read()

    def _show(self, found: Found) -> None:
        self._found = found
        for section in self._lists():
            section.show_found(found)

    def _lists(self) -> tuple[ListSection, ...]:
        return tuple(s for s in self._built.values() if isinstance(s, ListSection))

    # ------------------------------------------------------------------------ sections

    def section(self, name: str) -> Section:
        """A section, built when it is first wanted: few people see them all."""
        if name not in self._built:
            built = self._built[name] = _MAKERS[name](self.desk)
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
        self.sections_area = QScrollArea()
        self.sections_area.setWidgetResizable(True)
        self.sections_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sections_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setSpacing(px(2))
        column.setContentsMargins(px(8), 0, px(8), 0)
        looks = {
            "tenders": (t("Ways to pay"), "money"),
            "reasons": (t("Reasons"), "flag"),
            "banks": (t("Bank accounts"), "bank"),
            "gateways": (t("Card gateways"), "credit-card"),
            "readers": (t("Card readers"), "tray"),
            "numbers": (t("Numbers"), "text-aa"),
            "practice": (t("Practice settings"), "buildings"),
            "drawers": (t("Drawers"), "archive-box"),
            "stations": (t("Stations"), "storefront"),
            "copies": (t("Further copies"), "copy"),
            "display": (t("Patient display"), "monitor"),
            "scanner": (t("Scanner"), "magnifying-glass"),
            "window": (t("This window"), "desktop"),
        }
        self.buttons: dict[str, SectionButton] = {}
        self._group = QButtonGroup(self)
        for name, (words, icon) in looks.items():
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
        if typed and isinstance(section, ListSection) and section.table.hasFocus():
            section.find_typed(text)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
