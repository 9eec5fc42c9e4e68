"""The simulated reader of the demo behind the same port: the same adapter, another line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from typing import Any, Final, Protocol, TypeVar

from app.areas.cards import simulating
from app.areas.cards.ports import CALL_S
from app.areas.cards.simulated_rules import NO_ANSWER, READS
from app.areas.cards.simulating import Answered, Asked
from app.areas.settings.values import Practice
from app.devices.card_terminal import stripe_troubles as troubles
from app.devices.card_terminal.stripe_gateway import StripeGateway
from app.kernel.actor import SYSTEM, Actor
from app.kernel.ids import CommandId, new_id
from app.storage.unit_of_work import UnitOfWork

C = TypeVar("C")
A = TypeVar("A")
_ALL_IS_WELL: Final = 200


class Simulating(Protocol):
    """A station: it keeps what the simulated reader does in its own database."""

    @property
    def practice(self) -> Practice: ...

    def act(self, actor: Actor, action: Callable[[UnitOfWork, C], A], command: C) -> Future[A]: ...

    def ask(self, query: Callable[..., A], *args: Any) -> Future[A]: ...


class SimulatedLine:
    """A line to the pretended processor, which survives a kill as the books do."""

    test_mode = True

    def __init__(self, station: Simulating) -> None:
        self._station = station

    def call(
        self,
        operation: str,
        *,
        ref: str = "",
        params: Mapping[str, Any] | None = None,
        key: str = "",
    ) -> Mapping[str, Any]:
        asked = Asked(CommandId(new_id()), operation, ref, dict(params or {}), key)
        try:
            answered = self._answered(asked)
        except (CancelledError, TimeoutError):
            raise troubles.no_answer() from None
        if answered.status == NO_ANSWER:
            raise troubles.no_answer()
        if answered.status != _ALL_IS_WELL:
            error: dict[str, Any] = answered.told["error"]
            raise troubles.trouble_of(answered.status, error)
        return answered.told

    def _answered(self, asked: Asked) -> Answered:
        if asked.operation in READS:
            return self._station.ask(simulating.look, asked).result(CALL_S)
        return self._station.act(SYSTEM, simulating.ask, asked).result(CALL_S)


def simulated_gateway(station: Simulating) -> StripeGateway:
    """A CardGateway with one reader, whose buttons are in areas/cards/simulating."""
    return StripeGateway(SimulatedLine(station))
