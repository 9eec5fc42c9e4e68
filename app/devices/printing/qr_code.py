"""QR codes as rows of modules; it knows neither printers nor paper."""

from __future__ import annotations

from functools import lru_cache

QUIET = 4
"""Modules of white around a code; without them many scanners see nothing."""
LONGEST = 120
"""Longer texts give modules that a receipt can't show."""


@lru_cache(maxsize=64)
def modules(data: str) -> tuple[bytes, ...]:
    """Rows of ones and noughts without the white around them; a dirty sixth may be lost (M)."""
    import segno

    code = segno.make_qr(data, error="m", boost_error=False)
    return tuple(bytes(row) for row in code.matrix)
