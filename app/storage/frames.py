"""Values behind their length, as hashes take them, over bytes as they stand in the file; what comes
again and again is framed once.
"""

from __future__ import annotations

from typing import Any

_KEPT = 8192
_LONGEST = 64


class Frames(dict[Any, bytes]):
    """`frames[value]` for bytes and whole numbers, as `canonical.framed` has them; `before` leads
    each value, and null is the single byte 0 (`canonical.content_hash`).
    """

    def __init__(self, before: bytes = b"") -> None:
        super().__init__()
        self._before = before

    def __missing__(self, value: Any) -> bytes:
        if value is None:
            return b"\x00"
        data: bytes = b"%d" % value if isinstance(value, int) else value
        size = len(data)
        made = self._before + size.to_bytes(8, "big") + data
        if size <= _LONGEST:
            if len(self) >= _KEPT:
                self.clear()
            self[value] = made
        return made
