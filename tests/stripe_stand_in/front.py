"""A `StripeWorld` on a real socket of this computer, for the real library."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.stripe_stand_in.world import VERSION, Reply, StripeWorld, Way

_PORTAL = b"<html><body>Welcome to the clinic's Wi-Fi</body></html>"


class StripeFront:
    """Listens on a port of its own from the beginning; `close` it at the end."""

    def __init__(self, world: StripeWorld) -> None:
        self.world = world
        self.going = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.front = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self.going.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def __enter__(self) -> StripeFront:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    front: StripeFront

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A till that hung up is no error here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer("GET", urlsplit(self.path).query)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self._answer("POST", self.rfile.read(length).decode())

    def _answer(self, method: str, form: str) -> None:
        server = self.server
        if not isinstance(server, _Server):
            return
        world = server.front.world
        key = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        wrong = self._wrong_headers(method)
        with world.lock:
            if wrong:
                reply = Reply(400, {"error": {"type": "invalid_request_error", "message": wrong}})
            else:
                idem = self.headers.get("Idempotency-Key") or ""
                reply = world.call(
                    method, urlsplit(self.path).path, decoded(form), key=key, idem=idem
                )
            body = json.dumps(reply.body).encode()
        if reply.way is Way.STALLED:
            server.front.going.wait(60)
        if reply.way in (Way.STALLED, Way.LOST):
            self._hang_up()
        elif reply.way is Way.PORTAL:
            self._send(200, _PORTAL, len(_PORTAL), reply)
        elif reply.way is Way.TRUNCATED:
            self._send(reply.status, body[: len(body) // 2], len(body), reply)
            self._hang_up()
        else:
            self._send(reply.status, body, len(body), reply)

    @property
    def _retry_after(self) -> int:
        server = self.server
        return server.front.world.retry_after_s if isinstance(server, _Server) else 0

    def _wrong_headers(self, method: str) -> str:
        if self.headers.get("Stripe-Version") != VERSION:
            return f"This account speaks {VERSION}."
        kind = self.headers.get("Content-Type")
        if method == "POST" and kind != "application/x-www-form-urlencoded":
            return "Parameters come as a form."
        told = json.loads(self.headers.get("X-Stripe-Client-User-Agent") or "{}")
        if "X-Stripe-Client-Telemetry" in self.headers or {"platform", "telemetry_id"} & set(told):
            return "A till tells nothing about its computer."
        return ""

    def _send(self, status: int, body: bytes, length: int, reply: Reply) -> None:
        with contextlib.suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(length))
            self.send_header("Request-Id", reply.request_ref)
            if reply.status in (429, 503) and self._retry_after:
                self.send_header("Retry-After", str(self._retry_after))
            if reply.replayed:
                self.send_header("Idempotent-Replayed", "true")
            self.end_headers()
            self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:
        """A stand-in says nothing on standard error."""


def decoded(form: str) -> dict[str, Any]:
    """A form's `a[b][0]=c` as nested mappings, with text at their ends."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        first, *rest = name.replace("]", "").split("[")
        place, last = found, first
        for part in rest:
            place, last = place.setdefault(last, {}), part
        place[last or str(len(place))] = value
    return found
