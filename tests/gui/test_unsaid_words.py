"""Every screen in a made-up language: what stands there in plain English came past the
translators.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QTabBar,
    QWidget,
)
from sqlalchemy import select

from app.kernel.pseudo import LONG, MARK
from app.storage.schema import station_log
from app.storage.statements import Read
from tests.gui.every_screen import Walk, furnish, walking

_WORD = re.compile(r"[A-Za-z]{3,}")
_KNOWN = re.compile(
    r"US dollars|"
    r"\b(Ctrl|Shift|Alt|Enter|Return|Esc|Del|Menu|Space|Tab|Home|End|PgUp|PgDown|Backspace)\b"
    r"|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b|\{station\}|<span>|</span>"
    r"|^[A-Z]{3}$|^.* \([A-Z]{2}\)$|Counterfoil|PDF|\w+…"
    r"|Authorize\.Net|PayPal|SePay|Square|Braintree|Stripe"
    r"|English|Português|Français|Español|Deutsch"
)
"""Keys as they stand on keyboards, names, and what the locale of the figures writes."""
_LANGUAGES = frozenset(Locale("en").languages.values())
ELSEWHERE = frozenset([
    "first run", "first run, busy", "first run, keys", "first run, people",
    "imports, columns", "imports, checked", "imports, progress",
])  # fmt: skip
"""Stops that show what the walk itself or a file says."""
PAPERS = frozenset(["_Roll", "_Tray", "Preview"])
"""They keep the language of the practice and the patient."""
_BODIES = Read(select(station_log.c.body))


def texts(front: QWidget) -> Iterator[tuple[QWidget, str]]:
    """What is on a screen to be read or heard."""
    for widget in (front, *front.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        yield widget, widget.toolTip()
        yield widget, widget.accessibleName()
        yield widget, widget.accessibleDescription()
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget, widget.text()
        elif isinstance(widget, QLineEdit):
            yield widget, widget.placeholderText()
        elif isinstance(widget, QComboBox):
            yield from ((widget, widget.itemText(row)) for row in range(widget.count()))
        elif isinstance(widget, QTabBar):
            yield from ((widget, widget.tabText(tab)) for tab in range(widget.count()))
        elif isinstance(widget, QGroupBox):
            yield widget, widget.title()
        elif isinstance(widget, QMenu):
            yield from ((widget, each.text()) for each in widget.actions())
        elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            yield from ((widget, each) for each in _cells(model, widget))


def _cells(model: QAbstractItemModel, view: QAbstractItemView) -> Iterator[str]:
    across = Qt.Orientation.Horizontal
    columns = 1 if isinstance(view, QListView) else model.columnCount(QModelIndex())
    for column in range(columns):
        yield str(model.headerData(column, across) or "")
        for row in range(min(20, model.rowCount(QModelIndex()))):
            yield str(model.index(row, column).data() or "")


def written_down(walk: Walk) -> re.Pattern[str]:
    """Whatever people and the practice wrote into the books, the longest first."""
    found: set[str] = set()

    def take(value: object) -> None:
        if isinstance(value, str) and _WORD.search(value):
            found.update((value, *value.split()))
        elif isinstance(value, dict):
            for each in value.values():
                take(each)
        elif isinstance(value, list):
            for each in value:
                take(each)

    for (body,) in walk.station.database.read(lambda r: tuple(r.fetch(_BODIES))):
        take(json.loads(body))
    longest = sorted(found, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)))


def test_no_screen_shows_words_that_are_in_no_catalogue(
    qapp, theme, template, tmp_path: Path
) -> None:
    folder = furnish(template, tmp_path)
    found: dict[str, str] = {}
    with walking(folder, template, theme, LONG) as walk:
        data = written_down(walk)
        for shown in walk.every_screen():
            if shown.name in ELSEWHERE:
                continue
            for widget, text in set(texts(shown.widget)):
                known = MARK in text or text in found or text in _LANGUAGES
                rest = "" if known else _KNOWN.sub("", text)
                if not _WORD.search(rest) or type(widget).__name__ in PAPERS:
                    continue
                if _WORD.search(data.sub("", rest)):
                    found[text] = f"{shown.name}, {type(widget).__name__}: {text}"
    assert not found, "\n" + "\n".join(found.values())
