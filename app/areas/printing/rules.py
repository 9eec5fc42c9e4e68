"""Whether a printer's settings make sense, what an address means, and which papers are counted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from app.areas.printing import errors, profiles
from app.areas.printing.values import (
    CODE_TABLES,
    USUAL_TABLE,
    AuditedPaper,
    OfficeKind,
    PrinterKind,
    SaveOfficePrinter,
    SavePrinter,
    SaveSpare,
)
from app.kernel.actor import Actor
from app.kernel.actor import Permission as P
from app.kernel.errors import UserError
from app.kernel.ids import check_id
from app.kernel.text import clean

COLUMNS = (32, 42, 48)
DRAWER_PINS = (0, 2, 5)
LEAST_DOTS, MOST_DOTS = 256, 832
BAUDS = (2400, 4800, 9600, 19200, 38400, 57600, 115200)
DEFAULT_PORT = 9100
PRINT_SERVICE_PORT = 631
_HOST = re.compile(r"(?!-)[A-Za-z0-9._-]{1,253}")
_FILE = re.compile(r"(/|[A-Za-z]:[\\/]|\\\\).*\.(prn|bin)", re.IGNORECASE | re.DOTALL)
_DEVICE = re.compile(
    r"/dev/(usb/)?lp\d+|/dev/tty(S|USB|ACM)\d+|/dev/serial/by-(id|path)/[A-Za-z0-9._:-]+"
    r"|/dev/(rfcomm\d+|cu\.[A-Za-z0-9._-]+)|(\\\\\.\\)?(LPT|COM)\d+:?"
)
"""Devices a printer may be; no disk is among them."""
_SERIAL = re.compile(
    r"/dev/tty(S|USB|ACM|AMA)\d+|/dev/serial/by-(id|path)/[A-Za-z0-9._:-]+"
    r"|/dev/(rfcomm\d+|cu\.[A-Za-z0-9._-]+)|(\\\\\.\\)?COM\d+:?"
)
_USB = re.compile(r"([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})(?::([!-~]{1,126}))?")
_NOT_IN_A_QUEUE = frozenset("/#?\\'\"<> \t")


def check_printer(command: SavePrinter) -> SavePrinter:
    """The command with a cleaned address; a UserError beside the first field that does not fit."""
    address = clean(command.address, "address", most=400)
    host = clean(command.host, "host", most=260) if command.kind is PrinterKind.CUPS else ""
    _check_way(command.kind, address, host)
    if command.columns not in COLUMNS:
        raise errors.columns_form()
    if command.code_table not in CODE_TABLES:
        raise errors.code_table_form(CODE_TABLES)
    if command.drawer_pin not in DRAWER_PINS:
        raise errors.drawer_pin_form()
    if not 50 <= command.pulse_ms <= 500:
        raise errors.pulse_form()
    if command.dots % 8 or not (command.dots == 0 or LEAST_DOTS <= command.dots <= MOST_DOTS):
        raise errors.dots_form()
    if not USUAL_TABLE <= command.table_number <= 255:
        raise errors.table_number_form()
    if command.baud not in BAUDS:
        raise errors.baud_form(BAUDS)
    profile = clean(command.profile, "profile", most=40)
    if profile and not profiles.profile(profile):
        raise errors.no_such_profile(profile)
    return replace(command, address=address, host=host, profile=profile)


def _check_way(kind: PrinterKind, address: str, host: str) -> None:
    """Whether an address is one of its kind; whether a printer answers there shows when it is
    asked.
    """
    if kind in (PrinterKind.TCP, PrinterKind.USB, PrinterKind.SERIAL) and not address:
        raise errors.no_address()
    if kind is PrinterKind.TCP:
        host_and_port(address)
    elif kind is PrinterKind.FILE:
        check_path(address)
    elif kind is PrinterKind.USB:
        usb_ids(address)
    elif kind is PrinterKind.SERIAL:
        if not is_serial(address):
            raise errors.serial_form()
    elif kind in (PrinterKind.CUPS, PrinterKind.WINDOWS):
        if not address:
            raise errors.no_receipt_queue()
        if kind is PrinterKind.CUPS and not is_queue(address):
            raise errors.receipt_queue_form()
        if host:
            server_and_port(host)


def usb_ids(address: str) -> tuple[int, int, str]:
    """`04b8:0202` or `04b8:0202:SERIAL` as vendor, product and serial number."""
    found = _USB.fullmatch(address)
    if found is None:
        raise errors.usb_form()
    return int(found[1], 16), int(found[2], 16), found[3] or ""


def is_serial(address: str) -> bool:
    """Whether a path is a serial port's."""
    return _SERIAL.fullmatch(address) is not None


