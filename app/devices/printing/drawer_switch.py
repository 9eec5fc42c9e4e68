"""Listens to the switch of the cash drawer, and says when it changes.

Each look is a connection of its own on a network, so that other windows can print between two. What
opened the drawer is not asked of anybody: what no pulse of ours can have done, nobody ordered.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Event
from typing import Any

from app.areas.drawers import openings
from app.areas.drawers.values import DrawerSense, DrawerState, Sensed
from app.areas.printing.values import Printer, PrinterKind, Sensor
from app.devices.printing.links import BrokenOff, Hear, Link, Times, Unreachable, open_link
from app.devices.printing.printer_status import DRAWER_PIN

_LOG = logging.getLogger("counterfoil.printing")
_AT_ONCE_S = 1.0
"""A switch that was asked longer ago than this may have changed before it says so."""
_MOST_DOUBLED = 10
_FAILED_S = 120.0
"""So long after a drawer could not be opened, a key that opens it is told apart."""


class DrawerSwitch:
    """What is known of one drawer. `do` writes an action of the program, `ask` reads what was known
    when it last ran.
    """

    def __init__(
        self,
        do: Callable[..., Any],
        ask: Callable[[], DrawerSense | None],
        times: Times,
        stop: Event,
    ) -> None:
        self._do, self._ask, self._times, self._stop = do, ask, times, stop
        self._state: DrawerState | None = None
        self._begun = False
        self._ordered = self._failed = float("-inf")
        self._why = ""
        self._link: Link | None = None
        self._due = 0.0
        self._in_vain = 0
        self._heard_at = float("-inf")

    def look(self, printer: Printer) -> float | None:
        """Ask the switch when it is time to; seconds till the next look, None without a switch."""
        if not _has_switch(printer):
            self._forget()
            return None
        left = self._due - time.monotonic()
        if left > 0:
            return left
        wait_s = self._times.sense_s
        try:
            self._heard(printer, self._asked(printer))
            self._in_vain = 0
        except Unreachable:  # another window may have it, for a moment
            self._in_vain = min(self._in_vain + 1, _MOST_DOUBLED)
            wait_s = min(self._times.probe_s, wait_s * 2**self._in_vain)
        except BrokenOff:
            self.let_go()
            wait_s = self._times.status_s
        self._due = time.monotonic() + wait_s
        return wait_s

    def let_go(self) -> None:
        """Somebody else needs the printer: a device that only one may hold is free again."""
        if self._link is not None:
            self._link.close()
            self._link = None

    def while_printing(self, printer: Printer) -> Hear | None:
        """What is told how the switch stands while a paper is printed; None without a switch."""
        if not _has_switch(printer):
            return None

        def hear(answers: tuple[int | None, ...]) -> None:
            self._heard(printer, _is_open(printer, answers))

        return hear

    def opened(self, printer: Printer, link: Link, why: str) -> None:
        """A pulse was sent over `link`: see that the drawer opens, and say when it does not."""
        self._ordered, self._why = time.monotonic(), why
        if not _has_switch(printer):
            return
        try:
            opens = self._opens(printer, link)
        except BrokenOff:
            return  # the pulse is out; the next look tells
        if opens:
            self._heard(printer, opens)
        elif opens is not None and not self._stop.is_set():
            self.failed(why)
            self._tell(DrawerState.STUCK, asked=True, why=why)

    def _opens(self, printer: Printer, link: Link) -> bool | None:
        """Whether it opens in the time that may take; None when the switch says nothing."""
        end, heard = time.monotonic() + self._times.opens_s, None
        while not self._stop.is_set():
            is_open = _is_open(printer, link.status(1))
            heard = heard if is_open is None else is_open
            if heard or time.monotonic() > end:
                break
            self._stop.wait(0.05)
        return heard

    def failed(self, why: str) -> None:
        """The drawer could not be opened; whoever stands there takes the key."""
        self._ordered, self._failed, self._why = float("-inf"), time.monotonic(), why

    def _asked(self, printer: Printer) -> bool | None:
        if self._link is None:
            self._link = open_link(printer, self._times, self._stop)
        try:
            return _is_open(printer, self._link.status(1))
        finally:
            if printer.kind is PrinterKind.TCP:
                self.let_go()

    def _heard(self, printer: Printer, is_open: bool | None) -> None:
        if is_open is None:
            return
        at_start = not self._begun
        if at_start:
            self._begun = True
            known = self._ask()
            self._state = None if known is None else known.state
        state = DrawerState.OPEN if is_open else DrawerState.CLOSED
        now = time.monotonic()
        late, self._heard_at = now - self._heard_at > _AT_ONCE_S, now
        if state is self._state or (not is_open and self._state is DrawerState.STUCK):
            return
        asked = now - self._ordered <= self._times.ordered_s
        known_why = asked or now - self._failed <= _FAILED_S
        self._tell(
            state, asked=asked, why=self._why if known_why else "", at_start=at_start, late=late
        )
        if is_open:
            self._ordered = float("-inf")  # one order opens it once

    def _tell(
        self,
        state: DrawerState,
        *,
        asked: bool,
        why: str = "",
        at_start: bool = False,
        late: bool = False,
    ) -> None:
        action = openings.drawer_opened if state is DrawerState.OPEN else openings.drawer_shut
        if state is DrawerState.OPEN and not asked:
            _LOG.warning("the drawer was opened without an order")
        self._do(action, Sensed(state, asked, why, at_start, late))
        self._state = state

    def _forget(self) -> None:
        if self._begun or self._state is not None:
            self._do(openings.forget_drawer, None)
        self.let_go()
        self._begun, self._state = False, None


def _has_switch(printer: Printer) -> bool:
    return printer.sensor is not Sensor.NONE and printer.drawer_pin > 0


def _is_open(printer: Printer, answers: tuple[int | None, ...] | None) -> bool | None:
    """What the first answer says of the switch; None when there was none."""
    if not answers or answers[0] is None:
        return None
    high = bool(answers[0] & DRAWER_PIN)
    return high if printer.sensor is Sensor.OPEN_HIGH else not high
