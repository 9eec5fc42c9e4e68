"""Text in a PDF: a bundled font for every letter, shaped where needed; drops no letter unsaid.

reportlab draws letters one by one; Burmese, Thai, Arabic and Hebrew are shaped by HarfBuzz first
and their glyphs placed singly, with the words attached (ActualText) for search and copying.
"""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.devices.printing.cells import clusters
from app.devices.printing.direction import in_visual_order, mirrored
from app.devices.printing.ports import LetterShapes, Outline
from app.devices.printing.typefaces import DRAWN_AS, TYPEFACES, Typeface

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

DRAWING = threading.Lock()
"""Held while a document is drawn: reportlab's register of fonts is one for the whole process."""

_EM = 1000.0
_FIRST_PRIVATE = 0xE000


@dataclass(frozen=True, slots=True)
class Glyph:
    """`letter` is what the font answers to; places are thousandths of an em from the start."""

    letter: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one font; without `glyphs` drawn as they stand, without `font` as outline.

    Without both it is a letter nobody has: a frame with its code number is drawn.
    """

    text: str
    width: float
    font: str | None = None
    glyphs: tuple[Glyph, ...] = ()
    outline: Outline | None = None


class _Font:
    """One font file, known to reportlab under `name`; every glyph of it can be addressed."""

    def __init__(self, face: Typeface, bold: bool) -> None:
        import uharfbuzz  # type: ignore[import-untyped]
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        path = face.path(bold)
        self.face = face
        self.name = path.stem
        self.harfbuzz = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(path.read_bytes())))
        font = TTFont(self.name, str(path))
        pdfmetrics.registerFont(font)
        self._letters = self._name_all_glyphs(font.face)

    def _name_all_glyphs(self, face: object) -> dict[int, str]:
        """Glyph number to a letter; glyphs without one get a private letter, always the same.

        Handed out once, in glyph order: given out while shaping, as reportlab's own shaping does,
        they would depend on what was drawn before and the same receipt would give other bytes.
        """
        glyph_to_char: dict[int, list[int]] = getattr(face, "glyphToChar")  # noqa: B009
        char_to_glyph: dict[int, int] = getattr(face, "charToGlyph")  # noqa: B009
        widths: dict[int, float] = getattr(face, "charWidths")  # noqa: B009
        letters = {glyph: chr(min(codes)) for glyph, codes in glyph_to_char.items()}
        private = _FIRST_PRIVATE
        for glyph in range(self.harfbuzz.face.glyph_count):
            if glyph not in letters:
                while private in char_to_glyph:
                    private += 1
                char_to_glyph[private] = glyph
                widths[private] = self.harfbuzz.get_glyph_h_advance(glyph)
                letters[glyph] = chr(private)
        return letters

    def has(self, cluster: str) -> bool:
        return all(
            unicodedata.category(letter) == "Cf" or self.harfbuzz.get_nominal_glyph(ord(letter))
            for letter in cluster
        )

    def run(self, text: str) -> Run:
        has_marks = any(unicodedata.category(letter)[0] == "M" for letter in text)
        if self.face.shaped or has_marks:
            return self._shaped(text)
        drawn = "".join(DRAWN_AS.get(letter, letter) for letter in text)
        width = sum(self._advance(letter) for letter in drawn)
        return Run(text, width, self.name)

    def _advance(self, letter: str) -> int:
        glyph = self.harfbuzz.get_nominal_glyph(ord(letter)) or 0
        return int(self.harfbuzz.get_glyph_h_advance(glyph))

    def _shaped(self, text: str) -> Run:
        import uharfbuzz

        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if self.face.right_to_left else "ltr"
        uharfbuzz.shape(self.harfbuzz, buffer)
        x, glyphs = 0, []
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions or (), strict=True):
            letter = self._letters[info.codepoint]
            glyphs.append(Glyph(letter, x + place.x_offset, place.y_offset))
            x += place.x_advance
        return Run(text, x, self.name, tuple(glyphs))


@lru_cache(maxsize=1)
def _fonts() -> tuple[tuple[_Font, _Font], ...]:
    """Every bundled font, regular and bold, in the order they are asked."""
    return tuple((_Font(face, False), _Font(face, True)) for face in TYPEFACES)


class PdfText:
    """Measures and draws text on one document and remembers the letters it could not find."""

    def __init__(self, shapes: LetterShapes | None = None) -> None:
        self._shapes = shapes
        self._runs: dict[tuple[str, bool], tuple[Run, ...]] = {}
        self.missing: dict[str, None] = {}

    def measure(self, text: str, size: float, bold: bool) -> float:
        """Width of `text` in points."""
        return sum(run.width for run in self.runs(text, bold)) * size / _EM

    def runs(self, text: str, bold: bool) -> tuple[Run, ...]:
        """`text` in runs as they stand from left to right."""
        key = (text, bold)
        if key not in self._runs:
            self._runs[key] = tuple(
                run
                for piece, turned in in_visual_order(text)
                for run in self._runs_of(piece, turned, bold)
            )
        return self._runs[key]

    def _runs_of(self, text: str, turned: bool, bold: bool) -> list[Run]:
        """A piece of one direction, cut where the font changes; a space keeps the font before."""
        parts: list[tuple[str, _Font | None]] = []
        for cluster in clusters(text):
            last = parts[-1] if parts else ("", None)
            font = last[1] if cluster == " " and last[1] else _font_for(cluster, bold)
            if parts and font is last[1]:
                parts[-1] = (last[0] + cluster, font)
            else:
                parts.append((cluster, font))
        runs = [self._run(part, font, turned, bold) for part, font in parts]
        return runs[::-1] if turned else runs

    def _run(self, text: str, font: _Font | None, turned: bool, bold: bool) -> Run:
        if font is not None:
            return font.run(mirrored(text) if turned and not font.face.right_to_left else text)
        outline = self._shapes.outline(text, bold) if self._shapes else None
        if outline is not None:
            return Run(text, outline.width, outline=outline)
        self.missing.update(dict.fromkeys(text.replace(" ", "")))
        return Run(text, _EM * len(text))

    def draw(self, canvas: Canvas, text: str, x: float, y: float, size: float, bold: bool) -> None:
        """Draw `text` with its left end at `x` and its baseline at `y`, in points from below."""
        for run in self.runs(text, bold):
            plain = run.font is not None and not run.glyphs
            if not plain:
                words = run.text.encode("utf-16-be").hex().upper()
                canvas.addLiteral(f"/Span <</ActualText <FEFF{words}>>> BDC")
            _draw_run(canvas, run, x, y, size)
            if not plain:
                canvas.addLiteral("EMC")
            x += run.width * size / _EM


def _font_for(cluster: str, bold: bool) -> _Font | None:
    drawn = "".join(DRAWN_AS.get(letter, letter) for letter in cluster)
    return next((pair[bold] for pair in _fonts() if pair[bold].has(drawn)), None)


def _draw_run(canvas: Canvas, run: Run, x: float, y: float, size: float) -> None:
    scale = size / _EM
    if run.font is not None:
        canvas.setFont(run.font, size)
        for glyph in run.glyphs:
            canvas.drawString(x + glyph.x * scale, y + glyph.y * scale, glyph.letter)
        if not run.glyphs:
            drawn = "".join(DRAWN_AS.get(letter, letter) for letter in run.text)
            canvas.drawString(x, y, drawn)
    elif run.outline is not None:
        _fill(canvas, run.outline, x, y, scale)
    else:
        for place, letter in enumerate(run.text):
            _draw_code(canvas, letter, x + place * size, y, size)


def _fill(canvas: Canvas, outline: Outline, x: float, y: float, scale: float) -> None:
    path = canvas.beginPath()
    for name, *numbers in outline.steps:
        at = [float(n) * scale + (y if i % 2 else x) for i, n in enumerate(numbers)]
        if name == "M":
            path.moveTo(at[0], at[1])
        elif name == "L":
            path.lineTo(at[0], at[1])
        elif name == "C":
            path.curveTo(at[0], at[1], at[2], at[3], at[4], at[5])
        else:
            path.close()
    canvas.drawPath(path, stroke=0, fill=1, fillMode=1)


def _draw_code(canvas: Canvas, letter: str, x: float, y: float, size: float) -> None:
    """A frame with the letter's code number: nobody takes it for the letter or for nothing."""
    code = f"{ord(letter):06X}" if ord(letter) > 0xFFFF else f"{ord(letter):04X}"
    half = len(code) // 2
    canvas.setLineWidth(size * 0.05)
    canvas.rect(x + size * 0.06, y - size * 0.16, size * 0.88, size * 1.0, stroke=1, fill=0)
    canvas.setFont(_fonts()[0][0].name, size * (0.44 if half == 2 else 0.36))
    canvas.drawCentredString(x + size / 2, y + size * 0.38, code[:half])
    canvas.drawCentredString(x + size / 2, y - size * 0.06, code[half:])
