"""The log of this program's own bugs: JSON lines beside the data, never a name or a value."""

from __future__ import annotations

import json
import re
import secrets
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from app.kernel.errors import Bug

_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONG_NUMBER: Final = re.compile(r"\d(?:[ -]?\d){11,}")
"""As long as a card's: no promise needs it, and a log must not hold one."""
LARGEST: Final = 2_000_000
"""Bytes after which the log starts again, the old one kept beside it once."""


def report_number() -> str:
    """Eight letters and digits that are read over the telephone without doubt."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def describe(error: BaseException) -> dict[str, Any]:
    """Where and what kind; messages of foreign errors may quote data, so only our own are kept."""
    frames = traceback.extract_tb(error.__traceback__)
    told = {
        "kind": type(error).__name__,
        "where": [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames][-25:],
    }
    if isinstance(error, Bug):
        told["promise"] = _LONG_NUMBER.sub("…", str(error))[:300]
    if error.__cause__ is not None:
        told["cause"] = describe(error.__cause__)  # type: ignore[assignment]
    return told


class ReportLog:
    """Appends one line for each report to `folder`/window.log, away from the GUI thread."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "window.log"
        self._turn = threading.Lock()

    @property
    def file(self) -> Path:
        return self._file

    def write(self, number: str, error: BaseException) -> threading.Thread:
        """Note `error` under `number`; the thread that writes may be joined."""
        told = {"at": datetime.now(UTC).isoformat(), "report": number} | describe(error)
        line = json.dumps(told, ensure_ascii=False) + "\n"
        thread = threading.Thread(target=self._append, args=(line,), name="report-log")
        thread.start()
        return thread

    def _append(self, line: str) -> None:
        with self._turn:
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                if self._file.exists() and self._file.stat().st_size > LARGEST:
                    self._file.replace(self._file.with_suffix(".old.log"))
                with self._file.open("a", encoding="utf-8") as log:
                    log.write(line)
            except OSError:
                # A full disk must not turn a report into a second failure; the number was shown.
                return