def check_spare(command: SaveSpare) -> SavePrinter:
    """The spare printer as its settings are kept: on the network, without a drawer; a UserError
    beside the first field that does not fit.
    """
    return check_printer(
        SavePrinter(
            command.id,
            PrinterKind.TCP,
            command.address,
            command.columns,
            command.code_table,
            command.cutter,
        )
    )


def check_office_printer(command: SaveOfficePrinter) -> SaveOfficePrinter:
    """The command cleaned; a UserError beside the first field that does not fit. Whether there is
    such a printer shows only when it is asked: it may be switched on tomorrow.
    """
    if command.kind is OfficeKind.NONE:
        return replace(command, queue="", host="")
    queue = clean(command.queue, "queue", most=220)
    host = clean(command.host, "host", most=260)
    if not queue:
        raise errors.no_queue()
    if command.kind is OfficeKind.WINDOWS:
        if host:
            raise errors.server_here_only()
        return replace(command, queue=queue, host="")
    if not is_queue(queue):
        raise errors.queue_form()
    if host:
        server_and_port(host)
    return replace(command, queue=queue, host=host)


def is_queue(name: str) -> bool:
    """Whether a print service could call a printer this: 127 bytes, nothing of a path in it."""
    return (
        0 < len(name.encode()) <= 127
        and not _NOT_IN_A_QUEUE & set(name)
        and name.isprintable()
        and name not in (".", "..")
    )


def server_and_port(host: str) -> tuple[str, int]:
    """The print server's name and port; most listen on 631."""
    try:
        return host_and_port(host, PRINT_SERVICE_PORT)
    except UserError as error:
        raise errors.server_form() from error


def host_and_port(address: str, usual: int = DEFAULT_PORT) -> tuple[str, int]:
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
        return host, usual
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


_DEPOSITS = (
    P.PREPARE_DEPOSIT,
    P.VERIFY_DEPOSIT,
    P.CLEAR_DEPOSIT,
    P.VOID_DEPOSIT,
    P.VIEW_REPORTS,
)
_MAY_SEE = {
    AuditedPaper.DRAWER_REPORT: (P.OPEN_SHIFT, P.CLOSE_ANY_SHIFT, P.TAKE_PAYMENT, P.VIEW_REPORTS),
    AuditedPaper.DAY_SHEET: (P.VIEW_REPORTS,),
    AuditedPaper.DEPOSIT_SLIP: _DEPOSITS,
    AuditedPaper.DEPOSIT_SLIP_OFFICE: _DEPOSITS,
    AuditedPaper.DEPOSIT_SLIP_DRAFT: _DEPOSITS,
    AuditedPaper.DEPOSIT_REPORT: (P.VIEW_REPORTS,),
    AuditedPaper.CASH_POSITION: (P.VIEW_REPORTS,),
    AuditedPaper.OVER_SHORT: (P.VIEW_REPORTS,),
    AuditedPaper.Z_LIST: (P.VIEW_REPORTS,),
    AuditedPaper.CARDS: (P.VIEW_REPORTS,),
    AuditedPaper.SERVICE: (P.VIEW_REPORTS,),
}
_OF_DAYS = (
    AuditedPaper.DAY_SHEET,
    AuditedPaper.DEPOSIT_REPORT,
    AuditedPaper.CASH_POSITION,
    AuditedPaper.OVER_SHORT,
    AuditedPaper.Z_LIST,
    AuditedPaper.CARDS,
    AuditedPaper.SERVICE,
)
_AUDITED = frozenset(AuditedPaper)


def is_audited(doc_kind: str) -> bool:
    """Whether papers of this kind carry an audit number."""
    return doc_kind in _AUDITED


def check_paper(actor: Actor, doc_kind: str, doc_id: str) -> None:
    """Refuse who may not see papers of this kind, and what can name no such paper: a document has
    its id, a report its day or days with a space between them.
    """
    if not is_audited(doc_kind):
        raise errors.not_counted(doc_kind)
    kind = AuditedPaper(doc_kind)
    if not any(actor.may(permission) for permission in _MAY_SEE[kind]):
        raise errors.may_not_see(actor.name)
    try:
        if kind not in _OF_DAYS:
            check_id(doc_id, "doc_id")
        elif len(days := doc_id.split(" ")) > 2 or any(
            date.fromisoformat(day).isoformat() != day for day in days
        ):
            raise errors.no_such_document(doc_id)
    except (UserError, ValueError):
        raise errors.no_such_document(doc_id) from None
