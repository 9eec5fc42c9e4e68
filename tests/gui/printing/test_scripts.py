"""Letters of every script: a printer's own, or drawn; what nobody can draw is shown by number."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.areas.printing.values import CODE_TABLES, Printer, PrinterKind
from app.devices.printing.code_tables import encoded
from app.devices.printing.escpos import paper_bytes
from app.devices.printing.paper_lines import Text
from app.devices.printing.receipt_layout import receipt_lines
from app.gui.printing.paper import receipt_image
from app.gui.printing.raster import QtRaster
from tests.devices.hostile import CONTROLS, EVERY_BYTE, poisoned
from tests.devices.paper_reader import read_paper
from tests.devices.receipts import ENGLISH

pytestmark = pytest.mark.usefixtures("qapp")
SCRIPTS = {
    "Burmese": "ဒေါ်ခင်မာလွင်မြတ်နိုးအောင်",
    "Vietnamese": "Nguyễn Thị Ngọc Trường Hải Đặng",
    "taken apart": unicodedata.normalize("NFD", "Nguyễn Thị Ngọc"),
    "Thai": "กรุงเทพมหานคร ปิ่นเกล้า",
    "Arabic": "محمد عبد الله",
    "Hebrew": "דָּוִד בֶּן־גּוּרִיּוֹן",
    "Chinese": "王小明",
    "Japanese": "さくら サクラ",
    "Korean": "김철수",
    "Hindi": "श्रीमती",
    "Greek": "Ελένη",
    "Cyrillic": "Сергій Ґалаґан",
    "emoji": "👩‍⚕️🏥",
    "private and new": "\ue000\U000e1000\u0378",
    "ancient": "𐎀𓀀",
    "a chosen shape": "葛\U000e0100城",
}


@cache
def blank() -> int:
    """How high an empty line is."""
    return ink("")


def ink(text: str) -> int:
    dots = QtRaster().strip(Text(text), 42, 504)
    return sum(byte.bit_count() for byte in dots.rows)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_name_comes_out_in_any_script_and_no_letter_is_a_question_mark(name: str) -> None:
    receipt = replace(ENGLISH, patient=SCRIPTS[name])
    lines = receipt_lines(receipt, 42)
    for table in CODE_TABLES:
        printer = Printer(PrinterKind.TCP, "printer", 42, table)
        paper = read_paper(paper_bytes(lines, printer, QtRaster()), table)
        assert "?" not in paper.text
        native = encoded(SCRIPTS[name], table)
        if native is None:
            assert len(paper.pictures) > 1, "the bars are a picture, and so is the name"
        else:
            assert unicodedata.normalize("NFC", SCRIPTS[name]) in paper.text
    assert ink(SCRIPTS[name]) > 50
    assert not receipt_image(receipt).isNull()


letters = st.characters(
    categories=["L", "N", "Pc", "Pd", "Po", "Sm", "Sc", "So", "Co", "Cn"]
).filter(lambda each: (ord(each) & 0xFFFE) != 0xFFFE and not 0xFDD0 <= ord(each) <= 0xFDEF)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(letters)
@example("\u2065")
@example("\u2800")
@example("\u3164")
@example("\U000e0222")
@example("\U000133f8")
def test_no_letter_at_all_comes_out_as_nothing(letter: str) -> None:
    """Told by ink: the letter itself or its number, never an empty place."""
    assert ink(letter) > blank() + 1, f"U+{ord(letter):04X}"


def test_the_screen_survives_every_byte_and_control() -> None:
    for text in (EVERY_BYTE, CONTROLS):
        assert not receipt_image(poisoned(ENGLISH, text)).isNull()
