"""The computer: program and libraries, database encryption, keyring, display, fonts."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from importlib.metadata import PackageNotFoundError, version
from threading import Thread
from typing import Final

from app.bootstrap.doctor.findings import Finding, Light, Place
from app.kernel.errors import OutsideError
from app.kernel.translate import t

LIBRARIES: Final = (
    *("SQLAlchemy", "sqlcipher3", "PySide6-Essentials", "shiboken6", "psycopg", "stripe"),
    *("cryptography", "argon2-cffi", "keyring", "Babel", "reportlab", "uharfbuzz", "uuid-utils"),
    *("alembic", "holidays", "platformdirs", "pypdfium2", "pyserial", "pyusb", "qtawesome"),
    *("python-stdnum", "rapidfuzz", "requests", "segno", "tzdata"),
)
_TOLD: Final = ("SQLAlchemy", "sqlcipher3", "PySide6-Essentials", "psycopg", "stripe")
_ABORTS: Final = ("PySide6-Essentials", "6.12.0")
"""It loses a reference at every call of Qt on Python 3.11."""
PATIENCE_S: Final = 15.0
"""A keyring may ask the person to unlock it."""


def program(_place: Place) -> Iterator[Finding]:
    about = t("Program")
    again = t("Run “python3 packaging/start.py setup”, or install Counterfoil again.")
    if sys.version_info < (3, 11) or sys.maxsize < 2**32:
        yield Finding(
            "program",
            Light.WRONG,
            about,
            t("Python {version} is too old, or not 64 bit.", version=platform.python_version()),
            t("Install Python 3.11 or newer, 64 bit, then set Counterfoil up again."),
        )
        return
    found = {name: _version(name) for name in LIBRARIES}
    missing = [name for name, there in found.items() if not there]
    if missing:
        words = t("Libraries are missing: {names}.", names=", ".join(missing))
        yield Finding("program", Light.WRONG, about, words, again)
        return
    if found[_ABORTS[0]] == _ABORTS[1]:
        words = t("PySide6 {version} ends the window without a word.", version=_ABORTS[1])
        yield Finding("program", Light.WRONG, about, words, again)
        return
    told = ", ".join(f"{name} {found[name]}" for name in _TOLD)
    yield Finding(
        "program",
        Light.OK,
        about,
        t(
            "Counterfoil {program} with Python {python} on {system}: {libraries}.",
            program=_version("counterfoil") or t("from its source folder"),
            python=platform.python_version(),
            system=platform.system(),
            libraries=told,
        ),
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def database_library(_place: Place) -> Iterator[Finding]:
    """An OutsideError names what is wrong with the library."""
    from sqlcipher3 import dbapi2 as driver

    from app.storage.connection import refuse_library

    connection = driver.connect(":memory:")
    try:
        row = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    about = t("Database encryption")
    cipher = str(row[0]) if row else ""
    try:
        refuse_library(tuple(driver.sqlite_version_info), cipher)
    except OutsideError as error:
        yield Finding(
            "sqlcipher",
            Light.WRONG,
            about,
            error.text,
            t("Run “python3 packaging/start.py setup”, or install Counterfoil again."),
        )
        return
    words = t(
        "SQLCipher {cipher} over SQLite {sqlite}.",
        cipher=cipher.split()[0],
        sqlite=driver.sqlite_version,
    )
    yield Finding("sqlcipher", Light.OK, about, words)


def keyring(place: Place) -> Iterator[Finding]:
    """Whether keys can be kept, and are given out again."""
    from app.devices.secrets import OsKeyring
    from app.storage import keys

    about, store = t("Keyring"), OsKeyring()
    beside = keys.has_passphrase(place.data) or keys.from_beside(place.data) is not None
    if not store.available():
        off = os.environ.get("COUNTERFOIL_KEYRING") == "off"
        words = t("The keyring is switched off by COUNTERFOIL_KEYRING.") if off else ""
        words = words or t("This computer has no keyring, or none that is safe.")
        yield Finding(
            "keyring",
            Light.LOOK,
            about,
            words,
            t(
                "The practice opens with a passphrase instead, and keys for cards can't be kept "
                "here. On Linux install and unlock gnome-keyring or KWallet."
            ),
        )
        return
    try:
        _soon(lambda: store.read("Counterfoil doctor", "nothing"))
    except (OutsideError, TooLate) as error:
        said = t("The keyring gives no answer.") if isinstance(error, TooLate) else error.text
        yield Finding(
            "keyring",
            Light.LOOK if beside else Light.WRONG,
            about,
            said,
            t("Unlock the keyring: sign in to the computer again, as the person who uses it."),
        )
        return
    words = t("The keyring of this computer answers ({name}).", name=store.name())
    yield Finding("keyring", Light.OK, about, words)


def _soon(work: Callable[[], object]) -> None:
    """Do it on a thread that is left behind when it takes too long."""
    done: Future[None] = Future()

    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 it goes to whoever waits
            done.set_exception(error)
        else:
            done.set_result(None)

    Thread(target=run, name="doctor", daemon=True).start()
    done.result(PATIENCE_S)


def window(place: Place) -> Iterator[Finding]:
    if place.window is None:
        return
    seen = place.window()
    about = t("Window")
    if not seen.shown:
        yield Finding(
            "window",
            Light.LOOK,
            about,
            seen.why or t("No window can be shown from here."),
            t(
                "Start Counterfoil from the desktop. On Linux “python3 packaging/start.py setup” "
                "installs what the window needs."
            ),
        )
        return
    if seen.lacks:
        yield Finding(
            "window",
            Light.LOOK,
            about,
            t("The window lacks letters for: {scripts}.", scripts=", ".join(seen.lacks)),
            t(
                "Names in them show as boxes. Install a font that has them, such as Noto Sans and "
                "Noto Sans CJK, if your patients need it."
            ),
        )
        return
    yield Finding("window", Light.OK, about, t("The window has a display and its letters."))


def fonts(_place: Place) -> Iterator[Finding]:
    """The fonts that papers are drawn with come with the program."""
    from app.devices.printing.typefaces import TYPEFACES

    about = t("Fonts of papers")
    gone = [
        face.family
        for face in TYPEFACES
        if not (face.path(False).is_file() and face.path(True).is_file())
    ]
    if gone:
        yield Finding(
            "fonts",
            Light.WRONG,
            about,
            t("Fonts of the program are missing: {names}.", names=", ".join(gone)),
            t("Install Counterfoil again: without them papers can’t be drawn."),
        )
        return
    scripts = ", ".join(face.family.removeprefix("Noto Sans ") for face in TYPEFACES[1:])
    words = t("Papers have letters for Latin, Greek, Cyrillic, {scripts}.", scripts=scripts)
    yield Finding("fonts", Light.OK, about, words)
