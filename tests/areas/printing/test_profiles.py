"""The table of makes: each one is a printer that can be saved, and is told by its own words."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from app.areas.printing import profiles
from app.areas.printing.profiles import PROFILES, Profile, with_profile
from app.areas.printing.rules import check_printer, is_serial, usb_ids
from app.areas.printing.values import (
    CODE_TABLES,
    USUAL_TABLE,
    Flow,
    Printer,
    PrinterKind,
    SavePrinter,
    Sensor,
)
from app.kernel.errors import UserError
from tests.building import command_id

A_COLUMN = {"a": 12, "b": 9}


def save(printer: Printer) -> SavePrinter:
    fields = asdict(printer)
    del fields["condition"]
    return SavePrinter(command_id(), **fields)


@pytest.mark.parametrize("each", PROFILES, ids=lambda each: each.key)
def test_every_make_can_be_saved_and_fits_on_its_paper(each: Profile) -> None:
    before = Printer(PrinterKind.TCP, "192.0.2.7", drawer_pin=5, sensor=Sensor.OPEN_LOW)
    printer = with_profile(before, each.key)
    checked = check_printer(save(printer))
    assert (checked.profile, checked.address) == (each.key, "192.0.2.7")
    assert printer.sensor is Sensor.OPEN_LOW
    assert printer.drawer_pin in each.drawer_pins
    assert each.columns * A_COLUMN["a"] <= each.dots
    assert each.columns_b * A_COLUMN["b"] <= each.dots
    assert set(each.code_tables) <= set(CODE_TABLES)
    assert profiles.table_number(each.key, "cp437") == USUAL_TABLE
    assert not profiles.is_changed(printer)


def test_keys_are_names_of_one_make() -> None:
    assert len({each.key for each in PROFILES}) == len(PROFILES)
    assert profiles.profile(profiles.FALLBACK) is not None
    assert profiles.profile("") is None


@pytest.mark.parametrize(
    ("said", "vendor", "key"),
    [
        ("EPSON TM-T20II", 0x04B8, "epson-t20"),
        ("TM-T88VI", 0, "epson-t88"),
        ("Epson TM-m30II", 0, "epson-m30"),
        ("BIXOLON SRP-350plusIII", 0, "bixolon-350"),
        ("CITIZEN CT-S310II", 0, "citizen-310"),
        ("Star TSP143IIU", 0, "star-escpos"),
        ("POS58 Printer USB", 0x0416, "pos-5890"),
        ("", 0x04B8, "epson-t20"),
        ("USB Printing Support", 0x1234, ""),
    ],
)
def test_a_printer_is_known_by_its_words(said: str, vendor: int, key: str) -> None:
    assert profiles.guess(said, vendor) == key


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        ({"kind": PrinterKind.USB, "address": ""}, "address"),
        ({"kind": PrinterKind.USB, "address": "TM-T20"}, "address"),
        ({"kind": PrinterKind.SERIAL, "address": "/dev/sda"}, "address"),
        ({"kind": PrinterKind.SERIAL, "address": "/dev/pts/3"}, "address"),
        ({"kind": PrinterKind.CUPS, "address": "a/b"}, "address"),
        ({"kind": PrinterKind.CUPS, "address": ""}, "address"),
        ({"kind": PrinterKind.CUPS, "address": "Till", "host": "a b"}, "host"),
        ({"kind": PrinterKind.WINDOWS, "address": "  "}, "address"),
        ({"kind": PrinterKind.TCP, "address": "a", "dots": 570}, "dots"),
        ({"kind": PrinterKind.TCP, "address": "a", "dots": 1000}, "dots"),
        ({"kind": PrinterKind.TCP, "address": "a", "table_number": 256}, "table_number"),
        ({"kind": PrinterKind.SERIAL, "address": "COM3", "baud": 300}, "baud"),
        ({"kind": PrinterKind.TCP, "address": "a", "profile": "dot-matrix"}, "profile"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(
    fields: dict[str, object], beside: str
) -> None:
    with pytest.raises(UserError) as refused:
        check_printer(SavePrinter(command_id(), **fields))  # type: ignore[arg-type]
    assert refused.value.field == beside


def test_addresses_of_every_kind_are_read() -> None:
    assert usb_ids("04b8:0E15") == (0x04B8, 0x0E15, "")
    assert usb_ids("0416:5011:A1:2") == (0x0416, 0x5011, "A1:2")
    for path in ("/dev/ttyUSB0", "COM3", r"\\.\COM12", "/dev/serial/by-id/usb-FTDI_x-if00"):
        assert is_serial(path)
    queue = SavePrinter(command_id(), PrinterKind.CUPS, "Till", host="printserver:631")
    assert check_printer(queue).host == "printserver:631"
    windows = SavePrinter(command_id(), PrinterKind.WINDOWS, r"\\desk\EPSON TM-T20", host="x")
    assert (check_printer(windows).address, check_printer(windows).host) == (
        r"\\desk\EPSON TM-T20",
        "",
    )
    assert windows.flow is Flow.DTR_DSR
