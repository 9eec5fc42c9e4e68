"""Looking through the own network for printers that take jobs on port 9100: it connects to every
address once and sends nothing, so that no office printer prints a page of signs.
"""

from __future__ import annotations

import errno
import ipaddress
import selectors
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Event

from app.areas.printing.rules import DEFAULT_PORT
from app.areas.printing.values import PrinterKind
from app.devices.printing.finding import Found

_AT_ONCE = 64
_PATIENCE_S = 0.8
_ON_ITS_WAY = (0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", -1))
_NOWHERE = "192.0.2.1"
"""An address that is nobody's: the system says which of its own it would use, and sends nothing."""


def own_network() -> ipaddress.IPv4Network | None:
    """The 254 addresses around this computer's own; None when that is not a private one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect((_NOWHERE, 9))
            own = ipaddress.IPv4Address(asked.getsockname()[0])
        except (OSError, ValueError):
            return None
    if not own.is_private or own.is_loopback or own.is_unspecified:
        return None
    return ipaddress.IPv4Network(f"{own}/24", strict=False)


def scan(
    network: ipaddress.IPv4Network,
    told: Callable[[int, int], None],
    stop: Event,
    port: int = DEFAULT_PORT,
) -> tuple[Found, ...]:
    """Who takes a connection, as far as it came when `stop` is set; `told` hears how far it is."""
    hosts = [str(each) for each in network.hosts()]
    found: list[str] = []
    for start in range(0, len(hosts), _AT_ONCE):
        if stop.is_set():
            break
        found += _who_answers(hosts[start : start + _AT_ONCE], port, stop)
        told(min(start + _AT_ONCE, len(hosts)), len(hosts))
    usual = port == DEFAULT_PORT
    return tuple(
        Found(PrinterKind.TCP, host if usual else f"{host}:{port}", host) for host in found
    )


def _who_answers(hosts: list[str], port: int, stop: Event) -> Iterator[str]:
    chosen: list[str] = []
    with selectors.DefaultSelector() as waiting:
        for host in hosts:
            asked = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            asked.setblocking(False)
            if asked.connect_ex((host, port)) in _ON_ITS_WAY:
                waiting.register(asked, selectors.EVENT_WRITE, host)
            else:
                asked.close()
        end = time.monotonic() + _PATIENCE_S
        while waiting.get_map() and time.monotonic() < end and not stop.is_set():
            for key, _ in waiting.select(0.1):
                asked = key.fileobj  # type: ignore[assignment]
                if asked.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                    chosen.append(key.data)
                waiting.unregister(asked)
                asked.close()
        for key in list(waiting.get_map().values()):
            with suppress(OSError):
                key.fileobj.close()  # type: ignore[union-attr]
    yield from sorted(chosen, key=ipaddress.IPv4Address)
