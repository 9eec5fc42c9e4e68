"""Charges cards beside the window: one thread for the attempts a person waits for, one for what is
found out later.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from threading import Event, Lock, Thread

from app.areas.cards import gateways, records, rules
from app.areas.cards.ports import CardGateway, GatewayTrouble, Trouble
from app.areas.cards.records import Working
from app.areas.cards.values import AttemptState
from app.devices.card_terminal.attempts import Attempts
from app.devices.card_terminal.outside import Elsewhere
from app.devices.card_terminal.storing import Books
from app.devices.card_terminal.sweep import Sweep
from app.kernel.errors import CounterfoilError
from app.kernel.ids import AttemptId, GatewayId

_LOG = logging.getLogger("counterfoil.cards")
_WORKED_ON = frozenset({"card_working"})
_GATEWAYS = frozenset({"gateway", "gateway_standing"})
_AGAIN_S = 5.0
TIDY_S = 600.0


@dataclass(slots=True)
class _Due:
    at: float
    rested: bool
    wanted_void: bool


class CardDesk:
    """Works from `start` to `stop`. `gateway_of` opens a gateway; it is kept until the list of
    gateways changes. No reader is told of a bill while `has_room` says that its end may not fit on
    the disk.
    """

    def __init__(
        self,
        books: Books,
        gateway_of: Callable[[GatewayId], CardGateway],
        ticks: Callable[[], float] = time.monotonic,
        sweep_s: float = rules.SWEEP_S,
        has_room: Callable[[], bool] = lambda: True,
    ) -> None:
        self._books, self._open, self._ticks, self._sweep_s = books, gateway_of, ticks, sweep_s
        self._gateways: dict[GatewayId, CardGateway] = {}
        self._opening = Lock()
        self._attempts = Attempts(books, self.gateway, ticks, has_room=has_room)
        self._sweep = Sweep(books, self.gateway, ticks)
        self._elsewhere = Elsewhere(books)
        self._wake, self._swept, self._stop = Event(), Event(), Event()
        self._recovered = Event()
        self._begun: Future[tuple[AttemptId, ...]] | None = None
        self._due: dict[AttemptId, _Due] = {}
        self._threads = (
            Thread(target=self._serve, name="cards", daemon=True),
            Thread(target=self._look_after, name="card sweep", daemon=True),
        )

    def start(self) -> None:
        """Find out first what a start before this one left; then work. Nobody waits. No clock says
        what was begun before: it may have been put right meanwhile, and a reader would ask whoever
        stands there now for somebody else's bill.
        """
        self._begun = self._books.ask(records.open_here)
        for thread in self._threads:
            thread.start()

    def heard(self, tables: frozenset[str]) -> None:
        """A commit wrote these tables; comes on the writing thread and only rings."""
        if tables & _WORKED_ON:
            self._wake.set()
        if tables & _GATEWAYS:
            self.forget_gateways()

    def check_now(self, _attempt_id: AttemptId | None = None) -> None:
        """Ask about everything that is not decided at once."""
        self._swept.set()

    def forget_gateways(self) -> None:
        """A key or a gateway was changed: each is opened anew."""
        with self._opening:
            self._gateways.clear()

    def gateway(self, gateway_id: GatewayId) -> CardGateway:
        """The gateway, opened once; GatewayTrouble where its key is missing or refused."""
        with self._opening:
            found = self._gateways.get(gateway_id)
        if found is None:
            found = self._open(gateway_id)
            with self._opening:
                found = self._gateways.setdefault(gateway_id, found)
        return found

    def stop(self, wait_s: float = 2.0) -> None:
        """End soon: what goes on at a reader is found out about at the next start."""
        self._stop.set()
        self._wake.set()
        self._swept.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(wait_s)

    # ------------------------------------------------------------------------- a person waits

    def _recover(self) -> None:
        """Before anything else, however long the disk lets it wait."""
        while not self._stop.is_set():
            try:
                self._sweep.recover(self._before())
            except CounterfoilError as error:
                _LOG.warning("card payments begin without their list: %s", error)
                self._stop.wait(_AGAIN_S)
            except Exception:  # noqa: BLE001 what is charged from now on can go all the same
                _LOG.exception("card payments could not take up their list")
                self._stop.wait(_AGAIN_S)
            else:
                self._recovered.set()
                return

    def _before(self) -> frozenset[AttemptId] | None:
        """What was open when this began; None, and so everything, where that could not be read."""
        try:
            return None if self._begun is None else frozenset(self._begun.result())
        except (CounterfoilError, CancelledError):
            return None

    def _serve(self) -> None:
        self._recover()
        while not self._stop.is_set():
            self._wake.clear()
            wait_s: float | None = _AGAIN_S
            try:
                wait_s = self._round()
            except CounterfoilError as error:
                _LOG.warning("card payments wait: %s", error)
            except Exception:  # noqa: BLE001 the next attempt must not suffer from this one
                _LOG.exception("card payments failed")
            self._wake.wait(wait_s)

    def _round(self) -> float | None:
        """Every attempt that is due; the seconds until the next one, None when none is."""
        rows = [row for row in self._books.ask(records.all_working).result() if _is_served(row)]
        for gone in self._due.keys() - {row.attempt_id for row in rows}:
            del self._due[gone]
        for row in rows:
            if self._stop.is_set():
                return None
            if self._is_due(row):
                self._step(row)
        if not self._due:
            return None
        return max(0.0, min(due.at for due in self._due.values()) - self._ticks())

    def _is_due(self, row: Working) -> bool:
        due = self._due.get(row.attempt_id)
        if due is None or self._ticks() >= due.at:
            return True
        moved_on = due.rested and row.state not in rules.RESTING
        return moved_on or row.wants_void is not due.wanted_void

    def _step(self, row: Working) -> None:
        due = _Due(0.0, row.state in rules.RESTING, row.wants_void)
        wait_s: float | None = _AGAIN_S
        try:
            wait_s = self._attempts.step(row.attempt_id)
        except CounterfoilError as error:
            _LOG.warning("a card payment waits: %s", error)
        except Exception:  # noqa: BLE001 it is tried again, and others go on
            _LOG.exception("a card payment failed")
        if wait_s is None:
            self._due.pop(row.attempt_id, None)
            return
        due.at = self._ticks() + wait_s
        self._due[row.attempt_id] = due

    # ------------------------------------------------------------------------- nobody waits

    def _look_after(self) -> None:
        tidied = self._ticks() - TIDY_S
        while not (self._recovered.wait(_AGAIN_S) or self._stop.is_set()):
            pass
        while not self._stop.is_set():
            self._swept.clear()
            try:
                self._sweep.sweep()
                if self._ticks() - tidied >= TIDY_S:
                    self._tidy()
                    tidied = self._ticks()
            except CounterfoilError as error:
                _LOG.warning("the sweep of card payments waits: %s", error)
            except Exception:  # noqa: BLE001 the next round must not suffer from this one
                _LOG.exception("the sweep of card payments failed")
            self._swept.wait(self._sweep_s)

    def _tidy(self) -> None:
        for row in self._books.ask(gateways.gateways).result():
            if not row.integrated or self._stop.is_set():
                continue
            try:
                self._sweep.tidy(row.gateway_id)
                self._sweep.stands(row.gateway_id, "")
                self._elsewhere.look(row.gateway_id, self.gateway(row.gateway_id))
            except GatewayTrouble as why:
                _LOG.info("%s can't be asked for its list: %s", row.provider, why.trouble)
                if why.trouble is Trouble.ACCESS:
                    self._sweep.stands(row.gateway_id, why.text)


def _is_served(row: Working) -> bool:
    left = row.state is AttemptState.CREATE_UNKNOWN and row.wants_void and not row.swept
    return left or row.state not in rules.SWEPT
