"""Pictures of the printer panel: ready, out of paper, half a receipt, little paper."""

from __future__ import annotations

from app.areas.drawers import service as drawers
from app.areas.payments import service as payments
from app.areas.payments.values import ReprintReceipt
from app.areas.printing import queries as printing
from app.areas.printing import service as printers
from app.areas.printing.values import (
    Answers,
    OfficeKind,
    Printer,
    PrinterKind,
    PrintTestPage,
    PutAway,
    SaveOfficePrinter,
    SavePrinter,
    SaveSpare,
)
from app.bootstrap import Station
from app.gui.demo_hands import CTRL, KEY, SHIFT
from app.kernel.actor import SYSTEM
from app.kernel.errors import OutsideError
from app.kernel.ids import CommandId, ReceiptId, new_id
from app.kernel.paper import JobState, Trouble
from app.storage.reading import Reader, ReadSql
from resources.screenshots.camera import Camera
from tests.devices.stand_in_printer import Manners, StandInPrinter

_NEWEST = ReadSql("SELECT id FROM receipt ORDER BY id DESC LIMIT 2")


def pictures(camera: Camera) -> None:
    """Copies of old receipts go to a printer that behaves as told; afterwards all is as before."""
    station = camera.application.station
    if station is None:
        raise OutsideError("The practice did not open.")
    stand_in = StandInPrinter()
    try:
        _choose(station, stand_in)
        camera.until(lambda: _printer(station).answers is Answers.YES, "the printer's answer")
        camera.press(KEY.Key_W, CTRL | SHIFT)
        camera.shoot("printer-ready")
        stand_in.manners = Manners(paper_out=True)
        _print(camera, station)
        camera.until(
            lambda: len(_states(station)) == 2 and JobState.WAIT_PRINTER in _states(station),
            "paper that waits",
        )
        camera.shoot_all("printer-waits")
        stand_in.manners = Manners(drop_after=300)
        camera.until(lambda: JobState.UNSURE in _states(station), "half a paper")
        stand_in.manners = Manners(paper_low=True)
        station.act(SYSTEM, drawers.print_test_page, PrintTestPage(CommandId(new_id()))).result()
        camera.until(lambda: _printer(station).condition is Trouble.PAPER_LOW, "little paper")
        camera.shoot_all("printer-asks")
        _put_away(station)
        camera.until(lambda: not _states(station), "an empty list")
        camera.shoot("printer-low")
        camera.press(KEY.Key_Escape)
    finally:
        save = SavePrinter(CommandId(new_id()), PrinterKind.SCREEN)
        station.act(SYSTEM, printers.save_printer, save).result()
        nothing = SaveOfficePrinter(CommandId(new_id()), OfficeKind.NONE)
        station.act(SYSTEM, printers.save_office_printer, nothing).result()
        spare = SaveSpare(CommandId(new_id()), "")
        station.act(SYSTEM, printers.save_spare, spare).result()
        stand_in.close()
    camera.quiet()


def _choose(station: Station, stand_in: StandInPrinter) -> None:
    new = CommandId(new_id())
    chosen = SavePrinter(new, PrinterKind.TCP, stand_in.address, 48)
    station.act(SYSTEM, printers.save_printer, chosen).result()
    spare = SaveSpare(CommandId(new_id()), "192.168.1.51", 48)
    station.act(SYSTEM, printers.save_spare, spare).result()


def _print(camera: Camera, station: Station) -> None:
    def newest(reader: Reader) -> list[ReceiptId]:
        return [ReceiptId(row[0]) for row in reader.fetch(_NEWEST)]

    for receipt_id in station.ask(newest).result():
        again = ReprintReceipt(CommandId(new_id()), receipt_id)
        station.act(camera.session.desk.actor, payments.reprint_receipt, again).result()


def _put_away(station: Station) -> None:
    for job in station.ask(printing.print_queue).result().jobs:
        put = PutAway(CommandId(new_id()), job.job_id)
        station.act(SYSTEM, printers.put_away, put).result()


def _printer(station: Station) -> Printer:
    return station.ask(printing.printer).result()


def _states(station: Station) -> list[JobState]:
    return [job.state for job in station.ask(printing.print_queue).result().jobs]
