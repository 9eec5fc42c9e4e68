"""A reader of Code 128 by itself: it shares nothing with the writer but the standard's table."""

from __future__ import annotations

from app.devices.printing.code128 import WIDTHS


def read_bars(widths: list[int]) -> str:
    """The text behind module widths, check character proved; ValueError when it is no such code."""
    *body, stop = ["".join(map(str, widths[i : i + 6])) for i in range(0, len(widths) - 1, 6)]
    if stop + str(widths[-1]) != "2331112":
        raise ValueError("no stop")
    values = [WIDTHS.index(symbol) for symbol in body]
    start, *data, check = values
    if (start + sum(i * v for i, v in enumerate(data, 1))) % 103 != check:
        raise ValueError("check character")
    in_c, text = {104: False, 105: True}[start], ""
    for value in data:
        if in_c and value < 100:
            text += f"{value:02d}"
        elif in_c:
            in_c = {100: False}[value]
        elif value < 95:
            text += chr(value + 32)
        else:
            in_c = {99: True}[value]
    return text
