"""The devices of an open practice: printers that answer, keys to charge cards with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from app.bootstrap.doctor.findings import Finding, Light, Place
from app.kernel.errors import CounterfoilError
from app.kernel.paper import Trouble
from app.kernel.paper_words import trouble_words
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.areas.cards.gateway_values import GatewayRow
    from app.areas.printing.values import Printer
    from app.bootstrap.station import Station

_GOES_ON: Final = frozenset({Trouble.NONE, Trouble.PAPER_LOW})


def printers(place: Place, station: Station) -> Iterator[Finding]:
    """The receipt printer and the spare one. Beside a window, what the window knows of them: two
    programs must not speak to one printer.
    """
    from app.areas.printing import queries
    from app.areas.printing.values import PrinterKind
    from app.storage.print_jobs import RECEIPT_PRINTER, SPARE_PRINTER

    names = {
        RECEIPT_PRINTER: ("printer.receipt", t("Receipt printer")),
        SPARE_PRINTER: ("printer.spare", t("Spare receipt printer")),
    }
    for name, (key, about) in names.items():
        row = station.ask(queries.printer, name).result()
        if row.kind in (PrinterKind.SCREEN, PrinterKind.FILE):
            if name == RECEIPT_PRINTER:
                words = t("Receipts are shown on the screen or written to a file.")
                yield Finding(key, Light.OK, about, words)
            continue
        with _alone(place) as alone:
            if alone:
                yield _asked(key, about, row)
            else:
                yield _known(key, about, row.condition)


def _asked(key: str, about: str, row: Printer) -> Finding:
    from app.devices.printing.finding import ask

    told = ask(row)
    if told.trouble is not Trouble.NONE:
        return _known(key, about, told.trouble)
    if told.answers is None:
        words = t("The way to the printer is open. It can’t say how it is.")
        return Finding(key, Light.OK, about, words)
    if not told.answers:
        words = t("The way to the printer is open, and it gives no answer.")
        todo = t("See that it is on and has paper, then print a test page in the settings.")
        return Finding(key, Light.LOOK, about, words, todo)
    return Finding(key, Light.OK, about, t("The printer answers and is ready."))


def _known(key: str, about: str, trouble: Trouble) -> Finding:
    if trouble is Trouble.NONE:
        return Finding(key, Light.OK, about, t("The printer is ready, as far as it was heard."))
    light = Light.LOOK if trouble in _GOES_ON else Light.WRONG
    todo = t("Payments go on: papers wait, and print by themselves when it is put right.")
    return Finding(
        key, light, about, trouble_words(trouble) or t("The printer is not ready."), todo
    )


@contextmanager
def _alone(place: Place) -> Iterator[bool]:
    """Whether no window works on this data; none can begin to meanwhile."""
    from app.storage.lock import DatabaseLock

    if place.station is not None:
        yield False
        return
    try:
        lock = DatabaseLock(place.data)
    except CounterfoilError:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def office_printer(place: Place, station: Station) -> Iterator[Finding]:
    from app.areas.printing import queries
    from app.areas.printing.values import OfficeKind

    key, about = "printer.office", t("Office printer")
    row = station.ask(queries.office_printer).result()
    if row.kind is OfficeKind.NONE:
        words = t("No office printer is chosen: pages open as PDF.")
        yield Finding(key, Light.OK, about, words)
        return
    if place.station is not None or row.kind is OfficeKind.WINDOWS:
        yield _known(key, about, row.condition)
        return
    from app.devices.office.conditions import blocks
    from app.devices.office.finding import find_queues

    try:
        queues = {each.name: each for each in find_queues(row.host)}
    except CounterfoilError as error:
        todo = t("See that the computer’s print service runs. Pages wait meanwhile.")
        yield Finding(key, Light.WRONG, about, error.text, todo)
        return
    found = queues.get(row.queue)
    yield _known(key, about, Trouble.NO_QUEUE if found is None else blocks(found))


def card_keys(place: Place, station: Station) -> Iterator[Finding]:
    """For each card service that charges through a reader: whether this computer has its key. The
    service is called only when somebody asks for it.
    """
    from app.areas.cards import gateways
    from app.areas.cards.gateway_values import Provider

    about = t("Card service")
    rows = [row for row in station.ask(gateways.gateways).result() if row.integrated]
    real = [row for row in rows if row.provider is not Provider.SIMULATED]
    if not real:
        words = t("No card reader is driven by this practice.")
        if rows:
            words = t("Cards are only simulated here: no real card is charged.")
        yield Finding("cards", Light.OK, about, words)
    for row in real:
        yield _of_gateway(place, station, row)


def _of_gateway(place: Place, station: Station, row: GatewayRow) -> Finding:
    from app.areas.cards import gateways
    from app.areas.cards.gateway_values import KeyPurpose
    from app.devices.card_terminal.keys import check_key, key_kept
    from app.devices.secrets import OsKeyring

    about, key, store = t("Card service"), f"cards.{row.position}", OsKeyring()
    if not key_kept(store, row, KeyPurpose.TILL):
        return Finding(
            key,
            Light.LOOK,
            about,
            t("This computer has no key for the card service “{name}”.", name=row.name),
            t("Cards can’t be charged here. An administrator enters the key in Settings, Cards."),
        )
    if place.ask_stripe:
        try:
            check_key(station, store, row, KeyPurpose.TILL)
        except CounterfoilError as error:
            todo = t("Cash and checks go on. Look at the key and the connection to the internet.")
            return Finding(key, Light.WRONG, about, error.text, todo)
        words = t("The card service “{name}” answers and takes the key.", name=row.name)
        return Finding(key, Light.OK, about, words)
    standing = {each.gateway_id: each for each in station.ask(gateways.standings).result()}
    stands = standing.get(row.gateway_id)
    if stands is not None and stands.trouble:
        todo = t("Cash and checks go on. Look at the key and the connection to the internet.")
        return Finding(key, Light.LOOK, about, stands.trouble, todo)
    if stands is None or stands.reader_id is None:
        words = t("No card reader of “{name}” stands at this window.", name=row.name)
        todo = t("Choose one in Settings, Cards, if cards are to be charged here.")
        return Finding(key, Light.LOOK, about, words, todo)
    words = t("The key of “{name}” is here. The service was not called.", name=row.name)
    return Finding(key, Light.OK, about, words)
