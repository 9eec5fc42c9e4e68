"""Looks at every promise of the books in a copy of them, in a process of its own that gives way to
the window: `python -m app.bootstrap.proving`, told by its standard input.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from app.kernel.errors import OutsideError, UserError
from app.kernel.translate import t
from app.storage.keys import Keys
from app.storage.pace import GivenUp

_ROOT: Final = Path(__file__).resolve().parents[2]
_LOOK_S: Final = 1
_BELOW_NORMAL: Final = 0x4000 | 0x08000000
"""Windows: below normal priority, and no console."""


def prove(copy: Path, keys: Keys, stop: Callable[[], bool]) -> tuple[int, str]:
    """How many things are wrong in the copy in this folder, and the first of them; blocks.

    UserError while its books still arrive; GivenUp where it was stopped.
    """
    asked = {
        "folder": str(copy),
        "database": keys.database.hex(),
        "master": keys.master.hex(),
        "own": keys.own.hex(),
    }
    if getattr(sys, "frozen", False):  # one program without an interpreter beside it
        return _said(looked_at(asked))
    child = subprocess.Popen(
        [sys.executable, "-m", "app.bootstrap.proving"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        creationflags=_BELOW_NORMAL if sys.platform == "win32" else 0,
    )
    told: bytes | None = json.dumps(asked).encode()
    while True:
        try:
            out, _ = child.communicate(told, timeout=_LOOK_S)
            break
        except subprocess.TimeoutExpired:
            told = None
            if stop():
                child.kill()
                child.communicate()
                raise GivenUp(t("It was stopped. Nothing half is left.")) from None
    try:
        return _said(json.loads(out))
    except (ValueError, KeyError, TypeError):
        raise OutsideError(
            t("The backup could not be looked through: the program that does it broke off.")
        ) from None


def _said(answer: dict[str, Any]) -> tuple[int, str]:
    if answer.get("early"):
        raise UserError(str(answer["early"]))
    return int(answer["findings"]), str(answer["words"])


def looked_at(asked: dict[str, Any]) -> dict[str, Any]:
    """What the other process answers."""
    from app.areas.health.queries import verify
    from app.areas.settings.queries import practice
    from app.bootstrap.opening import load_schema
    from app.kernel.clock import SystemClock
    from app.kernel.translate import use_language
    from app.storage.database import Database

    load_schema()
    parts = (bytes.fromhex(asked[name]) for name in ("database", "master", "own"))
    found = Keys(*parts)
    try:
        database = Database(Path(asked["folder"]), found, SystemClock(), writing=False)
    except (UserError, OutsideError) as broken:
        return {"findings": 1, "words": broken.text}
    try:
        use_language(database.read(practice).locale)
        verdict = database.read(lambda r: verify(r, found.master, own=found.own))
    except UserError as early:
        return {"early": early.text}
    except OutsideError as broken:
        return {"findings": 1, "words": broken.text}
    finally:
        database.close()
    words = verdict.findings[0].words if verdict.findings else ""
    return {"findings": len(verdict.findings), "words": words}


def main() -> int:
    """Read what to look at, say what was found."""
    if sys.platform != "win32":
        os.nice(15)
    sys.stdout.write(json.dumps(looked_at(json.loads(sys.stdin.read()))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
