"""A line to Stripe through its own library, imported when first used, with our time-outs.

The library never repeats a call by itself here, tells nothing about this computer, and writes no
log: at its loudest it would write whole answers, with the card holder's name.
"""

from __future__ import annotations

import logging
import operator
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from app.areas.cards.ports import CALL_S, GatewayTrouble
from app.devices.card_terminal import stripe_troubles as troubles
from app.devices.card_terminal.deadline import Deadline

if TYPE_CHECKING:
    from types import ModuleType

    from requests import PreparedRequest, Session
    from stripe import StripeClient

CONNECT_S: Final = 3.0
_LOOPBACK: Final = ("http://127.0.0.1", "http://localhost", "http://[::1]")


@dataclass(frozen=True, slots=True)
class LineTimes:
    """Seconds to reach Stripe, between two pieces of an answer, and for a call altogether."""

    connect_s: float = CONNECT_S
    read_s: float = CALL_S
    whole_s: float = CALL_S


class StripeLine:
    """One key's way to Stripe; safe from any thread. `base_url` empty: Stripe's own."""

    def __init__(
        self, secret: str, *, test_mode: bool, base_url: str = "", times: LineTimes | None = None
    ) -> None:
        self.test_mode = test_mode
        times = times or LineTimes()

        def client() -> StripeClient:
            return _client(secret, base_url, times)

        self._calls = Deadline(client, times.whole_s, "stripe")

    def call(
        self,
        operation: str,
        *,
        ref: str = "",
        params: Mapping[str, Any] | None = None,
        key: str = "",
    ) -> Mapping[str, Any]:
        """One call, made once; a GatewayTrouble for whatever is not an answer."""
        trouble: GatewayTrouble | None = None
        try:
            return self._calls.run(
                lambda client: _made(client, operation, ref, dict(params or {}), key)
            )
        except TimeoutError:
            trouble = troubles.no_answer("time_out")
        except GatewayTrouble as known:
            trouble = known.with_traceback(None)
        raise trouble

    def close(self) -> None:
        self._calls.close()


def _made(
    client: StripeClient, operation: str, ref: str, params: dict[str, Any], key: str
) -> Mapping[str, Any]:
    stripe = library()
    act = operator.attrgetter(operation)(client.v1)
    options = {"idempotency_key": key} if key else {}
    failed: GatewayTrouble
    try:
        found = act(*([ref] if ref else []), params, options)
    except stripe.StripeError as error:
        # Whatever it holds of the call must not hang on what is raised from here.
        failed = _trouble(stripe, error, operation)
    else:
        if isinstance(found, stripe.StripeObject) and isinstance(getattr(found, "object", 0), str):
            told: Mapping[str, Any] = found.to_dict()
            return told
        failed = troubles.no_answer("not_an_answer")
    raise failed


def _trouble(stripe: ModuleType, error: Any, operation: str) -> GatewayTrouble:
    if isinstance(error, stripe.APIConnectionError):
        if type(error.__cause__).__name__ == "SSLError":
            return troubles.not_safe()
        return troubles.no_answer("no_connection")
    body = error.json_body
    told = body.get("error") if isinstance(body, dict) else None
    status: int | None = error.http_status
    if not isinstance(told, dict):
        # Not Stripe's words: a page of some network in between, or half an answer.
        if status is None or status < 500:
            return troubles.no_answer("not_an_answer")
        told = {}
    about = "refund" if "refund" in operation else ""
    wait = str((error.headers or {}).get("retry-after") or "")
    return troubles.trouble_of(status, told, error.request_id or "", about=about, retry_after=wait)


def _client(secret: str, base_url: str, times: LineTimes) -> StripeClient:
    stripe = library()
    session = session_for(base_url)
    http = stripe.RequestsClient(timeout=(times.connect_s, times.read_s), session=session)
    bases = {"api": base_url.rstrip("/")} if base_url else None
    client: StripeClient = stripe.StripeClient(
        secret, base_addresses=bases, max_network_retries=0, http_client=http
    )
    return client


def session_for(base_url: str) -> Session:
    """Connections that follow no redirect; a proxy of the computer's is used, but not to itself."""
    import requests

    session = requests.Session()
    session.auth = _as_it_is
    session.max_redirects = 0
    session.trust_env = not base_url.startswith(_LOOPBACK)
    return session


def _as_it_is(request: PreparedRequest) -> PreparedRequest:
    """Else a .netrc file's password would take the place of the key."""
    return request


def library() -> ModuleType:
    """The stripe module, kept from talking about this computer and from logging."""
    os.environ.pop("STRIPE_LOG", None)
    import stripe

    stripe.enable_telemetry = False
    stripe.log = None
    logging.getLogger("stripe").setLevel(logging.WARNING)
    return stripe
