"""The pages of a PDF as pictures, for a screen and for printers that want dots; it has no fonts."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

_ALONE: Final = Lock()
"""The library may be used by one thread at a time."""


@dataclass(frozen=True, slots=True)
class PdfPicture:
    """One page: `rgb` has three bytes for each dot, row after row without gaps."""

    width: int
    height: int
    rgb: bytes


def pdf_pictures(
    pdf: bytes, dpi: int, only: Container[int] | None = None
) -> tuple[PdfPicture, ...]:
    """Every page at `dpi` dots an inch, or `only` some, counted from 0. Slow, so call it off the
    GUI thread.
    """
    import pypdfium2

    with _ALONE:
        document = pypdfium2.PdfDocument(pdf)
        try:
            wanted = (n for n in range(len(document)) if only is None or n in only)
            return tuple(_picture(document[n], dpi) for n in wanted)
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    with _ALONE:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def _picture(page: Any, dpi: int) -> PdfPicture:
    bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
    row, stride = bitmap.width * 3, bitmap.stride
    dots = bytes(bitmap.buffer)
    rgb = b"".join(dots[y * stride : y * stride + row] for y in range(bitmap.height))
    picture = PdfPicture(bitmap.width, bitmap.height, rgb)
    bitmap.close()
    page.close()
    return picture
