"""The pages of a PDF as pictures, for a screen and for printers that want dots; it has no fonts."""

from __future__ import annotations

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


def pdf_pictures(pdf: bytes, dpi: int) -> tuple[PdfPicture, ...]:
    """Every page at `dpi` dots an inch. Slow, so call it off the GUI thread."""
    import pypdfium2

    with _ALONE:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(_picture(page, dpi) for page in document)
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
