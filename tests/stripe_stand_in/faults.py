"""What goes wrong between a till and Stripe, call by call: written down beforehand or by a seed."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """What becomes of one call. BEFORE: nothing was done; AFTER: it was, and the till can't know.

    A SERVER error is kept under the idempotency key and told again, as Stripe does.
    """

    LOST_BEFORE = "lost before"
    LOST_AFTER = "lost after"
    STALL_BEFORE = "stalls before"
    STALL_AFTER = "stalls after"
    SERVER_BEFORE = "500 before"
    SERVER_AFTER = "500 after"
    UNAVAILABLE = "503"
    RATE = "429"
    CONFLICT = "409"
    LOCKED = "lock_timeout"
    TRUNCATED = "truncated"
    PORTAL = "a page of the Wi-Fi in between"
    READER_TIMEOUT_LOST = "terminal_reader_timeout, the reader heard nothing"
    READER_TIMEOUT_DELIVERED = "terminal_reader_timeout, the reader heard it"
    READER_OFFLINE = "terminal_reader_offline"
    READER_BUSY = "terminal_reader_busy"
    READER_FAULT = "terminal_reader_hardware_fault"


ANY_CALL = (
    Fault.LOST_BEFORE,
    Fault.LOST_AFTER,
    Fault.SERVER_BEFORE,
    Fault.SERVER_AFTER,
    Fault.UNAVAILABLE,
    Fault.RATE,
    Fault.CONFLICT,
    Fault.LOCKED,
    Fault.TRUNCATED,
    Fault.PORTAL,
)
AT_READER = (
    Fault.READER_TIMEOUT_LOST,
    Fault.READER_TIMEOUT_DELIVERED,
    Fault.READER_OFFLINE,
    Fault.READER_BUSY,
    Fault.READER_FAULT,
)
READER_CALLS = ("process_payment_intent", "cancel_action", "refund_payment")


@dataclass(slots=True)
class Faults:
    """None ever, until told: `next` for the coming calls of an operation, `seeded` by chance.

    An operation is named as in the library: payment_intents.create, readers.retrieve …
    """

    share: float = 0.0
    chance: random.Random = field(default_factory=lambda: random.Random(0))
    kinds: tuple[Fault, ...] = ANY_CALL
    network_down: bool = False
    _coming: dict[str, deque[Fault | None]] = field(default_factory=lambda: defaultdict(deque))

    @classmethod
    def seeded(cls, seed: int, share: float, kinds: tuple[Fault, ...] = ANY_CALL) -> Faults:
        """`share` of all calls go wrong, the same ones for the same seed and calls."""
        return cls(share, random.Random(seed), kinds)

    def next(self, operation: str, *faults: Fault | None) -> None:
        """The next calls of `operation` meet these, one each; None: that one goes well."""
        self._coming[operation].extend(faults)

    def clear(self) -> None:
        self._coming.clear()
        self.share, self.network_down = 0.0, False

    def due(self, operation: str) -> Fault | None:
        if self.network_down:
            return Fault.LOST_BEFORE
        if self._coming.get(operation):
            return self._coming[operation].popleft()
        if not self.share or self.chance.random() >= self.share:
            return None
        at_reader = operation.split(".")[-1] in READER_CALLS
        kinds: Iterable[Fault] = (*self.kinds, *(AT_READER if at_reader else ()))
        return self.chance.choice(list(kinds))
