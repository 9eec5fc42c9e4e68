"""The PDF: complete letters, the right page, the same bytes each time, no name in its metadata."""

from __future__ import annotations

import re
import sys
import threading
import unicodedata
import zlib
from base64 import a85decode
from dataclasses import replace

import pytest

from app.devices.documents.pdf_text import DRAWING, PdfText
from app.devices.documents.receipt_pdf import receipt_pdf
from app.devices.printing.ports import Outline
from app.devices.printing.sheet import POINTS_PER_MM
from app.devices.printing.typefaces import FONT_FOLDER, TYPEFACES
from tests.devices.receipts import ALL, BURMESE, ENGLISH

VIETNAMESE_LETTERS = "".join(
    letter + letter.upper()
    for base in "aăâeêioôơuưy"
    for letter in (
        unicodedata.normalize("NFC", base + m) for m in ("", *"\u0300\u0301\u0303\u0309\u0323")
    )
)
BURMESE_LETTERS = "".join(map(chr, range(0x1000, 0x1050)))


def drawing(content):
    """The page's drawing commands, unpacked."""
    packed = re.findall(rb"stream\r?\n([^\s]*?~>)", content)
    pages = [zlib.decompress(a85decode(b"<~" + stream, adobe=True)) for stream in packed]
    return next(page for page in pages if b" BT " in page).decode("latin-1")


def attached_words(content):
    """The words behind shaped runs, as a reader copies them."""
    found = re.findall(r"/ActualText <FEFF([0-9A-F]+)>", drawing(content))
    return "".join(bytes.fromhex(words).decode("utf-16-be") for words in found)


def page_size(content):
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", content)
    assert box is not None
    return float(box[1]), float(box[2])


@pytest.mark.parametrize("name", ALL)
def test_every_receipt_is_complete_and_repeatable(name):
    pdf = receipt_pdf(ALL[name])
    assert pdf.missing == ()
    assert pdf.content.startswith(b"%PDF-1.5")
    assert pdf.content == receipt_pdf(ALL[name]).content
    width, height = page_size(pdf.content)
    assert width == pytest.approx(80 * POINTS_PER_MM, abs=0.01)
    assert 300 < height < 700
    narrow, longer = page_size(receipt_pdf(ALL[name], 32).content)
    assert narrow == pytest.approx(58 * POINTS_PER_MM, abs=0.01)
    assert longer > 250


def test_drawing_another_receipt_between_changes_nothing():
    first = receipt_pdf(BURMESE).content
    receipt_pdf(replace(BURMESE, patient="ဗုဒ္ဓ ကျွန်ုပ် โรงพยาบาล محمد"))
    assert receipt_pdf(BURMESE).content == first


def test_metadata_holds_the_number_and_no_name():
    content = receipt_pdf(ENGLISH).content
    assert b"/Title (Receipt W1-000123)" in content
    header = content.split(b"/Title")[0][-300:] + content.split(b"/Title")[1][:300]
    assert b"Nguy" not in header
    assert b"Riverside" not in header
    assert b"/CreationDate (D:20000101" in content


def test_fonts_are_embedded_and_small():
    content = receipt_pdf(BURMESE).content
    names = set(re.findall(rb"/BaseFont /[A-Z]{6}\+([\w-]+)", content))
    assert {b"NotoSans-Regular", b"NotoSans-Bold", b"NotoSansMyanmar-Regular"} <= names
    assert content.count(b"/FontFile2") == len(re.findall(rb"/Type /FontDescriptor", content))
    assert (FONT_FOLDER / "OFL.txt").is_file()
    for face in TYPEFACES:
        for bold in (False, True):
            assert face.path(bold).stat().st_size < 1_000_000


def test_burmese_is_shaped_and_can_be_copied():
    content = receipt_pdf(BURMESE).content
    words = attached_words(content)
    for name in (BURMESE.practice, BURMESE.patient, BURMESE.cashier):
        assert name.replace(" ", "") in words.replace(" ", "")
    text = PdfText()
    with DRAWING:
        (run,) = text.runs("မြို့", False)
    first = run.glyphs[0].letter
    assert first != "မ", "the medial ra is drawn before the letter it goes round"


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize(
    "letters",
    [
        "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x180)])),
        VIETNAMESE_LETTERS,
        BURMESE_LETTERS,
        "−–—“”‘’…•₫€£¥₹\ufffd",
    ],
    ids=["latin", "vietnamese", "burmese", "signs"],
)
def test_our_scripts_are_complete(letters, bold):
    text = PdfText()
    with DRAWING:
        for letter in letters:
            text.runs(letter, bold)
    assert not text.missing


def test_decomposed_vietnamese_keeps_its_marks():
    text = PdfText()
    with DRAWING:
        runs = text.runs(unicodedata.normalize("NFD", "Nguyễn"), False)
        width = text.measure("Nguyễn", 10, False)
    assert not text.missing
    assert sum(run.width for run in runs) / 100 == pytest.approx(width)


@pytest.mark.parametrize("bold", [False, True])
def test_figures_have_one_width(bold):
    text = PdfText()
    with DRAWING:
        assert len({text.measure(digit, 10, bold) for digit in "0123456789"}) == 1
        assert text.measure("−1", 10, bold) > text.measure("1", 10, bold)


def test_a_letter_nobody_has_is_named_and_shown_as_its_number():
    pdf = receipt_pdf(replace(ENGLISH, patient="王小明 𠮷 Müller"))
    assert pdf.missing == ("王", "小", "明", "𠮷")
    page = drawing(pdf.content)
    assert attached_words(pdf.content).startswith("王小明")
    for half in ("(73)", "(8B)", "(020)", "(BB7)"):
        assert half in page


class Squares:
    """Letter shapes without a screen: a square for every letter."""

    def outline(self, text, bold):
        steps = (("M", 0.0, 0.0), ("L", 900.0, 0.0), ("L", 900.0, 900.0), ("Z",))
        return Outline(1000.0 * len(text), steps)


def test_shapes_from_a_screen_fill_the_gap():
    pdf = receipt_pdf(replace(ENGLISH, patient="王小明"), shapes=Squares())
    assert pdf.missing == ()
    assert attached_words(pdf.content) == "王小明"


def test_brackets_round_a_hebrew_name_face_the_right_way():
    text = PdfText()
    with DRAWING:
        runs = text.runs("דוד (אבא) & Co", False)
    assert "".join(run.text for run in runs if not run.glyphs) == "() & Co"


def test_threads_do_not_disturb_each_other():
    expected = {name: receipt_pdf(receipt).content for name, receipt in ALL.items()}
    drawn: dict[str, set[bytes]] = {}

    def draw(name):
        drawn[name] = {receipt_pdf(ALL[name]).content for _ in range(5)}

    threads = [threading.Thread(target=draw, args=(name,)) for name in list(ALL)[:4]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn == {name: {expected[name]} for name in drawn}
    assert len(drawn) == 4


def test_reportlab_waits_until_it_is_needed():
    import subprocess

    code = (
        "import sys, app.devices.documents.receipt_pdf;"
        "sys.exit(bool({'reportlab', 'uharfbuzz'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
