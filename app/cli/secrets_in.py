"""PINs, passphrases and recovery keys: from standard input or a descriptor, never as arguments."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.cli.saying import UsageError
from app.kernel.translate import t

_SAID_ON = (1, 2)
"""Standard output and error: closing them would lose what is said."""


def line_in(prompt: str) -> str:
    """The next line of standard input, unseen where a person types it."""
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass(f"{prompt}: ")
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        raise UsageError(t("{what} is not written in UTF-8.", what=prompt)) from None
    if not line:
        raise UsageError(t("{what} is expected on standard input.", what=prompt))
    return line.rstrip("\r\n")


def line_from(descriptor: int) -> str:
    """The first line of an open file descriptor; never one that is written to."""
    try:
        if descriptor in _SAID_ON:
            raise ValueError(descriptor)
        with os.fdopen(descriptor, encoding="utf-8") as file:
            return file.readline().rstrip("\r\n")
    except (OSError, ValueError, OverflowError, TypeError):
        raise UsageError(t("File descriptor {number} can't be read.", number=descriptor)) from None


def passphrase(data: Path, descriptor: int | None) -> str:
    """The passphrase where one is given or needed; empty otherwise."""
    if descriptor is not None:
        return line_from(descriptor)
    from app.bootstrap import needs_passphrase

    if needs_passphrase(data) and sys.stdin.isatty():
        return line_in(t("Passphrase"))
    return ""
