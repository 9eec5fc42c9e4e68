"""Says a sentence through the system's own speech command, never through a shell; it knows no name
and no amount of its own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

LONGEST_S: Final = 15.0
"""A voice that is not done by then hangs and is killed."""
_WINDOWS: Final = (
    "[Console]::InputEncoding = [System.Text.Encoding]::UTF8; "
    "Add-Type -AssemblyName System.Speech; "
    "(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """How a sentence is said: the arguments, and whether it goes to standard input instead."""

    arguments: tuple[str, ...]
    by_input: bool = False


def voice_for(
    words: str,
    language: str,
    *,
    platform: str = sys.platform,
    which: Callable[[str], str | None] = shutil.which,
) -> Voice | None:
    """The command of this system for a sentence in `language` (such as vi); None where it has none.

    What is said can't be read as an option: it follows `--` or goes to standard input.
    """
    if platform == "win32":
        shell = which("powershell") or which("pwsh")
        start = ("-NoProfile", "-NonInteractive", "-Command", _WINDOWS)
        return Voice((shell, *start), by_input=True) if shell else None
    if platform == "darwin":
        say = which("say")
        return Voice((say, "-f", "-"), by_input=True) if say else None
    if dispatcher := which("spd-say"):
        return Voice((dispatcher, "--wait", "-l", language, "--", words))
    if synthesizer := which("espeak-ng") or which("espeak"):
        return Voice((synthesizer, "-v", language, "--", words))
    return None


def has_voice() -> bool:
    """Whether this computer can speak at all."""
    return voice_for("", "en") is not None


class Speaker:
    """Says one sentence at a time beside everything else: a newer one cuts the one before short."""

    def __init__(self, longest_s: float = LONGEST_S) -> None:
        self._longest_s = longest_s
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._turn = 0

    def say(self, words: str, language: str) -> None:
        """Begin to say it and come back at once; nothing where this computer can't speak."""
        if not words or self._closed:
            return
        self.hush()
        self._thread = threading.Thread(
            target=self._speak, args=(words, language, self._turn), name="speech", daemon=True
        )
        self._thread.start()

    def hush(self) -> None:
        """Stop what is being said."""
        with self._lock:
            self._turn += 1
            running = self._running
            if running is not None and running.poll() is None:
                running.kill()

    def close(self) -> None:
        """Say nothing any more."""
        self._closed = True
        self.hush()
        if self._thread is not None:
            self._thread.join(timeout=self._longest_s)

    def _speak(self, words: str, language: str, turn: int) -> None:
        voice = voice_for(words, language)
        if voice is None:
            return
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        try:
            with self._lock:
                if self._closed or turn != self._turn:
                    return
                running = self._running = subprocess.Popen(
                    voice.arguments,
                    stdin=subprocess.PIPE if voice.by_input else subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    creationflags=hidden,
                )
        except OSError:
            return
        try:
            text = words.encode() if voice.by_input else None
            running.communicate(text, timeout=self._longest_s)
        except (subprocess.TimeoutExpired, OSError):
            running.kill()
            running.communicate()
