"""Goes through all that is looked at, in the order in which one thing rests on another."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Final

from app.bootstrap.doctor import books, computer, folder
from app.bootstrap.doctor.findings import Checks, Finding, Light, Place
from app.kernel.errors import CounterfoilError
from app.kernel.log_lines import ROOM
from app.kernel.translate import t

_LOG: Final = logging.getLogger(f"{ROOM}.doctor")
_CHECKS: Final[tuple[Checks, ...]] = (
    computer.program,
    computer.database_library,
    computer.keyring,
    computer.window,
    computer.fonts,
    folder.place,
    folder.permissions,
    folder.disk,
    folder.log,
    books.practice,
)


def examine(place: Place) -> Iterator[Finding]:
    """Every finding, as it is found; blocks, some seconds where a device gives no answer."""
    for check in _CHECKS:
        yield from guarded(check, place)


def guarded(check: Checks, place: Place) -> Iterator[Finding]:
    """What `check` finds. One that can't be made is a finding too: the others follow."""
    try:
        yield from check(place)
    except (CounterfoilError, OSError) as error:
        said = error.text if isinstance(error, CounterfoilError) else error.strerror or ""
        yield _unmade(check.__name__, said)
    except Exception:  # noqa: BLE001 the doctor is asked when something is broken
        _LOG.exception("a check of the doctor broke off")
        yield _unmade(check.__name__, "")


def _unmade(name: str, said: str) -> Finding:
    return Finding(
        name,
        Light.WRONG,
        t("Check"),
        said or t("This could not be looked at: the program broke off."),
        t(
            "Put that right, then look again. If it stays, tell support the word “{name}”.",
            name=name,
        ),
    )
