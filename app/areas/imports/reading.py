"""Reading a CSV file of any program: its encoding and delimiter found, damage said with its line.

Never more than one row in memory, never a guess about text: what can't be read is refused in words.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from app.areas.imports import file_errors as errors
from app.kernel.errors import UserError
from app.kernel.text import clean
from app.kernel.translate import t

COLUMNS_AT_MOST = 500
FIELD_AT_MOST = 65_536
LINE_AT_MOST = 1_000_000
_TOP = 12
"""So many rows are looked at for the names of the columns."""
_CHUNK = 1 << 20
_SAMPLE = 65_536
DELIMITERS = (",", ";", "\t", "|")
NO_QUOTE = "none"
QUOTES = ('"', "'")
_OTHER = (
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1258", "cp437", "cp850", "mac_roman"),
    *("shift_jis", "gb18030", "big5", "euc_kr"),
)
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", *_OTHER)
"""What a person may say a file is written in; the first six are found without being told."""
_SIXTEENS = ("utf-16", "utf-16-le", "utf-16-be")
SURE = ("utf-8", *_SIXTEENS)
"""What is found without a doubt, or not at all."""
GUESSED = ("cp1252", "latin-1")
"""What text is taken for that is no Unicode."""
_MISREAD = re.compile(
    r"\w*(?:[ÐðÞþ]|[À-ÖØ-öø-ÿ]{3}|[a-z][ŠŽŒŸ][a-z]|[a-z][‚„ƒ¤¢]|(?<!\w)[£¥¢][^\W\d_]"
    "|[^\\W\\d_][¹²³¿¡¤¦¨¬¯¸´¶§±¼½¾‚ƒ„†‡ˆ‰‹›€™¢£¥©®“”•\ufffd][^\\W\\d_])\\w*"
)
"""What texts of other code pages look like when they are taken for Western ones."""


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A file found readable: its text encoding, its delimiter, and its header as numbered names.

    `unclear` is a word that shows that the encoding may well be another one than was found.
    """

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_line: int
    sha256: str
    size: int
    stamp: int
    quote: str = '"'
    unclear: str = ""


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row of the file and the line it begins in."""

    line: int
    cells: list[str]


def open_csv(path: Path, encoding: str = "", delimiter: str = "", quote: str = "") -> CsvFile:
    """Look through the whole file once; UserError for what can't be brought in, and why."""
    if delimiter and delimiter not in DELIMITERS:
        raise errors.odd_delimiter()
    if quote and quote not in (*QUOTES, NO_QUOTE):
        raise errors.odd_quote()
    stamp = _stamp(path)
    found, digest, size, unclear = _scan(path, _known_encoding(encoding))
    sample = _sample(path, found)
    best, skip = _delimiter(sample)
    delimiter = delimiter or best
    quote = "" if quote == NO_QUOTE else quote or _quote(sample, delimiter)
    with _text(path, found) as text:
        first = _first(list(islice(_rows(text, path, delimiter, quote, skip), _TOP)))
    header = _header(first.cells)
    return CsvFile(path, found, delimiter, header, first.line, digest, size, stamp, quote, unclear)


def _first(rows: list[CsvRow]) -> CsvRow:
    """The row with the names of the columns: titles and heads of groups above it fill less than
    half of them. Where numbers stand already, nothing above was a title.
    """
    if not rows:
        raise errors.empty_file()
    filled = [sum(bool(cell.strip()) for cell in row.cells) for row in rows]
    place = next(place for place, count in enumerate(filled) if 2 * count > max(filled))
    named = not any(cell.strip()[:1].isdigit() for cell in rows[place].cells)
    return rows[place] if named else rows[0]


def refuse_changed(file: CsvFile) -> None:
    """An OutsideError where the file was written since it was opened."""
    if _stamp(file.path) != file.stamp:
        raise errors.file_changed()


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def rows_of(file: CsvFile) -> Iterator[CsvRow]:
    """The rows below the header; rows of nothing but blanks are passed over."""
    with _text(file.path, file.encoding) as text:
        for row in _rows(text, file.path, file.delimiter, file.quote, 0):
            if row.line > file.header_line:
                yield row


