"""Saving the rows of a long list as a file: how far it is, and one button that stops it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.gui.desk import Desk
from app.gui.rescaling import sized
from app.gui.tables.csv_export import write_csv
from app.gui.tables.list_spec import ListSpec
from app.gui.tables.resting import when_at_rest
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.kernel.i18n import format_count
from app.kernel.listing import ListWanted
from app.kernel.translate import t

SHOWN_AFTER_MS: Final = 400
"""A file that is written sooner needs no bar."""


@dataclass(frozen=True)
class FileWanted:
    """Which rows and columns go where; `count` is how many rows there are, None while nobody knows,
    and `stopped` is set from any thread.
    """

    wanted: ListWanted
    names: tuple[str, ...]
    path: Path
    asker: tuple[object, ...]
    count: int | None
    stopped: Event = field(default_factory=Event)


class ListSaving(QWidget):
    """A line under the list, there while a file is written; the list can be used meanwhile."""

    _written = Signal(object, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._going: FileWanted | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(t("How far it is"))
        self.words = PlainLabel("", tone="muted", role="caption")
        self.stop = Button(t("Stop"))
        self.stop.clicked.connect(self._stop)
        px = current().px
        row = QHBoxLayout(self)
        row.setSpacing(px(16))
        row.setContentsMargins(px(12), px(6), px(12), px(6))
        sized(self.stop, px, least_width=96)
        row.addWidget(self.words)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self.hide()
        self._slow = when_at_rest(self, SHOWN_AFTER_MS, self.show)
        self._written.connect(self._say_how_far, Qt.ConnectionType.QueuedConnection)

    @property
    def going(self) -> bool:
        """Whether a file is being written; another one waits for its end."""
        return self._going is not None

    def begin(self, spec: ListSpec[Any], file: FileWanted, done: Callable[[int], None]) -> None:
        """Write the file on another thread; `done` gets how many rows it has."""
        self._going = file
        self.bar.setRange(0, 0 if file.count is None else 100)
        self.stop.setEnabled(True)
        self._say_how_far(file, 0)
        self._slow.start()

        def told(count: int) -> None:
            if file.stopped.is_set():
                raise CancelledError
            self._written.emit(file, count)

        def written(count: int) -> None:
            self._end()
            done(count)

        def failed(error: BaseException) -> None:
            self._end()
            if isinstance(error, CancelledError):
                words = t("{name} was not written, and nothing of it is left.", name=file.path.name)
                self._desk.toasts.caution(t("Saving was stopped"), words)

        what = (spec, file.wanted, file.names, file.path, told, *file.asker)
        self._desk.runner.ask(write_csv, *what, done=written, failed=failed)

    def _end(self) -> None:
        self._going = None
        self._slow.stop()
        self.hide()

    def _stop(self) -> None:
        if self._going is not None:
            self._going.stopped.set()
            self.stop.setEnabled(False)
            self.words.say(t("It stops after the rows it is at."))

    def _say_how_far(self, file: object, count: int) -> None:
        if not isinstance(file, FileWanted) or file is not self._going or file.stopped.is_set():
            return
        if file.count is None:
            self.words.say(t("{done} rows are written", done=format_count(count)))
            return
        share = min(100, count * 100 // max(1, file.count))
        self.bar.setValue(share)
        self.words.say(
            t(
                "{done} of {all} rows, {share} %",
                done=format_count(count),
                all=format_count(max(count, file.count)),
                share=share,
            )
        )
