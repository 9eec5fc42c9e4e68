"""What a person should know of the centre although nothing stops: clocks that differ, programs that
are older than one another.
"""

from __future__ import annotations

from sqlalchemy import select

from app.kernel.translate import t
from app.storage import still_coming
from app.storage.engine import SCHEMA_REVISION
from app.storage.statements import Read, Reader
from app.sync import outbox, schema

APP_VERSION = "0.1"
WARN_AT_MS = 2 * 60_000
"""A clock that is off by as much is told."""
NO_DAY_CLOSED_AT_MS = 10 * 60_000
"""With a clock that is off by as much, a day's end could fall on another day."""
_VERSION = Read(
    select(schema.central_version.c.schema_revision, schema.central_version.c.min_version)
)


def cautions(reader: Reader) -> tuple[str, ...]:
    """Each as a sentence with what to do; nothing is stopped by them but what they say."""
    if outbox.link(reader) is None:
        return ()
    clock = clock_words(outbox.position(reader).clock_off_ms)
    version, least = heard_version(reader)
    percent = still_coming.percent_here(reader)
    comes = "" if percent is None else still_coming.words(percent)
    said = [comes, clock, pull_waits(least), centre_is_older(version)]
    return tuple(words for words in said if words)


def clock_words(off_ms: int) -> str:
    """What to do about a clock that is off (this one less the centre's); empty when it is right."""
    if abs(off_ms) < WARN_AT_MS:
        return ""
    minutes = round(abs(off_ms) / 60_000)
    if abs(off_ms) < NO_DAY_CLOSED_AT_MS:
        return t(
            "The clocks of this computer and of the centre differ by {count} minutes. Set this "
            "computer’s clock, or ask who looks after the server.",
            count=minutes,
        )
    return t(
        "The clocks of this computer and of the centre differ by {count} minutes: close no day "
        "before the clock is right. Payments go on. Set this computer’s clock, or ask who looks "
        "after the server.",
        count=minutes,
    )


def pull_waits(least: str) -> str:
    """Why what others did is not taken in by this program; empty when it is. It sends anyway."""
    if _parts(least) <= _parts(APP_VERSION):
        return ""
    return t(
        "The centre wants Counterfoil {version} or newer here. What is done here is sent; what "
        "other windows do is seen after this computer was brought to that version.",
        version=least,
    )


def centre_is_older(revision: str) -> str:
    """What to do about a centre that was not upgraded yet; empty when it was. What it does not know
    is kept there as it is, and put in its place by the upgrade.
    """
    if not revision or revision >= SCHEMA_REVISION:
        return ""
    return t(
        "The centre is older than this program. Everything is kept there, and other windows see "
        "all of it after “counterfoil central upgrade”: ask who looks after the server."
    )


def heard_version(reader: Reader) -> tuple[str, str]:
    """The centre's schema and the least version of a program, as last heard."""
    row = reader.first(_VERSION)
    return ("", "") if row is None else (row[0], row[1])


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