def _known_encoding(name: str) -> str:
    if name and name not in ENCODINGS:
        raise errors.unknown_encoding(ENCODINGS)
    return name


def _bytes(path: Path) -> IO[bytes]:
    try:
        if not path.is_file():
            raise errors.no_such_file(path)
        return path.open("rb")
    except OSError as error:
        raise errors.unreadable(path, error.strerror) from error


def _text(path: Path, encoding: str) -> io.TextIOWrapper:
    """The file as text with every kind of line end as one; damage was found by the scan before."""
    name = "utf-8-sig" if encoding == "utf-8" else encoding
    return io.TextIOWrapper(_bytes(path), encoding=name, newline=None)


def _scan(path: Path, wanted: str) -> tuple[str, str, int, str]:
    """(encoding, SHA-256, bytes, what is unclear) after one pass over the file in pieces."""
    digest, size = hashlib.sha256(), 0
    with _bytes(path) as file:
        head = _piece(file, path, 64)
        _refuse_other_formats(head)
        sure = wanted == "utf-8" or head[:3] == codecs.BOM_UTF8
        wanted = "utf-8" if sure else wanted
        name = _told_encoding(head, wanted)
        decoder = codecs.getincrementaldecoder(name)() if name else None
        eight = _Utf8(sure=sure)
        file.seek(0)
        while chunk := _piece(file, path, _CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if decoder is not None:
                _feed(decoder, chunk)
                continue
            if b"\x00" in chunk:
                raise errors.not_plain_text()
            eight.feed(chunk)
        if decoder is not None:
            _feed(decoder, b"", final=True)
        else:
            eight.feed(b"", final=True)
    encoding = name or eight.verdict(wanted)
    unclear = eight.misread if encoding in GUESSED and not wanted else ""
    return encoding, digest.hexdigest(), size, unclear


def _piece(file: IO[bytes], path: Path, size: int) -> bytes:
    try:
        return file.read(size)
    except OSError as error:
        raise errors.unreadable(path, error.strerror) from error


def _told_encoding(head: bytes, wanted: str) -> str:
    """The encoding a person or the first bytes name; nothing for one that is found on the way."""
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    if wanted in _SIXTEENS or wanted in _OTHER:
        return wanted
    # Letters of the Latin alphabet without a mark in front: every other byte is nothing.
    if len(head) >= 8 and b"\x00" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if not even and odd * 2 >= len(head) // 2:
            return "utf-16-le"
        if not odd and even * 2 >= len(head) // 2:
            return "utf-16-be"
    return ""


def _refuse_other_formats(head: bytes) -> None:
    if not head:
        raise errors.empty_file()
    if head[:4] == b"PK\x03\x04" or head[:4] == b"\xd0\xcf\x11\xe0":
        raise errors.workbook()
    if head[:4] == b"%PDF":
        raise errors.pdf()
    if head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<":
        raise errors.web_page()


def _feed(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> None:
    try:
        text = decoder.decode(chunk, final)
    except UnicodeDecodeError:
        raise errors.damaged_text() from None
    if "\x00" in text:
        raise errors.damaged_text()


class _Utf8:
    """Decides whether bytes are UTF-8, an old Windows code page, or damaged UTF-8."""

    def __init__(self, *, sure: bool) -> None:
        self._sure = sure
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._wide = 0
        self._broken = False
        self._windows = True
        self.misread = ""

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        if any(byte in chunk for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")):
            self._windows = False
        if self._broken:
            self._look_at(chunk)
            return
        try:
            text = self._decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            self._broken = True
            self._wide += _wide(chunk[: error.start])
            self._look_at(chunk)
        else:
            self._wide += len(text) - _narrow(text) if not text.isascii() else 0

    def _look_at(self, chunk: bytes) -> None:
        if not self.misread and not chunk.isascii():
            found = _MISREAD.search(chunk.decode("cp1252", "replace"))
            self.misread = found[0] if found else ""

    def verdict(self, wanted: str) -> str:
        if wanted in ("cp1252", "latin-1"):
            return wanted
        if not self._broken:
            return "utf-8"
        if self._sure:
            raise errors.damaged_text()
        if self._wide:
            raise errors.two_encodings()
        return "cp1252" if self._windows else "latin-1"


def _wide(data: bytes) -> int:
    text = data.decode("utf-8", "ignore")
    return len(text) - _narrow(text)


def _narrow(text: str) -> int:
    return len(text.encode("ascii", "ignore"))


def _sample(path: Path, encoding: str) -> str:
    with _text(path, encoding) as text:
        try:
            return text.read(_SAMPLE)
        except OSError as error:
            raise errors.unreadable(path, error.strerror) from error


def _delimiter(sample: str) -> tuple[str, int]:
    """The delimiter that cuts the header into most columns; Excel's own `sep=;` line is obeyed."""
    first = sample.lstrip("\n").split("\n", 1)[0]
    if first[:4].lower() == "sep=" and first[4:5] in DELIMITERS:
        return first[4], 1 + sample.index(first)
    lines = sample.lstrip("\n").split("\n", _TOP)[:_TOP]
    counts = {mark: [_cut(line, mark) for line in lines] for mark in DELIMITERS}
    if 2 * max(cuts[0] for cuts in counts.values()) > max(map(max, counts.values())):
        return max(DELIMITERS, key=lambda mark: counts[mark][0]), 0
    return max(DELIMITERS, key=lambda mark: sum(counts[mark])), 0  # a title stands above


def _quote(sample: str, delimiter: str) -> str:
    """The double quote, unless every cell of the first line stands in single ones."""
    cells = sample.lstrip("\n").split("\n", 1)[0].split(delimiter)
    single = [cell for cell in cells if len(cell) > 1 and cell[0] == cell[-1] == "'"]
    return "'" if len(cells) > 1 and len(single) == len(cells) else '"'


def _cut(line: str, mark: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=mark), []))
    except csv.Error:
        return 0


def _lines(text: io.TextIOWrapper, path: Path) -> Iterator[str]:
    number = 0
    while line := _line(text, path):
        number += 1
        if len(line) > LINE_AT_MOST:
            raise errors.long_line(number)
        yield line


def _line(text: io.TextIOWrapper, path: Path) -> str:
    """The next line; whatever happens to a file on the way is said in words."""
    try:
        return text.readline(LINE_AT_MOST + 1)
    except OSError as error:
        raise errors.unreadable(path, error.strerror) from error
    except UnicodeDecodeError:
        raise errors.file_changed() from None


def _rows(
    text: io.TextIOWrapper, path: Path, delimiter: str, quote: str, skip: int
) -> Iterator[CsvRow]:
    lines = _lines(text, path)
    if quote:
        reader = csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=True)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    line = 1
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken_row(str(error), line, reader.line_num) from None
        if line <= skip or not any(cell.strip() for cell in cells):
            continue
        if len(cells) > COLUMNS_AT_MOST:
            raise errors.many_columns(line, len(cells), COLUMNS_AT_MOST)
        if len(max(cells, key=len)) > FIELD_AT_MOST:
            raise errors.long_field(line)
        yield CsvRow(line, cells)


def _broken_row(why: str, line: int, last: int) -> UserError:
    if "unexpected end" in why or "field larger" in why:
        if last > line or "unexpected end" in why:
            return errors.open_quotation(line)
        return errors.long_field(line)
    return errors.stray_quotation(line)


def _header(cells: list[str]) -> tuple[str, ...]:
    """Names of the columns: blanks numbered by place, doubles numbered by turn."""
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = clean(cell, "path", most=100) or t("Column {place}", place=place)
        stem, turn = name, 1
        while name in names:
            turn += 1
            name = f"{stem} ({turn})"
        names.append(name)
    return tuple(names)
