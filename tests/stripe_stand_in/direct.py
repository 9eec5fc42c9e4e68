"""The real adapter over a `StripeWorld` without sockets, threads and the library: thousands of
attempts in a minute. tests/devices/card_terminal proves that both ways answer alike.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from typing import Any

from app.areas.cards.ports import GatewayTrouble
from app.devices.card_terminal import stripe_troubles as troubles
from app.devices.card_terminal.stripe_gateway import StripeGateway
from tests.stripe_stand_in.parameters import OPERATIONS
from tests.stripe_stand_in.world import OFFICE_KEY, TILL_KEY, StripeWorld, Way

_ROUTES = {name: (method, route) for (method, route), (name, _, _) in OPERATIONS.items()}


class DirectLine:
    """A `Line` that calls the world in the caller's thread; a lost reply is a lost reply here."""

    test_mode = True

    def __init__(self, world: StripeWorld, key: str = TILL_KEY) -> None:
        self._world, self._key = world, key
        self._own = itertools.count(1)

    def call(
        self,
        operation: str,
        *,
        ref: str = "",
        params: Mapping[str, Any] | None = None,
        key: str = "",
    ) -> Mapping[str, Any]:
        method, route = _ROUTES[operation]
        idem = key or (f"direct-{id(self)}-{next(self._own)}" if method == "POST" else "")
        path = route.replace("{}", ref)
        reply = self._world.call(method, path, params or {}, key=self._key, idem=idem)
        if reply.way is not Way.WHOLE:
            raise troubles.no_answer()
        if "error" in reply.body:
            about = "refund" if "refund" in operation else ""
            slow = reply.status in (429, 503) and self._world.retry_after_s
            wait = str(self._world.retry_after_s) if slow else ""
            raise _trouble(reply.status, reply.body, reply.request_ref, about, wait)
        return reply.body


def direct_gateway(
    world: StripeWorld, key: str = TILL_KEY, office_key: str = OFFICE_KEY
) -> StripeGateway:
    """A CardGateway; what it answers are values, so that nothing of the world leaks out."""
    return StripeGateway(DirectLine(world, key), DirectLine(world, office_key))


def _trouble(
    status: int, body: Mapping[str, Any], request_ref: str, about: str, wait: str
) -> GatewayTrouble:
    error = json.loads(json.dumps(body["error"]))
    return troubles.trouble_of(status, error, request_ref, about=about, retry_after=wait)
