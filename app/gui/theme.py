"""Colours, sizes and fonts of the whole window in one place; it knows no screen and no widget."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.gui import high_contrast
from app.gui.rescaling import rescale
from app.gui.style_sheet import build
from app.kernel.errors import ensure

FONT_DIR: Final = Path(__file__).resolve().parents[2] / "resources" / "fonts"
SMALLEST_SCALE: Final = 100
LARGEST_SCALE: Final = 200
SCALES: Final = (SMALLEST_SCALE, 125, 150, 175, LARGEST_SCALE)
"""Text sizes that are offered, in percent."""
RAIL_WIDTH: Final = 176
RAIL_FOLDED: Final = 64
ROOMY_WIDTH: Final = 1180
"""Below so many designed pixels of the window its rail and its pills show icons only."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of one theme as #RRGGBB; a chip of a tone stands on its `*_tint`."""

    dark: bool
    canvas: str
    surface: str
    raised: str
    border: str
    hairline: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    accent_tint: str
    accent_pressed: str
    money_in: str
    caution: str
    danger: str
    money_in_tint: str
    caution_tint: str
    danger_tint: str


LIGHT: Final = Tokens(
    dark=False,
    canvas="#F5F6F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    border="#D9DDE3",
    hairline="#E8EBEF",
    text="#15181D",
    muted="#5B6472",
    disabled="#9AA3AF",
    accent="#0B6E6E",
    on_accent="#FFFFFF",
    accent_tint="#E2F1F1",
    accent_pressed="#085858",
    money_in="#1B6E3C",
    caution="#8A5A00",
    danger="#B3261E",
    money_in_tint="#E4F3E9",
    caution_tint="#FFF3DC",
    danger_tint="#FCE9E7",
)
DARK: Final = Tokens(
    dark=True,
    canvas="#14171C",
    surface="#1C2027",
    raised="#242A33",
    border="#353C47",
    hairline="#2A303A",
    text="#EDF0F4",
    muted="#A3ADBB",
    disabled="#6B7482",
    accent="#4FC3C3",
    on_accent="#0C1A1A",
    accent_tint="#1D3434",
    accent_pressed="#7BD6D6",
    money_in="#7CD992",
    caution="#FFC56B",
    danger="#FF8A80",
    money_in_tint="#1B3324",
    caution_tint="#3A2E18",
    danger_tint="#3E2424",
)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two #RRGGBB colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def text_pairs(tokens: Tokens) -> tuple[tuple[str, str, str], ...]:
    """Each (what, text, ground) the window really shows, selected rows, messages and chips with
    them; disabled text is exempt (WCAG 1.4.3).
    """
    grounds = ("canvas", "surface", "raised", "accent_tint")
    tones = ("text", "muted", "accent")
    pairs = [(tone, ground) for tone in tones for ground in grounds]
    pairs += [(tone, g) for tone in ("money_in", "caution", "danger") for g in grounds]
    pairs += [(tone, "hairline") for tone in ("text", "muted")]
    pairs += [(tone, f"{tone}_tint") for tone in ("money_in", "caution", "danger")]
    for words in ("text", "muted", "accent"):
        pairs += [(words, f"{tone}_tint") for tone in ("money_in", "caution", "danger")]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_pressed")]
    return tuple(
        (f"{text} on {ground}", getattr(tokens, text), getattr(tokens, ground))
        for text, ground in pairs
    )


def mark_pairs(tokens: Tokens) -> tuple[tuple[str, str, str], ...]:
    """Each (what, mark, ground) that is no text and has to be seen: rings of focus, edges of boxes,
    ticks, bars of charts, borders of what went wrong (WCAG 1.4.11).
    """
    grounds = ("canvas", "surface", "raised", "accent_tint")
    marks = ("accent", "muted", "money_in", "caution", "danger", "text")
    pairs = [(mark, ground) for mark in marks for ground in grounds]
    pairs += [("on_accent", "accent"), ("danger", "danger_tint"), ("caution", "caution_tint")]
    return tuple(
        (f"{mark} on {ground}", getattr(tokens, mark), getattr(tokens, ground))
        for mark, ground in pairs
    )


