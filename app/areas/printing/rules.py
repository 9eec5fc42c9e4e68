"""Whether a printer's settings make sense, and what an address means; pure."""

from __future__ import annotations

import re
from dataclasses import replace

from app.areas.printing import errors
from app.areas.printing.values import CODE_TABLES, PrinterKind, SavePrinter
from app.kernel.text import clean

COLUMNS = (32, 42, 48)
DRAWER_PINS = (0, 2, 5)
DEFAULT_PORT = 9100
_HOST = re.compile(r"(?!-)[A-Za-z0-9._-]{1,253}")
_FILE = re.compile(r"(/|[A-Za-z]:[\\/]|\\\\).*\.(prn|bin)", re.IGNORECASE | re.DOTALL)
_DEVICE = re.compile(
    r"/dev/(usb/)?lp\d+|/dev/tty(S|USB|ACM)\d+|/dev/serial/by-(id|path)/[A-Za-z0-9._:-]+"
    r"|/dev/(rfcomm\d+|cu\.[A-Za-z0-9._-]+)|(\\\\\.\\)?(LPT|COM)\d+:?"
)
"""Devices a printer may be; no disk is among them."""


def check_printer(command: SavePrinter) -> SavePrinter:
    """The command with a cleaned address; a UserError beside the first field that does not fit."""
    address = clean(command.address, "address", most=400)
    if command.kind is PrinterKind.TCP:
        if not address:
            raise errors.no_address()
        host_and_port(address)
    elif command.kind is PrinterKind.FILE:
        check_path(address)
    if command.columns not in COLUMNS:
        raise errors.columns_form()
    if command.code_table not in CODE_TABLES:
        raise errors.code_table_form(CODE_TABLES)
    if command.drawer_pin not in DRAWER_PINS:
        raise errors.drawer_pin_form()
    if not 50 <= command.pulse_ms <= 500:
        raise errors.pulse_form()
    return replace(command, address=address)


def host_and_port(address: str) -> tuple[str, int]:
    """`192.168.1.50`, `till-printer:9100` or `[fe80::1]:9100` as host and port."""
    if found := re.fullmatch(r"\[([0-9A-Fa-f:.]{2,45})\](?::([0-9]{1,6}))?", address):
        host, port = found[1], found[2]
    else:
        host, _, port = address.partition(":")
        if not _HOST.fullmatch(host):
            raise errors.address_form()
        if address.endswith(":"):
            raise errors.port_form()
    if not port:
        return host, DEFAULT_PORT
    if not (port.isascii() and port.isdecimal()):
        raise errors.address_form()
    if not 1 <= int(port[:6]) <= 65535:
        raise errors.port_form()
    return host, int(port)


def check_path(path: str) -> None:
    """A device, or a file that is plainly meant for a printer: nothing else is written to."""
    if not (_DEVICE.fullmatch(path) or _FILE.fullmatch(path)) or ".." in path:
        raise errors.path_form()


def is_device(path: str) -> bool:
    return _DEVICE.fullmatch(path) is not None
