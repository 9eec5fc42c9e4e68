"""`doctor` looks at all that the program stands on: one line each, and what to do."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

from app.bootstrap.doctor import Finding, Light, Place, WindowSeen, examine
from app.cli.saying import DONE, REFUSED, say, say_words
from app.cli.secrets_in import passphrase
from app.kernel.translate import t

_PATIENCE_S = 60


def doctor(chosen: argparse.Namespace) -> int:
    """Look at everything; refused when something is wrong. It asks for no PIN and shows nobody."""
    found = []
    for finding in examine(_place(chosen)):
        found.append(finding)
        if not chosen.json:
            say_words(line(finding))
    wrong = [each for each in found if each.light is Light.WRONG]
    if chosen.json:
        say({"sound": not wrong, "findings": [plain(each) for each in found]})
    else:
        say_words(summary(found))
    return REFUSED if wrong else DONE


def _place(chosen: argparse.Namespace) -> Place:
    from app.bootstrap import Unlock

    given = chosen.passphrase_fd is not None
    unlock = Unlock(passphrase(chosen.data, chosen.passphrase_fd) if given else "")
    return Place(chosen.data, unlock=unlock, window=window_seen, ask_stripe=chosen.ask_stripe)


def line(finding: Finding) -> str:
    """A finding for a person: how it is first, so that the eye finds what is wrong."""
    marks = {Light.OK: t("ok"), Light.LOOK: t("look"), Light.WRONG: t("wrong")}
    said = f"{marks[finding.light]:<6} {finding.about}: {finding.words}"
    return f"{said}\n{'':<6} → {finding.todo}" if finding.todo else said


def plain(finding: Finding) -> dict[str, Any]:
    """A finding as JSON."""
    return {
        "key": finding.key,
        "light": finding.light.value,
        "about": finding.about,
        "words": finding.words,
        "todo": finding.todo,
    }


def summary(found: Iterable[Finding]) -> str:
    """How it is on the whole."""
    lights = [each.light for each in found]
    wrong, look = lights.count(Light.WRONG), lights.count(Light.LOOK)
    if wrong:
        return t("Wrong: {wrong}. Worth a look: {look}.", wrong=wrong, look=look)
    return t("Nothing is wrong. Worth a look: {look}.", look=look)


def window_seen() -> WindowSeen:
    """What a window finds here, tried in a process of its own: Qt ends the one where it can't."""
    words = [sys.executable, "-P", "-m", "app.gui.window_seen"]
    try:
        done = subprocess.run(words, capture_output=True, timeout=_PATIENCE_S, check=False)
    except subprocess.TimeoutExpired:
        return WindowSeen(False, t("The display gives no answer."))
    if done.returncode:
        return WindowSeen(False, _why_not(done.stderr.decode("utf-8", "replace")))
    told = json.loads(done.stdout)
    return WindowSeen(told["shown"], told["why"], tuple(told["lacks"]))


def _why_not(said: str) -> str:
    if "libEGL" in said or "libGL" in said or "cannot open shared object" in said:
        return t("A library that the window needs is missing on this computer.")
    if "ModuleNotFoundError" in said or "ImportError" in said:
        return t("PySide6 is missing or damaged.")
    return t("There is no display, or Qt can’t use it.")
