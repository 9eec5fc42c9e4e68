"""Messages of the Internet Printing Protocol (RFC 8010) to and from bytes; it knows no operation.

Read strictly: whatever does not fit is BadMessage, and nothing is read beyond what came.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


class BadMessage(Exception):
    """Bytes that are no IPP message."""


class Tag:
    """The tags used here, by the names of RFC 8010."""

    OPERATION: Final = 0x01
    JOB: Final = 0x02
    END: Final = 0x03
    PRINTER: Final = 0x04
    INTEGER: Final = 0x21
    BOOLEAN: Final = 0x22
    ENUM: Final = 0x23
    TEXT_IN_LANGUAGE: Final = 0x35
    NAME_IN_LANGUAGE: Final = 0x36
    TEXT: Final = 0x41
    NAME: Final = 0x42
    KEYWORD: Final = 0x44
    URI: Final = 0x45
    CHARSET: Final = 0x47
    LANGUAGE: Final = 0x48
    MIME: Final = 0x49


_LAST_GROUP = 0x0F
_LAST_OUT_OF_BAND = 0x1F
_LENGTHS = {Tag.INTEGER: 4, Tag.BOOLEAN: 1, Tag.ENUM: 4, 0x31: 11, 0x32: 9, 0x33: 8}
"""Values of one length only: numbers, yes or no, a time, a resolution, a range."""
_WORDS = range(0x40, 0x60)
_MOST_NAME = 255
_MOST_VALUE = 32767


@dataclass(frozen=True, slots=True)
class Value:
    """One value as its bytes under a tag."""

    tag: int
    data: bytes

    @property
    def number(self) -> int | None:
        """A whole number or an enum; None for anything else."""
        if self.tag in (Tag.INTEGER, Tag.ENUM):
            return int.from_bytes(self.data, "big", signed=True)
        return None

    @property
    def yes(self) -> bool | None:
        return bool(self.data[0]) if self.tag == Tag.BOOLEAN else None

    @property
    def words(self) -> str | None:
        """Any kind of text in one line; None for anything else."""
        data = self.data
        if self.tag in (Tag.TEXT_IN_LANGUAGE, Tag.NAME_IN_LANGUAGE):
            data = _without_language(data)
        elif self.tag not in _WORDS:
            return None
        said = data.decode("utf-8", "replace")
        return " ".join("".join(c if c.isprintable() else " " for c in said).split())


@dataclass(frozen=True, slots=True)
class Attribute:
    """A name with one value or several."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Attributes of one thing: of the operation, of a printer, of a job."""

    tag: int
    attributes: tuple[Attribute, ...]

    def values(self, name: str) -> tuple[Value, ...]:
        """The values under this name; none when there is no such attribute."""
        return next((each.values for each in self.attributes if each.name == name), ())

    def number(self, name: str) -> int | None:
        return next((v.number for v in self.values(name)), None)

    def yes(self, name: str) -> bool | None:
        return next((v.yes for v in self.values(name)), None)

    def words(self, name: str) -> str:
        """The first value as text; empty when there is none."""
        return next((v.words for v in self.values(name)), None) or ""

    def all_words(self, name: str) -> tuple[str, ...]:
        return tuple(said for v in self.values(name) if (said := v.words))


@dataclass(frozen=True, slots=True)
class Message:
    """A request, or an answer; `code` is its operation, or how it went."""

    code: int
    request_id: int
    groups: tuple[Group, ...]
    version: tuple[int, int] = (2, 0)

    def of(self, tag: int) -> tuple[Group, ...]:
        """The groups of one kind, in their order."""
        return tuple(group for group in self.groups if group.tag == tag)


def whole(name: str, *numbers: int, tag: int = Tag.INTEGER) -> Attribute:
    return Attribute(name, tuple(Value(tag, struct.pack(">i", n)) for n in numbers))


def text(name: str, tag: int, *words: str) -> Attribute:
    return Attribute(name, tuple(Value(tag, each.encode()) for each in words))


def encode(message: Message) -> bytes:
    """The bytes of a message, up to where a document would begin."""
    out = [struct.pack(">BBHi", *message.version, message.code, message.request_id)]
    for group in message.groups:
        out.append(bytes([group.tag]))
        for attribute in group.attributes:
            name = attribute.name.encode("ascii")
            for value in attribute.values:
                out.append(struct.pack(">BH", value.tag, len(name)) + name)
                out.append(struct.pack(">H", len(value.data)) + value.data)
                name = b""
    return b"".join((*out, bytes([Tag.END])))


def decode(data: bytes) -> Message:
    """The message in `data`; a document after it is left alone. BadMessage when there is none."""
    if len(data) < 9:
        raise BadMessage("too short")
    major, minor, code, request_id = struct.unpack(">BBHi", data[:8])
    if major not in (1, 2):
        raise BadMessage(f"version {major}.{minor}")
    groups = tuple(_groups(_Bytes(data, 8)))
    return Message(code, request_id, groups, (major, minor))


class _Bytes:
    """Takes one piece after another and never more than there is."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, count: int) -> bytes:
        end = self.at + count
        if end > len(self.data):
            raise BadMessage("it ends in the middle")
        piece = self.data[self.at : end]
        self.at = end
        return piece

    def byte(self) -> int:
        return self.take(1)[0]

    def counted(self, most: int) -> bytes:
        count = int.from_bytes(self.take(2), "big")
        if count > most:
            raise BadMessage("a length beyond all reason")
        return self.take(count)


def _groups(data: _Bytes) -> Iterator[Group]:
    tag = data.byte()
    while tag != Tag.END:
        if not 0 < tag <= _LAST_GROUP:
            raise BadMessage("a value outside any group")
        found: dict[str, list[Value]] = {}
        last: list[Value] | None = None
        inner = data.byte()
        while inner > _LAST_GROUP:
            name = data.counted(_MOST_NAME)
            value = _value(inner, data.counted(_MOST_VALUE))
            if name:
                last = found.setdefault(_name(name), [])
                if last:
                    raise BadMessage("an attribute twice in one group")
            if last is None:
                raise BadMessage("a value without a name")
            last.append(value)
            inner = data.byte()
        yield Group(tag, tuple(Attribute(name, tuple(vs)) for name, vs in found.items()))
        tag = inner


def _name(data: bytes) -> str:
    if not data.isascii() or not data.decode("ascii").isprintable():
        raise BadMessage("a name that is none")
    return data.decode("ascii")


def _value(tag: int, data: bytes) -> Value:
    if len(data) != _LENGTHS.get(tag, len(data)) or (tag <= _LAST_OUT_OF_BAND and data):
        raise BadMessage("a value of the wrong length")
    if tag == Tag.BOOLEAN and data[0] > 1:
        raise BadMessage("neither yes nor no")
    if tag in (Tag.TEXT_IN_LANGUAGE, Tag.NAME_IN_LANGUAGE):
        _without_language(data)
    return Value(tag, data)


def _without_language(data: bytes) -> bytes:
    """The words of a value that names its language first."""
    inside = _Bytes(data, 0)
    inside.counted(_MOST_NAME)
    words = inside.counted(_MOST_VALUE)
    if inside.at != len(data):
        raise BadMessage("more than a language and its words")
    return words
