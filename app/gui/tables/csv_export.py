"""CSV files: where to, and all rows of a list; the writing touches no widget, for other threads."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TextIO

from PySide6.QtWidgets import QFileDialog, QWidget

from app.gui.documents import documents
from app.gui.tables.list_spec import ListSpec
from app.kernel.csv_text import MARK, csv_lines
from app.kernel.errors import OutsideError
from app.kernel.ids import new_id
from app.kernel.listing import MOST, ListWanted
from app.kernel.translate import t
from app.storage.reading import Reader

TOLD_EVERY: Final = 1_000
"""Rows after which somebody hears how far it is, and may stop it."""


def ask_where(parent: QWidget, name: str) -> Path | None:
    """Where a file should be saved; None when the person thinks better of it."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, t("Save the rows as CSV"), str(documents() / name), "CSV (*.csv)"
    )
    return Path(chosen) if chosen else None


def write_file(path: Path, fill: Callable[[TextIO], int]) -> int:
    """What `fill` answers. The file is readable by this user alone, and whole or not there."""
    part = path.with_name(f"{path.name}.{new_id()[-8:]}.part")
    try:
        opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(opened, "w", encoding="utf-8", newline="") as file:
            file.write(MARK)
            count = fill(file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise OutsideError(
            t("The file {name} can't be written: {error}.", name=path.name, error=error.strerror)
        ) from error
    finally:
        with suppress(OSError):  # the disk is gone, and what stopped us is told already
            part.unlink(missing_ok=True)
    return count


def write_csv(
    reader: Reader,
    spec: ListSpec[Any],
    wanted: ListWanted,
    names: tuple[str, ...],
    path: Path,
    told: Callable[[int], object],
    *asker: object,
) -> int:
    """How many rows the file got; `told` hears how many there are by now, and may end it."""
    return write_file(path, lambda file: _write(reader, spec, wanted, names, file, told, asker))


def _write(
    reader: Reader,
    spec: ListSpec[Any],
    wanted: ListWanted,
    names: tuple[str, ...],
    file: TextIO,
    told: Callable[[int], object],
    asker: tuple[object, ...],
) -> int:
    columns = [column for column in spec.columns if column.name in names]
    file.write(csv_lines([[column.look.title for column in columns]]))
    count, asked = 0, replace(wanted, after="", most=MOST)
    while True:
        page = spec.page(reader, asked, *asker)
        for first in range(0, len(page.rows), TOLD_EVERY):
            rows = page.rows[first : first + TOLD_EVERY]
            file.write(csv_lines([column.csv(row) for column in columns] for row in rows))
            count += len(rows)
            told(count)
        if not page.more:
            return count
        asked = asked.from_mark(page.marks[-1], MOST)
