"""A receipt printer's mind: reads the bytes it gets and says what comes out on paper.

It knows few commands on purpose: any other byte is an error, so nothing can slip through.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

FIXED_LENGTH = {
    b"\x1b@": 0,
    b"\x1c.": 0,
    b"\x1bR": 1,
    b"\x1bt": 1,
    b"\x1bE": 1,
    b"\x1d!": 1,
    b"\x1dB": 1,
    b"\x1bJ": 1,
    b"\x1bd": 1,
    b"\x1bM": 1,
    b"\x1dV": 2,
    b"\x1bp": 3,
    b"\x1dr": 1,
    b"\x1dI": 1,
    b"\x10\x14": 3,
    b"\x10\x04": 1,
}


NUMBERED = {0: "cp437", 2: "cp850", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858"}
"""Code tables by the numbers of ESC t."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of dots, True is ink."""

    width: int
    rows: tuple[tuple[bool, ...], ...]


@dataclass(slots=True)
class Paper:
    """What came out: lines of text and pictures in order, and what the printer did beside."""

    parts: list[str | Picture] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    cuts: int = 0
    kicks: list[tuple[int, int]] = field(default_factory=list)
    asked: int = 0
    table: int = -1
    commands: Counter[bytes] = field(default_factory=Counter)

    @property
    def text(self) -> str:
        """The lines of text, a picture as [picture]."""
        return "\n".join(p.rstrip() if isinstance(p, str) else "[picture]" for p in self.parts)

    @property
    def pictures(self) -> list[Picture]:
        return [part for part in self.parts if isinstance(part, Picture)]


def read_paper(data: bytes, table: str = "cp437") -> Paper:
    """The paper behind `data`; ValueError for a byte that is no letter and no known command."""
    paper, at, line, width, wide, now = Paper(), 0, "", 0, 1, table
    while at < len(data):
        byte = data[at]
        if byte == 0x0A:
            paper.parts.append(line)
            paper.widths.append(width)
            line, width, at = "", 0, at + 1
        elif 0x20 <= byte < 0x7F or byte >= 0x80:
            line += bytes([byte]).decode(now)
            width, at = width + wide, at + 1
        elif data[at : at + 4] == b"\x1dv0\x00":
            if line:
                raise ValueError("a picture in the middle of a line")
            across = int.from_bytes(data[at + 4 : at + 6], "little")
            high = int.from_bytes(data[at + 6 : at + 8], "little")
            rows = data[at + 8 : at + 8 + across * high]
            if len(rows) < across * high:
                raise ValueError("a picture is cut off")
            if any(pair in rows for pair in (b"\x10\x04", b"\x10\x05", b"\x10\x14")):
                raise ValueError("a real-time command in a picture")
            _add(paper, across, rows)
            at += 8 + len(rows)
        else:
            command = data[at : at + 2]
            if command not in FIXED_LENGTH:
                raise ValueError(f"{command!r} at {at} is no letter and no command")
            paper.commands[command] += 1
            values = data[at + 2 : at + 2 + FIXED_LENGTH[command]]
            at += 2 + len(values)
            if command == b"\x1d!":
                wide = (values[0] >> 4) + 1
            elif command == b"\x1bt":
                now = table if paper.table in (-1, values[0]) else NUMBERED[values[0]]
                paper.table = values[0] if paper.table == -1 else paper.table
            elif command == b"\x1dV":
                paper.cuts += 1
            elif command == b"\x1bp":
                paper.kicks.append((values[0], values[1] * 2))
            elif command == b"\x10\x14":
                paper.kicks.append((values[1], values[2] * 100))
            elif command == b"\x1dr":
                paper.asked += 1
    if line:
        raise ValueError("the last line was not ended")
    return paper


def _add(paper: Paper, across: int, rows: bytes) -> None:
    """Slices below one another are one picture."""
    made = tuple(
        tuple(bool(byte >> (7 - bit) & 1) for byte in rows[top : top + across] for bit in range(8))
        for top in range(0, len(rows), across)
    )
    last = paper.parts[-1] if paper.parts else None
    if isinstance(last, Picture) and last.width == across * 8:
        paper.parts[-1] = Picture(last.width, last.rows + made)
    else:
        paper.parts.append(Picture(across * 8, made))
