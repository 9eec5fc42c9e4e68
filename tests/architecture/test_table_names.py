"""What screens watch for changes are tables that there are."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from app.storage.tables import station

APP = Path(__file__).resolve().parents[2] / "app"
WATCHED = re.compile(r"^(\w*TABLES)\b[^=\n]*=\s*\(?\s*frozenset", re.MULTILINE)


def test_every_table_that_is_watched_is_there() -> None:
    """A name that no table has never comes with a change, and the screen stays as it was."""
    unknown = {}
    for path in sorted(APP.rglob("*.py")):
        for name in WATCHED.findall(path.read_text(encoding="utf-8")):
            module = ".".join(path.relative_to(APP.parent).with_suffix("").parts)
            missing = getattr(import_module(module), name) - set(station.tables)
            if missing:
                unknown[f"{module}.{name}"] = sorted(missing)
    assert unknown == {}
