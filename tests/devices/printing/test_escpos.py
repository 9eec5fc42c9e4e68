"""What reaches the printer: read back by a printer's mind of the tests' own."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.areas.payments.values import ReceiptInvoice, ReceiptTender
from app.areas.printing.values import CODE_TABLES, Ack, Printer, PrinterKind
from app.devices.printing import escpos
from app.devices.printing.code_tables import encoded
from app.devices.printing.escpos import NeedsWindow, kick_bytes, paper_bytes, raster_bytes
from app.devices.printing.layout import PAPER_MM
from app.devices.printing.paper_lines import (
    Barcode,
    Blank,
    Mark,
    Pair,
    PaperLine,
    Size,
    Text,
    as_text,
)
from app.devices.printing.ports import Dots
from app.devices.printing.printer_status import is_status
from app.devices.printing.receipt_layout import receipt_lines
from tests.devices import receipts
from tests.devices.bars import read_bars
from tests.devices.paper_reader import Picture, read_paper
from tests.devices.receipts import ALL, ENGLISH, usd

TEXT_FIELDS = (
    "number",
    "practice",
    "phone",
    "patient",
    "account_number",
    "cashier",
    "station",
    "payer_name",
    "footer",
    "mark",
    "reason",
    "mark_by",
)
EVERY_BYTE = "".join(map(chr, range(256)))


def printer(columns: int = 42, **fields: Any) -> Printer:
    return Printer(PrinterKind.TCP, "printer", columns, **fields)


class Stripes:
    """Draws nothing but remembers what it was asked for; its dots hold real-time commands."""

    def __init__(self) -> None:
        self.lines: list[PaperLine] = []

    def strip(self, line: PaperLine, columns: int, width: int) -> Dots:
        self.lines.append(line)
        row = (b"\x10\x04\x10\x05\x10\x14" * 12)[: width // 8]
        return Dots(width, 30, row * 30)


@pytest.mark.parametrize("columns", PAPER_MM)
@pytest.mark.parametrize("name", ALL)
def test_the_paper_says_what_the_layout_says(name, columns):
    lines = receipt_lines(ALL[name], columns)
    drawn = Stripes()
    paper = read_paper(paper_bytes(lines, printer(columns), drawn))
    assert max(paper.widths) <= columns
    assert (paper.cuts, paper.kicks, paper.asked, paper.table) == (1, [], 0, 0)
    said = [_one_by_one(line, columns) for line in lines]
    shown = [" ".join(p.split()) if isinstance(p, str) else "[picture]" for p in paper.parts]
    drawn_ones = {id(line) for line in drawn.lines}
    expected = [
        "[picture]" if id(line) in drawn_ones or isinstance(line, Barcode) else words
        for line, words in zip(lines, said, strict=True)
        if not isinstance(line, Blank)
    ]
    expected = [next(group) for _, group in groupby_pictures(expected)]
    numbers = [line.data for line in lines if isinstance(line, Barcode)]
    assert [each for each in shown if each not in numbers] == expected
    for line in drawn.lines:
        texts = [getattr(line, part, "") for part in ("text", "label", "amount", "middle", "last")]
        title = isinstance(line, Text) and line.size is Size.TALL
        assert title or any(encoded(text, "cp437") is None for text in texts)


def _one_by_one(line: PaperLine, columns: int) -> str:
    """What one line says in ASCII shapes, with single spaces."""
    words = " ".join(as_text([line], columns).split()).strip("* ")
    return words.replace("−", "-").replace("–", "-").replace("\u00a0", " ")


def groupby_pictures(said: list[str]) -> Any:
    """Pictures below one another are one on the paper."""
    turns = iter(range(len(said)))
    return groupby(said, key=lambda each: each if each == "[picture]" else next(turns))


def test_a_latin_receipt_needs_nobody_who_draws():
    plain = replace(ENGLISH, patient="José O’Muñoz", footer="Schöne Grüße")
    text = read_paper(paper_bytes(receipt_lines(plain, 42), printer())).text
    assert "José O'Muñoz" in text
    assert "Schöne Grüße" in text
    assert "?" not in text


@pytest.mark.parametrize("table", CODE_TABLES)
@pytest.mark.parametrize("name", ["vietnamese", "burmese"])
def test_no_letter_becomes_a_question_mark(name, table):
    lines = receipt_lines(ALL[name], 42)
    with pytest.raises(NeedsWindow):
        paper_bytes(lines, printer(code_table=table))
    drawn = Stripes()
    paper = read_paper(paper_bytes(lines, printer(code_table=table), drawn), table)
    assert "?" not in paper.text
    assert drawn.lines
    assert len(paper.pictures) >= 2


@pytest.mark.parametrize("table", CODE_TABLES)
def test_every_letter_a_table_has_comes_back_and_no_other_goes_out(table):
    for code in range(0x20, 0x3000):
        letter = chr(code)
        data = encoded(letter, table)
        if data:
            assert all(0x20 <= byte != 0x7F for byte in data)
            shown = data.decode("ascii" if table == "ascii" else table)
            same = unicodedata.normalize("NFC", letter)
            assert shown == same or (shown in " -'" and not letter.isalnum())


def test_letters_and_marks_are_put_together_before_they_are_looked_up():
    assert encoded("Jose\u0301", "cp437") == "José".encode("cp437")


@pytest.mark.parametrize("columns", PAPER_MM)
def test_all_256_bytes_in_all_fields_steer_nothing(columns):
    everywhere: dict[str, Any] = dict.fromkeys(TEXT_FIELDS, EVERY_BYTE)
    nasty = replace(
        ENGLISH,
        **everywhere,
        address=(EVERY_BYTE,),
        tenders=(ReceiptTender(EVERY_BYTE, usd(1), None, None, detail=EVERY_BYTE),),
        invoices=(
            ReceiptInvoice(EVERY_BYTE, date(2026, 1, 1), usd(1), usd(0), EVERY_BYTE, EVERY_BYTE),
        ),
    )
    copy = replace(receipts.COPY_2, by=EVERY_BYTE)
    data = paper_bytes(receipt_lines(nasty, columns, copy), printer(columns), Stripes())
    paper = read_paper(data)
    assert (paper.cuts, paper.kicks, paper.asked) == (1, [], 0)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.builds(Text, st.text(max_size=30)),
            st.builds(Pair, st.text(max_size=15), st.text(max_size=15)),
            st.builds(Mark, st.text(max_size=20)),
        ),
        max_size=8,
    ),
    st.sampled_from(CODE_TABLES),
)
def test_no_text_whatever_carries_a_command(lines, table):
    """Straight to the bytes, past the layout that cleans."""
    data = paper_bytes(lines, printer(48, code_table=table), Stripes())
    paper = read_paper(data, table)
    assert (paper.cuts, paper.kicks, paper.asked) == (1, [], 0)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 80).flatmap(lambda n: st.binary(min_size=48 * n, max_size=48 * n)))
def test_a_picture_keeps_its_dots_and_holds_no_real_time_command(rows):
    dots = Dots(384, len(rows) // 48, rows)
    (picture,) = read_paper(raster_bytes(dots)).pictures
    assert len(picture.rows) == dots.height
    for y, row in enumerate(picture.rows):
        before = rows[y * 48 : y * 48 + 48]
        for x, ink in enumerate(row):
            if before[x // 8] >> (7 - x % 8) & 1:
                assert ink


@pytest.mark.parametrize("columns", PAPER_MM)
@pytest.mark.parametrize("number", ["W1-000123", "1610040516", "A", "W12-0010041"])
def test_the_bars_can_be_read(number, columns):
    receipt = replace(ENGLISH, number=number, patient="Ann")
    paper = read_paper(paper_bytes(receipt_lines(receipt, columns), printer(columns)))
    (bars,) = paper.pictures
    assert bars.width == columns * 12
    assert len(set(bars.rows)) == 1
    assert read_bars(_modules(bars)) == number


def _modules(bars: Picture) -> list[int]:
    runs = [(ink, len(list(group))) for ink, group in groupby(bars.rows[0])]
    inside = runs[1:-1]
    module = min(length for _, length in inside)
    assert runs[0][1] >= 10 * module
    assert runs[-1][1] >= 9 * module
    return [length // module for _, length in inside]


def test_large_amounts_and_the_label_beside_share_the_line():
    line = Pair("Total", "35.00 USD", size=Size.LARGE)
    paper = read_paper(paper_bytes([line], printer(32)))
    assert paper.parts[0] == "Total" + " " * (32 - 5 - 18) + "35.00 USD"
    assert paper.widths[0] == 32


def test_a_printer_without_cutter_feeds_to_its_tear_bar():
    data = paper_bytes([Text("x")], printer(cutter=False))
    assert read_paper(data).cuts == 0
    assert data.endswith(b"\x1bd\x05")


def test_the_drawer_by_its_pin_and_pulse():
    assert read_paper(kick_bytes(printer(drawer_pin=2))).kicks == [(0, 100)]
    assert read_paper(kick_bytes(printer(drawer_pin=5, pulse_ms=240))).kicks == [(1, 240)]
    assert read_paper(kick_bytes(printer(drawer_pin=5, pulse_ms=240), now=True)).kicks == [(1, 200)]


def test_what_ends_a_broken_picture_is_as_long_as_the_longest():
    assert escpos.after_a_break() == bytes(escpos.LONGEST_SLICE)
    assert escpos.LONGEST_SLICE >= 64 * 72


def test_each_question_by_number_has_its_own_answer_and_none_looks_like_a_status():
    epson = printer(ack=Ack.EPSON_H)
    asked = [escpos.ask_done(epson, number) for number in range(0, 1 << 16, 251)]
    assert len({answer for _, answer in asked}) == len(asked)
    for question, answer in asked:
        assert question[-4:] == answer[2:6]
        assert not any(is_status(byte) for byte in answer)
    assert escpos.ask_done(printer(ack=Ack.NONE), 7) == (b"", b"")
