"""A card reader as Stripe tells of it: one action at a time, and people who do as they like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.stripe_stand_in.cards import VISA, Card
from tests.stripe_stand_in.parameters import Told, refuse

if TYPE_CHECKING:
    from tests.stripe_stand_in.world import StripeWorld


@dataclass(frozen=True, slots=True)
class Customer:
    """What the person in front of the reader does once asked: after a while shows `card`, presses
    cancel, or walks away.
    """

    after_s: float = 0.0
    card: Card | None = VISA
    cancels: bool = False
    dies: bool = False
    """The reader dies with the authorization done: its word stays “in progress” for ever."""
    loses_connection: str = ""
    """before or after: the reader says connection_error, and the card was charged only after."""


@dataclass(slots=True)
class StandInReader:
    """One reader; tests change its manners at any time and press what its customer presses."""

    world: StripeWorld
    ref: str
    label: str
    location: str
    serial: str
    device_type: str = "stripe_s700"
    software: str = "2.42.0"
    offline: bool = False
    updating: bool = False
    tells_details: bool = True
    """Readers before 2.42 leave api_error empty."""
    authorize_s: float = 0.0
    customer: Callable[[Told], Customer | None] | None = None
    """Called with the action when one begins; None: somebody presses by hand."""
    action: Told | None = None
    shown: Card | None = None
    armed: int = 0
    """How often its screen asked for a card."""
    _due: list[tuple[datetime, Callable[[], None]]] = field(default_factory=list)
    _plan: Customer = field(default_factory=Customer)

    def told(self) -> Told:
        now = self.world.now()
        return {
            "id": self.ref,
            "object": "terminal.reader",
            "label": self.label,
            "location": self.location,
            "device_type": self.device_type,
            "serial_number": self.serial,
            "device_sw_version": self.software,
            "ip_address": "192.168.2.2",
            "last_seen_at": int(now.timestamp() * 1000),
            "livemode": self.world.live,
            "metadata": {},
            "status": "offline" if self.offline else "online",
            "action": self.action,
        }

    # ------------------------------------------------------------------ what Stripe tells it

    def begin(self, kind: str, details: Told) -> None:
        """Ask for a card; another action for which nobody showed one gives way."""
        self._must_hear()
        self._take(kind, details)

    def begin_unheard(self, kind: str, details: Told) -> None:
        """Like `begin`, where the word that it was heard got lost."""
        if not (self.offline or self.updating or self.shown):
            self._take(kind, details)

    def cancel(self) -> None:
        self._must_hear()
        self.action, self._due = None, []

    @property
    def waiting(self) -> bool:
        """Whether its screen asks for a card."""
        return bool(self.action and self.action["status"] == "in_progress" and not self.shown)

    def tick(self, now: datetime) -> None:
        """Do what is due by now."""
        while due := [each for each in self._due if each[0] <= now]:
            first = min(due, key=lambda each: each[0])
            self._due.remove(first)
            first[1]()

    # ------------------------------------------------------------------ what its customer does

    def present(self, card: Card = VISA, *, dies: bool = False, loses_connection: str = "") -> None:
        """Show it a card; the answer is there after `authorize_s`."""
        with self.world.lock:
            if not self.waiting:
                raise AssertionError(f"{self.label} does not ask for a card: {self.action}")
            self.shown, self._plan = card, Customer(dies=dies, loses_connection=loses_connection)
            self._later(self.authorize_s, self._authorized)
            self.tick(self.world.now())

    def press_cancel(self) -> None:
        with self.world.lock:
            if self.waiting and self.action is not None:
                self._fail("customer_canceled", "The customer canceled on the reader.")

    def restart(self) -> None:
        """The nightly restart: whatever it was doing is forgotten, by it alone."""
        with self.world.lock:
            self._due, self.shown, self.offline = [], None, False
            if self.action and self.action["status"] == "in_progress":
                self.action = None

    # ------------------------------------------------------------------ inside

    def _must_hear(self) -> None:
        if self.offline:
            raise refuse("The reader is offline.", "terminal_reader_offline")
        if self.updating or self.shown:
            raise refuse("The reader is busy.", "terminal_reader_busy")

    def _take(self, kind: str, details: Told) -> None:
        self._due, self.shown, self.armed = [], None, self.armed + 1
        self.action = {
            "type": kind,
            "status": "in_progress",
            "failure_code": None,
            "failure_message": None,
            "api_error": None,
            kind: details,
        }
        plan = self.customer(self.action) if self.customer else None
        if plan is None:
            return
        if plan.cancels:
            self._later(plan.after_s, self.press_cancel)
        elif plan.card is not None:
            self._later(plan.after_s, lambda: self._shown(plan))

    def _shown(self, plan: Customer) -> None:
        if self.waiting and not self.offline:
            self.shown, self._plan = plan.card, plan
            self._later(self.authorize_s, self._authorized)

    def _authorized(self) -> None:
        card, plan, action = self.shown, self._plan, self.action
        self.shown = None
        if card is None or action is None:
            return
        if plan.loses_connection == "before":
            self._fail("connection_error", "The reader lost its connection.")
            return
        error = self.world.authorize(self, action, card)
        if plan.dies:
            self.offline = True
        elif plan.loses_connection == "after":
            self._fail("connection_error", "The reader lost its connection.")
        elif error is None:
            action["status"] = "succeeded"
        else:
            self._fail(str(error["code"]), str(error["message"]), error)

    def _fail(self, code: str, message: str, error: Told | None = None) -> None:
        if self.action is None:
            return
        self._due = []
        self.action |= {
            "status": "failed",
            "failure_code": code,
            "failure_message": message,
            "api_error": error if self.tells_details else None,
        }

    def _later(self, seconds: float, what: Callable[[], Any]) -> None:
        self._due.append((self.world.now() + timedelta(seconds=seconds), what))
