"""Finds any setting and any page of settings by typed words, and says where it lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.areas.settings.values import Practice, Scope, SettingKind
from app.gui.key_map import key_words
from app.gui.screens.settings.also_called import also_called, has_all, is_like, typed_words
from app.gui.screens.settings.reading import Found
from app.gui.screens.settings.words import about_words, number_words, scope_words, value_words
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.text import fold
from app.kernel.translate import t

MOST: Final = 60
NARROW: Final = 760
WIDE: Final = 1000
"""Designed pixels from which on the way there has room beside the names."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing to open: a `section` of the settings or a page of its own, there the row `subject`;
    `way` are the keys or the name it has on the command line.
    """

    section: str
    subject: str
    words: str
    where: str
    now: str
    way: str
    scope: Scope
    text: str


class Everything(QWidget):
    """`chosen` comes with the Hit that was opened."""

    chosen = Signal(object)

    def __init__(self, here: Practice) -> None:
        super().__init__()
        self._here = here
        self._all: tuple[Hit, ...] = ()
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(PlainLabel(t("Found in the settings"), role="heading"))
        self.about = PlainLabel("", role="caption", tone="muted", wrap=True)
        column.addWidget(self.about)
        self.nearly = PlainLabel(
            t("Nothing is spelled just so; this is nearly the same."), tone="caution", wrap=True
        )
        self.nearly.hide()
        column.addWidget(self.nearly)
        column.addSpacing(px(4))
        columns: tuple[Column[Hit], ...] = (
            Column(t("What"), lambda hit: hit.words, width=260, stretch=True),
            Column(t("Where"), lambda hit: hit.where, tone=lambda _hit: "muted", width=170),
            Column(t("Value"), lambda hit: hit.now, width=150),
            Column(
                t("Holds for"),
                lambda hit: scope_words(hit.scope),
                tone=lambda _hit: "muted",
                width=120,
            ),
            Column(t("Way there"), lambda hit: hit.way, tone=lambda _hit: "muted", width=190),
        )
        self.model = RowsModel(columns, key=lambda hit: (hit.section, hit.subject))
        self.table = DataTable(self.model, name=t("Found in the settings"))
        self.table.empty_words = t("No setting has these words. Esc shows the sections again.")
        self.table.opened.connect(self.chosen)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        column.addWidget(card, 1)

    def know(self, found: Found | None, pages: tuple[Hit, ...]) -> None:
        """Everything there is to find: pages, settings, kinds of numbers."""
        self._all = (*pages, *(self._settings(found) if found else ()))

    def look_for(self, typed: str) -> None:
        """Show what has every typed word, names before explanations; where nothing has, what is
        spelled nearly so.
        """
        wanted = typed_words(typed)
        hits = [hit for hit in self._all if has_all(hit.text, wanted)]
        hits.sort(key=lambda hit: not has_all(fold(hit.words), wanted))
        self.nearly.setVisible(not hits)
        if not hits:
            hits = [hit for hit in self._all if is_like(hit.text, wanted)]
            self.nearly.setVisible(bool(hits))
        self.model.show_rows(tuple(hits[:MOST]))
        if self.model.rows:
            self.table.selectRow(0)

    def open_first(self) -> None:
        """Enter in the box: the marked one, which is the best."""
        hit = self.table.current_row()
        if hit is not None:
            self.chosen.emit(hit)

    def to_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, only what it is and its value; names come before ways."""
        super().resizeEvent(event)
        px, every = current().px, tuple(range(len(self.model.columns)))
        wide = self.width() >= px(WIDE)
        fits = every if wide else every[:-1]
        self.table.show_columns((0, 2) if self.width() < px(NARROW) else fits)
        if wide:
            self.about.say(
                t("Enter opens. The last column says the keys that lead there, or its short name.")
            )
        else:
            self.about.say(t("Enter opens."))

    def _settings(self, found: Found) -> tuple[Hit, ...]:
        named = t("Practice settings")
        settings = (
            _hit(
                "practice",
                row.key,
                row.words,
                t("{section}: {about}", section=named, about=about_words(row.key)),
                value_words(row, row.value, self._here),
                row.key,
                row.scope,
                f"{row.explained} {' '.join(row.choice_words)} {also_called(row.key)}",
            )
            for row in found.settings
            if row.kind is not SettingKind.NUMBER_PATTERN
        )
        numbers = (
            _hit(
                "numbers",
                row.kind,
                row.words,
                t("Numbers"),
                row.example,
                f"numbers.{row.kind}",
                Scope.PRACTICE,
                f"{number_words(row.kind)} {row.pattern}",
            )
            for row in found.numbers
        )
        return (*settings, *numbers)


def _hit(
    section: str, subject: str, words: str, where: str, now: str, way: str, scope: Scope, more: str
) -> Hit:
    text = fold(f"{words} {where} {now} {way} {more}")
    return Hit(section, subject, words, where, now, way, scope, text)


def pages(open_to: Callable[[str], bool]) -> tuple[Hit, ...]:
    """Sections and pages that `open_to` this person, with words by which people look for them."""
    practice, station, person = Scope.PRACTICE, Scope.STATION, Scope.PERSON
    found = (
        _page("place", t("Practice"), practice),
        _page("tenders", t("Ways to pay"), practice),
        _page("reasons", t("Reasons"), practice),
        _page("banks", t("Bank accounts"), practice),
        _page("gateways", t("Card gateways"), practice),
        _page("readers", t("Card readers"), station),
        _page("numbers", t("Numbers"), practice),
        _page("practice", t("Practice settings"), practice),
        _page("drawers", t("Drawers"), practice),
        _page("stations", t("Stations"), practice),
        _page("copies", t("Further copies"), station),
        _page("display", t("Patient display"), station),
        _page("scanner", t("Scanner"), station),
        _page("window", t("This window"), station),
        _page("services", t("Services and prices"), practice, "frame.services"),
        _page("receipt_look", t("Receipt design"), practice),
        _page("printer", t("Printer"), station, "frame.printer"),
        _page("users", t("Users"), practice, "frame.users"),
        _page("health", t("Health and backups"), station),
        _page("imports", t("Import"), practice),
        _page("setting_up", t("Setting up"), practice),
    )
    columns = _hit(
        "window",
        "",
        t("Columns of lists"),
        t("Settings"),
        "",
        key_words("frame.settings"),
        person,
        t("column sort list"),
    )
    return tuple(hit for hit in (*found, columns) if open_to(hit.section))


def _page(section: str, words: str, scope: Scope, verb: str = "") -> Hit:
    """A section or a page of its own; `verb` is its binding where it has keys."""
    way = key_words(verb) if verb else key_words("frame.settings")
    return _hit(section, "", words, t("Settings"), "", way, scope, also_called(section))
