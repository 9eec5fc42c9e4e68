"""Receipt printers by make: how wide they print, which letters they have, what their drawer wants.

Every value can be changed after a make was chosen; the test page shows which ones are wrong. Code
tables are numbered as Epson does (ESC t: 0 PC437, 2 PC850, 16 WPC1252, 17 PC866, 18 PC852,
19 PC858), which all makes here follow. All of them document GS r, so that is how they are asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.areas.printing.values import (
    USUAL_TABLE,
    Ack,
    Answers,
    Font,
    Printer,
)

_EVERY_TABLE = ("cp437", "cp850", "cp858", "cp1252", "cp852", "cp866", "ascii")
EPSON_USB, STAR_USB, BIXOLON_USB, CITIZEN_USB = 0x04B8, 0x0519, 0x1504, 0x1D90


@dataclass(frozen=True, slots=True)
class Profile:
    """`columns` are those of font A and `columns_b` of font B, 0 where nobody wants it.

    `dots` is the printable width; `code_tables` begins with the one to try first; `table_numbers`
    holds the numbers that differ from the usual. `known_by` are words in what a printer says of
    itself, `usb` its maker there.
    """

    key: str
    name: str
    dots: int
    columns: int
    columns_b: int = 0
    cutter: bool = True
    code_tables: tuple[str, ...] = _EVERY_TABLE
    table_numbers: tuple[tuple[str, int], ...] = ()
    drawer_pins: tuple[int, ...] = (2, 5)
    pulse_ms: int = 100
    answers: Answers = Answers.UNKNOWN
    ack: Ack = Ack.GS_R
    real_time_kick: bool = False
    baud: int = 9600
    known_by: tuple[str, ...] = ()
    usb: int = 0


PROFILES = (
    # Epson, TM-T20 Technical Reference Guide M00028503: 203 dpi, 72 mm, 576 dots, 48 and 64
    # columns; drawer pulse and DLE DC4 as in Epson's ESC/POS reference.
    Profile(
        "epson-t20",
        "Epson TM-T20 (all versions)",
        576,
        48,
        64,
        real_time_kick=True,
        baud=38400,
        known_by=("TM-T20", "TM-T83", "TM-T100"),
        usb=EPSON_USB,
    ),
    # Epson, TM-T82 Technical Reference Guide: the same mechanism as the TM-T20.
    Profile(
        "epson-t82",
        "Epson TM-T82 (all versions)",
        576,
        48,
        64,
        real_time_kick=True,
        baud=38400,
        known_by=("TM-T82", "TM-T81"),
        usb=EPSON_USB,
    ),
    # Epson, TM-T88V Specification (Standard) and TM-T88VI Technical Reference Guide: 180 dpi,
    # 72.2 mm, 512 dots, 42 and 56 columns.
    Profile(
        "epson-t88",
        "Epson TM-T88 (IV to VII)",
        512,
        42,
        56,
        real_time_kick=True,
        baud=38400,
        known_by=("TM-T88",),
        usb=EPSON_USB,
    ),
    # Epson, TM-m30 Technical Reference Guide: 203 dpi; 576 dots on 80 mm, 420 on 58 mm paper.
    Profile(
        "epson-m30",
        "Epson TM-m30, 80 mm paper",
        576,
        48,
        64,
        real_time_kick=True,
        known_by=("TM-M30", "TM-M50"),
        usb=EPSON_USB,
    ),
    Profile(
        "epson-m30-58",
        "Epson TM-m30, 58 mm paper",
        416,
        32,
        42,
        real_time_kick=True,
        usb=EPSON_USB,
    ),
    # Star Micronics, Line Thermal Printer ESC/POS Mode Command Specifications, Rev. 2.50: 576
    # dots, 48 columns. DLE DC4 is not promised on every model.
    Profile(
        "star-escpos",
        "Star in ESC/POS mode (TSP100, TSP650, mC-Print)",
        576,
        48,
        64,
        pulse_ms=200,
        known_by=("TSP1", "TSP6", "MC-PRINT", "MCP3", "MCP2", "STAR"),
        usb=STAR_USB,
    ),
    # Bixolon, SRP-350/352plusIII Command Manual, Rev. 1.00: 180 dpi, 512 dots, 42 columns; lists
    # DLE EOT, DLE DC4 and GS r.
    Profile(
        "bixolon-350",
        "Bixolon SRP-350 (II, III, plus)",
        512,
        42,
        56,
        real_time_kick=True,
        known_by=("SRP-350", "SRP-352"),
        usb=BIXOLON_USB,
    ),
    # Citizen, Command Reference CT-S280 … CT-S310II: 203 dpi, 576 dots, 48 columns.
    Profile(
        "citizen-310",
        "Citizen CT-S310 (I, II)",
        576,
        48,
        64,
        real_time_kick=True,
        known_by=("CT-S310",),
        usb=CITIZEN_USB,
    ),
    Profile("any-80-48", "Any other, 80 mm paper, 48 columns", 576, 48, 64),
    Profile("any-80-42", "Any other, 80 mm paper, 42 columns", 512, 42, 56),
    Profile("any-58", "Any other, 58 mm paper, with cutter", 384, 32, 42),
    Profile("any-58-tear", "Any other, 58 mm paper, tear-off edge", 384, 32, 42, cutter=False),
    # POS-58 Receipt Printer User Manual: 384 dots, 32 columns, no cutter; no way back is promised.
    Profile(
        "pos-5890",
        "POS-5890, POS-58 and like them",
        384,
        32,
        42,
        cutter=False,
        drawer_pins=(2,),
        known_by=("POS58", "POS-58", "5890", "XP-58"),
    ),
)
_BY_KEY = {each.key: each for each in PROFILES}
FALLBACK = "any-80-42"
"""What fits on the paper of most counters, whatever stands there."""


def profile(key: str) -> Profile | None:
    """The make of this key; None for values of one's own."""
    return _BY_KEY.get(key)


def guess(said: str, usb_vendor: int = 0) -> str:
    """The key of the make that a printer says it is; empty when its words are of no make here."""
    words = said.upper()
    for each in PROFILES:
        if any(word in words for word in each.known_by):
            return each.key
    of_maker = [each.key for each in PROFILES if each.usb and each.usb == usb_vendor]
    return of_maker[0] if of_maker else ""


def table_number(key: str, code_table: str) -> int:
    """What ESC t takes for a table on this make."""
    found = _BY_KEY.get(key)
    return dict(found.table_numbers).get(code_table, USUAL_TABLE) if found else USUAL_TABLE


def with_profile(printer: Printer, key: str) -> Printer:
    """The printer with all that its make says; where it is and its drawer's switch stay."""
    found = _BY_KEY[key]
    first = found.code_tables[0]
    pin = printer.drawer_pin if printer.drawer_pin in (0, *found.drawer_pins) else 2
    return replace(
        printer,
        profile=key,
        columns=found.columns,
        dots=found.dots,
        font=Font.A,
        cutter=found.cutter,
        code_table=first,
        table_number=table_number(key, first),
        drawer_pin=pin,
        pulse_ms=found.pulse_ms,
        answers=found.answers,
        ack=found.ack,
        real_time_kick=found.real_time_kick,
        baud=found.baud,
    )


def is_changed(printer: Printer) -> bool:
    """Whether a practice changed what the make says of paper and letters."""
    found = _BY_KEY.get(printer.profile)
    if found is None:
        return False
    now = (printer.columns, printer.dots, printer.cutter)
    return now != (found.columns, found.dots, found.cutter)
