"""Lines as dots: inside the paper, black enough, and whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.areas.printing.values import Printer, PrinterKind
from app.cli import bench, bench_paper
from app.devices.printing.escpos import paper_bytes
from app.devices.printing.layout import PAPER_MM
from app.devices.printing.paper_lines import Align, Mark, Pair, Size, Text, Weight
from app.devices.printing.ports import Dots
from app.devices.printing.receipt_layout import receipt_lines
from app.gui.printing.raster import QtRaster
from tests.devices.paper_reader import read_paper
from tests.devices.receipts import ALL, BURMESE

pytestmark = pytest.mark.usefixtures("qapp")
SAMPLES = ("Nguyễn Thị Ngọc Trường", "ဒေါ်ခင်မာလွင်", "กรุงเทพ", "محمد علي", "王小明", "Łódź ≈ 5")


def ink(dots: Dots) -> int:
    return sum(byte.bit_count() for byte in dots.rows)


@pytest.mark.parametrize("columns", PAPER_MM)
@pytest.mark.parametrize("text", SAMPLES)
def test_a_line_has_ink_and_keeps_inside_its_strip(text: str, columns: int) -> None:
    dots = QtRaster().strip(Text(text), columns, columns * 12)
    assert dots.width == columns * 12
    across = dots.width // 8
    assert len(dots.rows) == across * dots.height
    assert 0.002 < ink(dots) / (dots.width * dots.height) < 0.4
    first, last = dots.rows[:across], dots.rows[-across:]
    assert not any(first)
    assert not any(last), "a mark below the letters is cut off"


def test_an_amount_ends_at_the_right_edge_whatever_the_label() -> None:
    dots = QtRaster().strip(Pair("ဒေါ်ခင်မာလွင်", "1,250.00", Weight.BOLD, Size.LARGE), 42, 504)
    across = dots.width // 8
    edge = [dots.rows[y * across + across - 3 : (y + 1) * across] for y in range(dots.height)]
    assert any(any(row) for row in edge)


def test_a_mark_is_light_on_dark() -> None:
    dots = QtRaster().strip(Mark("VÔ HIỆU"), 32, 384)
    assert ink(dots) > dots.width * dots.height * 0.5


def test_a_centred_line_stands_in_the_middle() -> None:
    dots = QtRaster().strip(Text("မြန်မာ", Align.CENTRE), 48, 576)
    image = QImage(dots.rows, dots.width, dots.height, dots.width // 8, QImage.Format.Format_Mono)
    inked = [x for x in range(dots.width) for y in range(dots.height) if image.pixelIndex(x, y)]
    assert abs((min(inked) + max(inked)) / 2 - dots.width / 2) < 4


@pytest.mark.parametrize("name", ALL)
def test_every_receipt_prints_whole_on_a_plain_printer(name: str) -> None:
    printer = Printer(PrinterKind.TCP, "printer", 32, "ascii")
    data = paper_bytes(receipt_lines(ALL[name], 32), printer, QtRaster())
    paper = read_paper(data, "ascii")
    assert "?" not in paper.text
    assert paper.cuts == 1


def test_the_same_line_gives_the_same_dots() -> None:
    line = receipt_lines(BURMESE, 42)[0]
    assert QtRaster().strip(line, 42, 504) == QtRaster().strip(line, 42, 504)


def test_the_benches_draw_what_they_say(tmp_path: Path) -> None:
    outcome = bench_paper.raster(tmp_path, ["--pairs", "2"])
    assert outcome.notes["drawn_lines"] >= bench_paper.LEAST_DRAWN
    assert outcome.notes["bytes"] > 20_000
    latin = bench_paper.render(tmp_path, ["--pairs", "2"])
    assert latin.notes["bytes"] < 10_000, "only the bars are a picture"
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in bench._benches())
