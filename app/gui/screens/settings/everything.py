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
        words = t("Enter opens. The last column says the keys that lead there, or its short name.")
        column.addWidget(PlainLabel(words, role="caption", tone="muted", wrap=True))
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
        """Show what has every typed word, names before explanations."""
        wanted = fold(typed).split()
        hits = [hit for hit in self._all if all(word in hit.text for word in wanted)]
        hits.sort(key=lambda hit: not all(word in fold(hit.words) for word in wanted))
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
        """Where there is little room, only what it is and its value."""
        super().resizeEvent(event)
        tight = self.width() < current().px(NARROW)
        self.table.show_columns((0, 2) if tight else tuple(range(len(self.model.columns))))

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
                f"{row.explained} {' '.join(row.choice_words)}",
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


def page_hit(section: str, words: str, scope: Scope, more: str, verb: str = "") -> Hit:
    """A section or a page of its own; `verb` is its binding where it has keys."""
    way = key_words(verb) if verb else key_words("frame.settings")
    return _hit(section, "", words, t("Settings"), "", way, scope, more)


def _hit(
    section: str, subject: str, words: str, where: str, now: str, way: str, scope: Scope, more: str
) -> Hit:
    text = fold(f"{words} {where} {now} {way} {more}")
    return Hit(section, subject, words, where, now, way, scope, text)


def pages(open_to: Callable[[str], bool]) -> tuple[Hit, ...]:
    """Sections and pages that `open_to` this person, with words by which people look for them."""
    practice, station, person = Scope.PRACTICE, Scope.STATION, Scope.PERSON
    found = (
        page_hit(
            "place",
            t("Practice"),
            practice,
            t("name address phone logo tax number time zone business day cut-off language site"),
        ),
        page_hit("tenders", t("Ways to pay"), practice, t("cash check card other tender")),
        page_hit("reasons", t("Reasons"), practice, t("void paid in paid out refund reason")),
        page_hit("banks", t("Bank accounts"), practice, t("bank account routing deposit slip")),
        page_hit("gateways", t("Card gateways"), practice, t("card processor Stripe key")),
        page_hit("readers", t("Card readers"), station, t("card reader terminal")),
        page_hit("numbers", t("Numbers"), practice, t("receipt number pattern series")),
        page_hit("practice", t("Practice settings"), practice, t("all settings")),
        page_hit("drawers", t("Drawers"), practice, t("cash drawer")),
        page_hit("stations", t("Stations"), practice, t("window computer code join shut out")),
        page_hit("copies", t("Further copies"), station, t("copy second disk journal records")),
        page_hit("display", t("Patient display"), station, t("second screen customer display")),
        page_hit("scanner", t("Scanner"), station, t("barcode scan")),
        page_hit("window", t("This window"), station, t("colors dark light text size contrast")),
        page_hit("services", t("Services and prices"), practice, t("price fee"), "frame.services"),
        page_hit("receipt_look", t("Receipt design"), practice, t("logo receipt footer paper")),
        page_hit("printer", t("Printer"), station, t("receipt printer test page"), "frame.printer"),
        page_hit("users", t("Users"), practice, t("people role PIN access"), "frame.users"),
        page_hit("health", t("Health and backups"), station, t("backup disk clock version")),
        page_hit("imports", t("Import"), practice, t("CSV file bring in patients old system")),
        page_hit("setting_up", t("Setting up"), practice, t("first steps wizard recovery")),
    )
    columns = page_hit("window", t("Columns of lists"), person, t("column sort list"))
    return tuple(hit for hit in (*found, columns) if open_to(hit.section))
