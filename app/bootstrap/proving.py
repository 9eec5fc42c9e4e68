"""Looks at every promise of the books: in a copy of them for a backup, or as the process that
`looking_through` asks for one group of checks after another (`python -m app.bootstrap.proving`).
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from app.areas.health import queries
from app.areas.health.values import Verdict
from app.bootstrap.looking_through import CantBeOpened, frozen, look_through
from app.bootstrap.opening import load_schema
from app.bootstrap.report_log import ReportLog
from app.kernel.clock import SystemClock
from app.kernel.codec import to_plain
from app.kernel.errors import OutsideError, UserError
from app.kernel.log_lines import report_number
from app.kernel.translate import t, use_language
from app.storage.ahead import read_ahead
from app.storage.connection import LARGE_CACHE_KIB
from app.storage.database import Database
from app.storage.keys import Keys
from app.storage.pace import GivenUp

_SAID_EVERY_S: Final = 0.25


def prove(copy: Path, keys: Keys, stop: Callable[[], bool]) -> tuple[int, str]:
    """How many things are wrong in the copy in this folder, and the first of them; blocks.

    UserError while its books still arrive; GivenUp where it was stopped.
    """
    clock = SystemClock()
    try:
        if frozen():
            verdict = _here(copy, keys)
        else:
            verdict = look_through(copy, keys, clock, lambda *_: None, stop, helpers=1, gently=True)
    except CantBeOpened as broken:
        return 1, broken.text
    if verdict.stopped:
        raise GivenUp(t("It was stopped. Nothing half is left."))
    words = verdict.findings[0].words if verdict.findings else ""
    return len(verdict.findings), words


def _here(copy: Path, keys: Keys) -> Verdict:
    try:
        database = Database(copy, keys, SystemClock(), writing=False)
    except (UserError, OutsideError) as broken:
        raise CantBeOpened(broken.text) from broken
    try:
        return database.read(lambda reader: queries.verify(reader, keys.master, own=keys.own))
    finally:
        database.close()


def main() -> int:
    """Answer one question after another: lines of JSON in, lines of JSON out. What ends it by an
    error is in the log, since nobody reads what a process without a window says.
    """
    asked = json.loads(sys.stdin.readline())
    try:
        return _answer(asked)
    except Exception as error:
        if asked["log"]:
            log = ReportLog(Path(asked["log"]), "verify")
            log.write(report_number(), error).join()
        raise


def _answer(asked: dict[str, Any]) -> int:
    if asked["gently"] and sys.platform != "win32":
        os.nice(15)
    # Millions of rows make no circles, and each search for some passes over all the program holds.
    gc.disable()
    load_schema()
    use_language(str(asked["language"]))
    keys = Keys(*(bytes.fromhex(asked[name]) for name in ("database", "master", "own")))
    try:
        books = (Path(asked["folder"]), keys, SystemClock())
        database = Database(*books, writing=False, cache_kib=LARGE_CACHE_KIB)
    except (UserError, OutsideError) as broken:
        _say({"broken": broken.text})
        return 1
    try:
        for line in sys.stdin:
            if int(line) == 0 and not asked["gently"]:
                read_ahead(database.path)
            _say(_looked_at(database, keys, int(line)))
    finally:
        database.close()
    return 0


def _looked_at(database: Database, keys: Keys, number: int) -> dict[str, Any]:
    said_at, of = 0.0, ""

    def told(promise: str, thousandths: int) -> None:
        nonlocal said_at, of
        if promise != of or time.monotonic() - said_at > _SAID_EVERY_S:
            said_at, of = time.monotonic(), promise
            _say({"promise": promise, "thousandths": thousandths})

    try:
        found = database.read(queries.verify_group, number, keys.master, keys.own, told)
    except UserError as early:
        return {"early": early.text}
    except OutsideError as broken:
        return {"broken": broken.text}
    return {"verdict": to_plain(found)}


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
