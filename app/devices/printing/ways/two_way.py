"""One job over a stream of bytes: status, sending with its end, and the word that it is done."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from threading import Event

from app.devices.printing.printer_status import (
    ASK,
    UNASKED_AFTER,
    begins_unasked,
    is_done,
    is_status,
    trouble,
)
from app.devices.printing.ways.way import SLICE_S, BrokenOff, Hear, Stopped, Stream, Times
from app.kernel.paper import Trouble

_CHUNK = 2048
_ASK_DONE = b"\x1dr\x01"
_WORDS_BEGIN, _MOST_WORDS = 0x5F, 80
_OWED: dict[str, int] = {}
"""By printer, how many answers to GS r were waited for in vain. They may still come, on the next
connection too, and must not be taken for the word about another paper.
"""
_MET: set[str] = set()
"""The printers this program has spoken to: to a new one the program before may still be owed."""


class TwoWayLink:
    """A Link over any stream, for one job: cheap printers serve a single client at a time."""

    def __init__(self, stream: Stream, times: Times, stop: Event) -> None:
        self._stream, self._times, self._stop = stream, times, stop
        self.talks = stream.hears
        self._came = bytearray()
        self._hear: Hear | None = None
        self._hear_at = 0.0
        self._switch_asked = False
        self._passed_over = 0
        """How many bytes more belong to what was said unasked."""
        if self.talks:
            with contextlib.suppress(OSError):
                while stream.read(0.0):  # what was said to nobody
                    pass

    def meet(self) -> None:
        """The program before may have been killed while it waited for an answer to GS r."""
        if self.talks and self._stream.place not in _MET:
            _MET.add(self._stream.place)
            _OWED.setdefault(self._stream.place, 1)

    def status(self, questions: int = 4, *, hurried: bool = False) -> tuple[int | None, ...] | None:
        if not self.talks:
            return None
        first = self._question(ASK[0])
        if first is None:
            return None
        answers = (first, *(self._question(question) for question in ASK[1:questions]))
        if self._stream.place in _OWED and len(answers) == len(ASK) and not hurried:
            fine = trouble(answers) in (Trouble.NONE, Trouble.PAPER_LOW)
            if fine:
                self._catch_up()
        return answers

    def send(self, data: bytes) -> None:
        view, sent, left = memoryview(data), 0, 0
        quiet = time.monotonic() + self._times.send_s
        while sent < len(data) or left:
            if self._stop.is_set():
                raise Stopped(sent - left)
            before = sent - left
            try:
                if sent < len(data):
                    sent += self._stream.write(view[sent : sent + _CHUNK])
                left = self._stream.waiting()
            except OSError as error:
                raise BrokenOff(before if self._stream.counts else max(1, before)) from error
            now = time.monotonic()
            if sent - left > before:
                quiet = now + self._times.send_s
            elif now > quiet:
                raise BrokenOff(sent - left)
            elif sent == len(data):
                self._stop.wait(SLICE_S / 10)

    def done(self, answer: bytes = b"", hear: Hear | None = None) -> bool:
        if not self.talks:
            return False
        self._hear, self._hear_at = hear, time.monotonic() + self._times.sense_s
        try:
            told = self._told(answer)
        finally:
            self._hear = None
        if self._switch_asked:
            self._byte(is_status, self._times.status_s)  # it must answer no later question
        return told

    def _told(self, answer: bytes) -> bool:
        most_s = self._times.done_s + self._stream.lag_s
        if not answer:
            return self._answered(most_s)
        end, came = time.monotonic() + most_s, b""
        while (left := end - time.monotonic()) > 0:
            byte = self._byte(_any, left)
            if byte is None:
                return False
            came = (came + bytes([byte]))[-len(answer) :]
            if came == answer:
                return True
        return False

    def words(self, *questions: int) -> str:
        """What the printer says of itself to GS I, such as its maker and model; empty when it says
        nothing. Only asked of one that answers at all: to another these are letters.
        """
        said = []
        for question in questions:
            self._write_now(b"\x1dI" + bytes([question]))
            if self._byte(lambda byte: byte == _WORDS_BEGIN, self._times.status_s) is None:
                break
            letters = bytearray()
            while (byte := self._byte(_any, self._times.status_s)) and len(letters) < _MOST_WORDS:
                letters.append(byte)
            said.append("".join(c for c in letters.decode("ascii", "ignore") if c.isprintable()))
        return " ".join(part.strip() for part in said if part.strip())

    def close(self) -> None:
        self._stream.close()

    # ------------------------------------------------------------------------------- answers

    def _answered(self, most_s: float) -> bool:
        """Whether GS r was answered: one answer more than those owed from before."""
        owed = _OWED.pop(self._stream.place, 0) + 1
        end = time.monotonic() + most_s
        try:
            while owed and (left := end - time.monotonic()) > 0:
                if self._byte(is_done, left) is not None:
                    owed -= 1
        finally:
            if owed:
                _OWED[self._stream.place] = owed
        return not owed

    def _catch_up(self) -> None:
        """Ask once more and wait for silence: then nothing old is on its way any more."""
        self._write_now(_ASK_DONE)
        heard = False
        while self._byte(is_done, self._times.status_s) is not None:
            heard = True
        if heard:
            _OWED.pop(self._stream.place, None)
        else:
            _OWED[self._stream.place] = _OWED.get(self._stream.place, 0) + 1

    def _question(self, question: bytes) -> int | None:
        self._write_now(question)
        return self._byte(is_status, self._times.status_s)

    def _write_now(self, data: bytes) -> None:
        view, sent = memoryview(data), 0
        end = time.monotonic() + self._times.send_s
        while sent < len(data):
            if self._stop.is_set():
                raise Stopped(0)
            try:
                sent += self._stream.write(view[sent:], now=True)
            except OSError as error:
                raise BrokenOff(0) from error
            if sent < len(data) and time.monotonic() > end:
                raise BrokenOff(0)

    def _ask_switch(self) -> None:
        if self._hear is None or self._switch_asked or time.monotonic() < self._hear_at:
            return
        self._hear_at = time.monotonic() + self._times.sense_s
        self._switch_asked = True
        self._write_now(ASK[0])

    def _byte(self, wanted: Callable[[int], bool], most_s: float) -> int | None:
        """The next byte of the wanted shape; what a printer says unasked is passed over."""
        end = time.monotonic() + most_s
        while True:
            while self._came:
                byte = self._came.pop(0)
                if self._passed_over:
                    self._passed_over -= 1
                elif wanted is not _any and begins_unasked(byte):
                    self._passed_over = UNASKED_AFTER
                elif self._hear is not None and is_status(byte):
                    self._switch_asked = False
                    self._hear((byte,))
                elif wanted(byte):
                    return byte
            left = end - time.monotonic()
            if left <= 0:
                return None
            if self._stop.is_set():
                raise Stopped(0)
            self._ask_switch()
            try:
                self._came += self._stream.read(min(SLICE_S, left))
            except OSError as error:
                raise BrokenOff(0) from error


def _any(_byte: int) -> bool:
    return True
