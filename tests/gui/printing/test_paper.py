"""The on-screen paper: what it shows, what a scanner reads from it, what is left after the lock."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app.devices.printing.receipt_layout import receipt_lines
from app.devices.printing.sheet import PlacedText, place
from app.gui.printing.letters import SystemLetters, measure
from app.gui.printing.paper import PaperColors, PaperTray, receipt_image
from app.kernel.errors import OutsideError
from tests.devices.bars import read_bars
from tests.devices.receipts import ALL, BURMESE, ENGLISH, TWELVE_INVOICES
from tests.patience import PATIENCE_MS


@pytest.fixture
def tray(qtbot):
    tray = PaperTray()
    qtbot.addWidget(tray.widget)
    tray.widget.resize(360, 640)
    with qtbot.waitExposed(tray.widget, timeout=PATIENCE_MS):
        tray.widget.show()
    return tray


def row_of(image, y):
    return [image.pixelColor(x, y).lightness() < 128 for x in range(image.width())]


def scanned(image):
    """The first row of the picture that reads as a bar code."""
    for y in range(0, image.height(), 4):
        runs = [(dark, len(list(group))) for dark, group in groupby(row_of(image, y))][1:-1]
        if len(runs) < 19:
            continue
        module = min(length for _, length in runs)
        try:
            return read_bars([round(length / module) for _, length in runs])
        except (ValueError, KeyError):
            continue
    return None


@pytest.mark.parametrize("columns", [32, 42, 48])
@pytest.mark.parametrize("name", ALL)
def test_the_picture_can_be_scanned(qapp, name, columns):
    assert scanned(receipt_image(ALL[name], 2.0, columns)) == ALL[name].number


@pytest.mark.parametrize("name", ALL)
def test_margins_stay_white(qapp, name):
    image = receipt_image(ALL[name], 1.0)
    for x in (*range(12), *range(image.width() - 12, image.width())):
        assert all(image.pixelColor(x, y).lightness() > 250 for y in range(0, image.height(), 3))


def test_the_picture_has_true_size(qapp):
    image = receipt_image(ENGLISH, 2.0)
    assert image.width() / image.dotsPerMeterX() * 1000 == pytest.approx(80, abs=0.2)
    assert receipt_image(ENGLISH, 2.0, 32).width() < image.width()


def test_text_is_as_wide_as_the_layout_believes(qapp):
    sheet = place(receipt_lines(BURMESE, 42), 42, measure)
    for item in sheet.items:
        if isinstance(item, PlacedText):
            assert item.size > 7, f"{item.text} had to be drawn very small"


def test_the_newest_lies_on_top(tray):
    tray.show(ENGLISH)
    tray.show(replace(TWELVE_INVOICES, number="W1-000777"))
    assert tray.widget.verticalScrollBar().value() == 0
    assert tray.widget.verticalScrollBar().maximum() > 0
    assert tray.widget.accessibleName() == "Receipt W1-000777"
    assert "5,000.00 USD" in tray.widget.accessibleDescription()
    assert "Nguyễn Thị Hoa" in tray.widget.accessibleDescription()


def test_clear_leaves_nothing_for_eyes_or_screen_readers(qtbot, tray):
    empty = tray.widget.grab().toImage()
    tray.show(ENGLISH)
    qtbot.waitUntil(lambda: tray.widget.grab().toImage() != empty, timeout=PATIENCE_MS)
    tray.clear()
    assert tray.widget.grab().toImage() == empty
    for widget in (tray.widget, tray.widget.widget()):
        assert widget.accessibleName() == "Receipt paper"
        assert widget.accessibleDescription() == "The next receipt appears here."


def test_a_narrow_tray_shows_the_whole_width(qtbot, tray):
    tray.show(ENGLISH)
    tray.widget.resize(240, 640)
    qtbot.waitUntil(lambda: tray.widget.horizontalScrollBar().maximum() == 0, timeout=PATIENCE_MS)
    assert tray.widget.grab().toImage().pixelColor(120, 40).lightness() >= 0


def test_paper_grows_with_the_text_as_far_as_there_is_room(qtbot, tray):
    tray.show(ENGLISH)
    tray.widget.resize(720, 640)
    qtbot.waitUntil(lambda: tray.widget.widget().minimumHeight() > 0, timeout=PATIENCE_MS)
    high = tray.widget.widget().minimumHeight()
    tray.set_colors(PaperColors(scale=200))
    assert tray.widget.widget().minimumHeight() > 1.8 * high
    tray.widget.resize(360, 640)
    qtbot.waitUntil(lambda: tray.widget.widget().minimumHeight() < 1.3 * high, timeout=PATIENCE_MS)


def test_the_keyboard_reaches_and_scrolls_it(qtbot, tray):
    tray.show(TWELVE_INVOICES)
    tray.show(TWELVE_INVOICES)
    tray.widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(tray.widget, Qt.Key.Key_PageDown)
    assert tray.widget.verticalScrollBar().value() > 0


def test_save_writes_both_files_named_by_number_only(qapp, tmp_path):
    tray = PaperTray()
    pdf, png = tray.save(replace(ENGLISH, number="W1/000123"), tmp_path / "new")
    assert pdf.name == "receipt-W1%2F000123.pdf"
    assert pdf.read_bytes().startswith(b"%PDF")
    assert scanned(QImage(str(png))) == "W1/000123"
    assert sorted(path.suffix for path in pdf.parent.iterdir()) == [".pdf", ".png"]


def test_a_folder_that_refuses_is_told_in_words(qapp, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutsideError, match="Choose another folder"):
        PaperTray().save(ENGLISH, tmp_path / "file")


def test_an_outline_has_the_shape_of_its_text(qapp):
    shape = SystemLetters().outline("H", False)
    assert shape is not None
    assert {step[0] for step in shape.steps} <= {"M", "L", "C", "Z"}
    heights = [float(step[2]) for step in shape.steps if step[0] in ("M", "L")]
    assert min(heights) == pytest.approx(0, abs=20)
    assert 600 < max(heights) < 850
    assert SystemLetters().outline("\U0010fffd", False) is None


def test_a_letter_nobody_has_is_its_number_on_the_screen(qapp):
    assert measure("\U0010fffd", 10, False) == measure("[10FFFD]", 10, False)
