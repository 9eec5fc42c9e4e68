"""Tells a scanner from a typing person by the time between keys; knows nothing of windows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from app.areas.scans.values import ScannerSettings

KEPT_AT_MOST: Final = 8_192
"""Letters of a code that are kept; no code has more, and a broken scanner never ends."""


class Press(Enum):
    """What kind of key it was, as far as a burst cares."""

    LETTER = "letter"
    END = "end"
    COMMAND = "command"
    OTHER = "other"


class Verdict(Enum):
    """Let the key through; hold it until the next one or a pause says whose it is; swallow it; or
    swallow it and hand over the scanned text.
    """

    PASS = "pass"
    HOLD = "hold"
    SWALLOW = "swallow"
    SCANNED = "scanned"


class Ending(Enum):
    """What keys were that no end key followed: a person's, a code that broke off, or one made to
    press keys.
    """

    TYPED = "typed"
    HALF = "half"
    FORGED = "forged"


@dataclass
class Burst:
    """The keys since the last pause. Times are milliseconds of any steady clock."""

    settings: ScannerSettings = field(default_factory=ScannerSettings)
    text: str = ""
    keys: int = 0
    slowest_ms: int = 0
    began_with_command: bool = False
    _commands: int = 0
    _hardware: bool = True
    _last_ms: int | None = None
    _handed_over: bool = False

    def goes_on(self, at_ms: int) -> bool:
        """Whether a key at this moment belongs to the keys before."""
        return self._last_ms is not None and 0 <= at_ms - self._last_ms < self.settings.gap_ms

    def press(
        self, kind: Press, text: str, at_ms: int, *, hardware: bool = True, waits: bool = False
    ) -> Verdict:
        """Judge one key. `hardware`: `at_ms` is when it was struck, not when it arrived. `waits`:
        a first key would act at once where it goes, and can't be taken back.
        """
        if not self.settings.on:
            return Verdict.PASS
        quick = self.goes_on(at_ms)
        if quick and self._last_ms is not None:
            self.slowest_ms = max(self.slowest_ms, at_ms - self._last_ms)
        self._last_ms = at_ms
        if not quick:
            self._begin_anew()
        self.keys += 1
        self._hardware = hardware
        if self._handed_over and kind is not Press.LETTER:
            return Verdict.SWALLOW  # some scanners end with Return and Line Feed: two Enters
        if kind is Press.LETTER:
            return self._letter(text, quick=quick, waits=waits and hardware)
        if kind is Press.COMMAND:
            return self._command(quick=quick)
        if kind is Press.END:
            return self._end(quick=quick)
        return Verdict.HOLD if quick and (self.text or self._commands) else Verdict.PASS

    def end_of_pause(self) -> Ending:
        """What the keys were, now that a pause came; they are forgotten."""
        keys, text, commands = self.keys, self.text, self._commands
        self.forget()
        if commands and keys > 1 and self._hardware:
            return Ending.FORGED
        return Ending.HALF if self._is_code(text) else Ending.TYPED

    @property
    def is_code(self) -> bool:
        """Whether so much came that it can only be a code: nothing of it is typed any more."""
        return self._is_code(self.text)

    def take(self) -> str:
        """The scanned text, which the burst forgets; the rest of the code's keys stay held back."""
        text = self.text
        self._begin_anew()
        self._handed_over = True
        return text

    def forget(self) -> None:
        """Begin anew with the next key, however soon it comes."""
        self._begin_anew()
        self._last_ms = None

    def _begin_anew(self) -> None:
        self.text, self.keys, self.slowest_ms, self._commands = "", 0, 0, 0
        self.began_with_command = self._handed_over = False

    def _letter(self, text: str, *, quick: bool, waits: bool) -> Verdict:
        self._handed_over = False
        self.began_with_command |= self._commands > 0 and not self.text
        if len(self.text) < KEPT_AT_MOST:
            self.text += text
        suffix = self.settings.suffix
        if suffix and self.text.endswith(suffix) and self._is_code(self.text):
            return Verdict.SCANNED
        return Verdict.HOLD if quick or waits else Verdict.PASS

    def _command(self, *, quick: bool) -> Verdict:
        self._commands += 1
        if quick:
            return Verdict.SWALLOW if self.text or self._hardware else Verdict.PASS
        return Verdict.HOLD if self._hardware else Verdict.PASS

    def _end(self, *, quick: bool) -> Verdict:
        if self._is_code(self.text):
            return Verdict.SCANNED
        # No hand strikes a function key and Enter within 30 ms: a code made to take money would.
        if quick and self._commands and self._hardware:
            return Verdict.SWALLOW
        if quick and not self.text and self._hardware:
            return Verdict.SWALLOW  # two Enters within 30 ms are one key that bounced
        return Verdict.HOLD if self._hardware or (quick and self.keys > 1) else Verdict.PASS

    def _is_code(self, text: str) -> bool:
        prefix = self.settings.prefix
        if prefix and text.startswith(prefix) and len(text) > len(prefix) + 1:
            return True
        return len(text) >= self.settings.least
