"""CSV files: where to, and all rows of a list; the writing touches no widget, for other threads."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.gui.tables.list_spec import ListSpec
from app.kernel.csv_text import MARK, csv_lines
from app.kernel.errors import OutsideError
from app.kernel.ids import new_id
from app.kernel.listing import MOST, ListWanted
from app.kernel.translate import t
from app.storage.reading import Reader


def ask_where(parent: QWidget, name: str) -> Path | None:
    """Where a file should be saved; None when the person thinks better of it."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _ = QFileDialog.getSaveFileName(
        parent, t("Save the rows as CSV"), str(Path(place) / name), "CSV (*.csv)"
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
    *asker: object,
) -> int:
    """How many rows the file got."""
    return write_file(path, lambda file: _write(reader, spec, wanted, names, file, asker))


def _write(
    reader: Reader,
    spec: ListSpec[Any],
    wanted: ListWanted,
    names: tuple[str, ...],
    file: TextIO,
    asker: tuple[object, ...],
) -> int:
    columns = [column for column in spec.columns if column.name in names]
    file.write(csv_lines([[column.look.title for column in columns]]))
    count, asked = 0, replace(wanted, after="", most=MOST)
    while True:
        page = spec.page(reader, asked, *asker)
        file.write(csv_lines([column.csv(row) for column in columns] for row in page.rows))
        count += len(page.rows)
        if not page.more:
            return count
        asked = asked.from_mark(page.marks[-1], MOST)
