"""Two made-up languages that show what a real one would meet: accents on longer words, and a layout
that runs from right to left.
"""

from __future__ import annotations

import gettext
import re
from typing import Final

LONG: Final = "en_XA"
MIRRORED: Final = "ar_XB"
FIGURES: Final = "en_US"
"""How amounts and dates are written meanwhile."""
MARK: Final = "\u02bc"
"""Every message ends with it, so that a screen shows what never was one."""
_ACCENTED: Final = str.maketrans("aceiknosuyzACEINOSUYZ", "áçéíķñóšúýžÁÇÉÍÑÓŠÚÝŽ")
_PLACE: Final = re.compile(r"(\{[a-z_]+\})")
_MORE: Final = 0.4
_RIGHT_TO_LEFT, _END, _BEGINS = "\u202e", "\u202c", "\u200f"


class Pseudo(gettext.NullTranslations):
    """English with accents and two fifths longer, or written backwards; places stay as they are."""

    def __init__(self, locale: str) -> None:
        super().__init__()
        self._mirrored = locale == MIRRORED

    def gettext(self, message: str) -> str:
        said = "".join(self._said(part) for part in _PLACE.split(message))
        if self._mirrored:
            return f"{_BEGINS}{said}{_BEGINS}{MARK}{_BEGINS}"
        return said + "\u00b7" * max(1, round(len(message) * _MORE)) + MARK

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def _said(self, part: str) -> str:
        if not part or _PLACE.fullmatch(part):
            return part
        if self._mirrored:
            return f"{_RIGHT_TO_LEFT}{part}{_END}"
        return part.translate(_ACCENTED)
