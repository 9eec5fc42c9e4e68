"""Rows as CSV that a spreadsheet opens as what they are: no cell is ever read as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime

from app.kernel.money import Money, decimals_of

_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\u2212", "＝", "＋", "－", "＠")
MARK = "\ufeff"
"""At the beginning of a file, so that spreadsheets read its letters as UTF-8."""

Cell = str | int | bool | Money | date | datetime | None


def csv_lines(rows: Iterable[Iterable[Cell]]) -> str:
    """Rows as CSV text with CRLF line ends, numbers as numbers and days as YYYY-MM-DD."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([cell_text(cell) for cell in row] for row in rows)
    return out.getvalue()


def cell_text(cell: Cell) -> str:
    """What stands in the file for a value; only text can be a formula, and gets an apostrophe."""
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return _plain_amount(cell)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    return _defused(cell)


def _defused(text: str) -> str:
    """A sign that begins a formula may hide behind white space, or behind a separator or quote
    that a careless import takes for the end of the cell.
    """
    parts = [text, *text.replace(";", ",").replace('"', ",").split(",")[1:]]
    if any(part.lstrip(" \u00a0").startswith(_BEGIN_FORMULAS) for part in parts):
        return f"'{text}"
    return text


def _plain_amount(amount: Money) -> str:
    decimals = decimals_of(amount.currency)
    whole, part = divmod(abs(amount.minor), 10**decimals)
    sign = "-" if amount.minor < 0 else ""
    return f"{sign}{whole}.{part:0{decimals}d}" if decimals else f"{sign}{whole}"
