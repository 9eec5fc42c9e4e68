"""Every text can be read on its ground in both themes; a choice reaches open windows at once."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from app.gui import high_contrast, icons
from app.gui.high_contrast import stark
from app.gui.style_sheet import build
from app.gui.theme import DARK, LIGHT, Scheme, Theme, Tokens, contrast, mark_pairs, text_pairs
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.kernel.money import Money

SEEN = 3
LOOKS = [LIGHT, DARK, stark(LIGHT), stark(DARK)]
READABLE = 4.5
"""WCAG 2.2, 1.4.3, for text of any size; 3 would do for large text."""


@pytest.mark.parametrize("tokens", LOOKS, ids=["light", "dark", "stark light", "stark dark"])
def test_every_text_is_readable_on_its_ground(tokens: Tokens) -> None:
    weak = [
        f"{what}: {contrast(text, ground):.2f}"
        for what, text, ground in text_pairs(tokens)
        if contrast(text, ground) < READABLE
    ]
    assert not weak


@pytest.mark.parametrize("tokens", LOOKS, ids=["light", "dark", "stark light", "stark dark"])
def test_every_mark_is_seen_on_its_ground(tokens: Tokens) -> None:
    weak = [
        f"{what}: {contrast(mark, ground):.2f}"
        for what, mark, ground in mark_pairs(tokens)
        if contrast(mark, ground) < SEEN
    ]
    assert not weak


def test_contrast_knows_the_extremes() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@pytest.mark.parametrize("tokens", LOOKS, ids=["light", "dark", "stark light", "stark dark"])
def test_controls_have_an_edge_that_is_seen(tokens: Tokens) -> None:
    """WCAG 1.4.11 asks 3:1 of what shows where a control is; check boxes and inputs use `muted`."""
    assert contrast(tokens.muted, tokens.surface) >= 3
    assert contrast(tokens.accent, tokens.surface) >= 3


def test_the_style_sheet_has_no_open_places_and_grows_with_the_text() -> None:
    small = build(LIGHT, lambda length: length)
    large = build(LIGHT, lambda length: length * 2)
    assert "@" not in small
    assert "font-size: 13px" in small
    assert "font-size: 26px" in large
    assert re.search(r"border: 1px", large), "hairlines stay hairlines"


def test_choosing_dark_reaches_an_open_window(theme: Theme, qtbot) -> None:
    label = PlainLabel("x")
    qtbot.addWidget(label)
    with qtbot.waitSignal(theme.changed):
        theme.choose(scheme=Scheme.DARK)
    ground = QApplication.palette().color(QPalette.ColorRole.Window).name().upper()
    assert ground == DARK.canvas
    theme.choose(scheme=Scheme.LIGHT)


def test_high_contrast_of_the_system_reaches_an_open_window(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No tinted ground, and edges as strong as the words; also where somebody chose the scheme."""
    assert theme.tokens == LIGHT
    monkeypatch.setenv(high_contrast.BY_ENVIRONMENT, "high")
    theme.choose(scheme=Scheme.DARK)
    assert theme.tokens == stark(DARK)
    palette = QApplication.palette()
    assert palette.color(QPalette.ColorRole.Window).name() == "#000000"
    assert palette.color(QPalette.ColorRole.Text).name() == "#ffffff"
    assert contrast(theme.tokens.border, theme.tokens.canvas) == pytest.approx(21)
    monkeypatch.delenv(high_contrast.BY_ENVIRONMENT)
    theme.choose(scheme=Scheme.LIGHT)
    assert theme.tokens == LIGHT


def test_text_scale_is_held_between_its_limits(theme: Theme) -> None:
    theme.choose(scale=900)
    assert theme.scale == 200
    assert theme.px(13) == 26
    theme.choose(scale=10)
    assert theme.scale == 100


def test_amounts_really_get_the_size_they_ask_for(theme: Theme, qtbot) -> None:
    heights = []
    for size in (13, 15, 20, 32, 48):
        label = AmountLabel(size)
        qtbot.addWidget(label)
        label.show_amount(Money(1500, "USD"))
        label.ensurePolished()
        heights.append(label.sizeHint().height())
    assert heights == sorted(set(heights)), heights


def test_figures_are_all_of_one_width(theme: Theme, qtbot) -> None:
    label = AmountLabel(20)
    qtbot.addWidget(label)
    label.ensurePolished()
    metrics = label.fontMetrics()
    assert len({metrics.horizontalAdvance(digit * 8) for digit in "0123456789"}) == 1


def test_icons_are_where_the_font_has_them() -> None:
    folder = icons.font_folder()
    assert folder is not None
    [charmap] = folder.glob("phosphor-charmap-*.json")
    known = {int(code, 16) for code in json.loads(charmap.read_text()).values()}
    names = json.loads(charmap.read_text())
    assert set(icons.GLYPHS.values()) <= known
    assert all(int(names[name], 16) == code for name, code in icons.GLYPHS.items())


NEVER_SHOWN = """
from PySide6.QtWidgets import QApplication, QFrame, QStyle
from app.gui.theme import Scheme, Theme

app, kept = QApplication([]), []
for _ in range(20):
    theme = Theme(Scheme.LIGHT)
    theme.install(app)
    frames = [QFrame() for _ in range(100)]
    for scheme in (Scheme.DARK, Scheme.LIGHT):
        for frame in frames:
            app.style().pixelMetric(QStyle.PixelMetric.PM_LayoutHorizontalSpacing, None, frame)
        theme.choose(scheme)
    frames.clear()
    kept.append([bytearray(b"x" * size) for size in range(16, 400, 8)])
print("alive")
"""


def test_colors_change_after_pages_died_that_nobody_saw() -> None:
    """In a process of its own: where Qt walks over dead widgets, the process ends."""
    done = subprocess.run(
        [sys.executable, "-c", NEVER_SHOWN], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