class Scheme(StrEnum):
    """What the user chose; `SYSTEM` follows the desktop while the window runs."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The look in use. `changed` comes when palette, font and style sheet are the new ones."""

    changed = Signal()

    def __init__(self, scheme: Scheme = Scheme.SYSTEM, scale: int = 100) -> None:
        super().__init__()
        self._scheme = scheme
        self._scale = scale
        self._families: tuple[str, ...] = ()
        self.tokens = LIGHT

    @property
    def scheme(self) -> Scheme:
        return self._scheme

    @property
    def scale(self) -> int:
        """Text size in percent of the designed one."""
        return self._scale

    def install(self, app: QApplication) -> None:
        """Dress `app` and become what `current()` gives; called before the first widget.

        A sheet that is on is replaced and never emptied first: Qt keeps the rules of each widget
        with its sheet and forgets with an empty one to be told when widgets die that were not
        shown yet, so that the next change of colors would walk over dead ones.
        """
        global _current
        _current = self
        if not app.styleSheet():
            app.setStyle("Fusion")
        self._families = load_fonts()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        high_contrast.when_changed(self._system_changed)
        self._dress(app)

    def choose(self, scheme: Scheme | None = None, scale: int | None = None) -> None:
        """Change what the user may change; every open window follows at once."""
        self._scheme = self._scheme if scheme is None else scheme
        before = self._scale
        if scale is not None:
            self._scale = max(SMALLEST_SCALE, min(LARGEST_SCALE, scale))
        self._redress(before)

    def step(self, steps: int) -> None:
        """One of SCALES larger or smaller; 0 brings the designed size back."""
        place = min(range(len(SCALES)), key=lambda n: abs(SCALES[n] - self._scale))
        wanted = max(0, min(len(SCALES) - 1, place + steps)) if steps else 0
        self.choose(scale=SCALES[wanted])

    def px(self, designed: int) -> int:
        """Device-independent pixels for a length designed at 100 %."""
        return (designed * self._scale + 50) // 100

    def color(self, tone: str) -> QColor:
        """A token by name, such as `muted` or `money_in`."""
        return QColor(getattr(self.tokens, tone))

    def font(self, size: int, *, strong: bool = False) -> QFont:
        """The UI font at `size` designed pixels, figures all of one width."""
        font = QFont(QApplication.font())
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _dress(self, app: QApplication) -> None:
        self.tokens = self._wanted()
        app.setPalette(_palette(self.tokens))
        font = QFont(app.font())
        if self._families:
            font.setFamilies([*self._families, font.family()])
        font.setPixelSize(self.px(13))
        font.setFeature(QFont.Tag("tnum"), 1)
        app.setFont(font)
        app.setStyleSheet(build(self.tokens, self.px))

    def _redress(self, before: int | None = None) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._dress(app)
            if before is not None and before != self._scale:
                for top in app.topLevelWidgets():
                    if top.parentWidget() is None:
                        rescale(top, before, self._scale)
            self.changed.emit()

    def _system_changed(self) -> None:
        if self._wanted() != self.tokens:
            self._redress()

    def _wanted(self) -> Tokens:
        """The colours of the scheme, stark where the system asks for high contrast."""
        wanted = self._of_scheme()
        return high_contrast.stark(wanted) if high_contrast.is_wanted() else wanted

    def _of_scheme(self) -> Tokens:
        if self._scheme is not Scheme.SYSTEM:
            return DARK if self._scheme is Scheme.DARK else LIGHT
        system = QGuiApplication.styleHints().colorScheme()
        return DARK if system is Qt.ColorScheme.Dark else LIGHT


_current: Theme | None = None


def current() -> Theme:
    """The installed theme: like the application's font, there is one for each process."""
    ensure(_current is not None, "a theme is installed before the first widget")
    return _current  # type: ignore[return-value]


def load_fonts() -> tuple[str, ...]:
    """Families of the bundled fonts, plain Latin first; none when the folder is missing or empty.

    They are used only where the system has no good font of its own for the scripts we promise.
    """
    system = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).family()
    found: list[str] = []
    for file in sorted(FONT_DIR.glob("*.ttf")) if FONT_DIR.is_dir() else ():
        number = QFontDatabase.addApplicationFont(str(file))
        found += [f for f in QFontDatabase.applicationFontFamilies(number) if f not in found]
    poor = system in ("", "DejaVu Sans", "Sans Serif", "Bitstream Vera Sans")
    families = found if poor else [system, *found]
    return tuple(sorted(families, key=len)) if poor else tuple(families)


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    colors = {
        role.Window: tokens.canvas,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.canvas,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.danger,
        role.Highlight: tokens.accent_tint,
        role.HighlightedText: tokens.text,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.Light: tokens.raised,
        role.Midlight: tokens.hairline,
        role.Mid: tokens.border,
        role.Dark: tokens.muted,
        role.Shadow: tokens.border,
    }
    for where, color in colors.items():
        palette.setColor(where, QColor(color))
    off = QPalette.ColorGroup.Disabled
    for where in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        palette.setColor(off, where, QColor(tokens.disabled))
    return palette
