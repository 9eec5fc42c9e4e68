"""IPP messages to bytes and back, against bytes written down by hand, and against bad ones."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.devices.office.ipp_messages import (
    Attribute,
    BadMessage,
    Group,
    Message,
    Tag,
    Value,
    decode,
    encode,
    text,
    whole,
)

_FIXED = {0x21: 4, 0x22: 1, 0x23: 4, 0x31: 11, 0x32: 9, 0x33: 8}
_NAMES = st.text(string.ascii_lowercase + string.digits + "-_.", min_size=1, max_size=40)


@st.composite
def _values(draw: st.DrawFn) -> Value:
    tag = draw(st.sampled_from((0x10, 0x13, 0x30, 0x41, 0x42, 0x44, 0x45, 0x4A, 0x34, *_FIXED)))
    if tag < 0x20:
        return Value(tag, b"")
    if tag == Tag.BOOLEAN:
        return Value(tag, draw(st.sampled_from((b"\0", b"\1"))))
    wide = _FIXED.get(tag)
    return Value(tag, draw(st.binary(min_size=wide or 0, max_size=wide or 60)))


_ATTRIBUTES = st.builds(Attribute, _NAMES, st.lists(_values(), min_size=1, max_size=4).map(tuple))
_GROUPS = st.builds(
    Group,
    st.sampled_from((1, 2, 4, 5)),
    st.lists(_ATTRIBUTES, max_size=5, unique_by=lambda a: a.name).map(tuple),
)
_MESSAGES = st.builds(
    Message,
    st.integers(0, 0xFFFF),
    st.integers(-(2**31), 2**31 - 1),
    st.lists(_GROUPS, max_size=4).map(tuple),
    st.sampled_from(((1, 0), (1, 1), (2, 0), (2, 2))),
)


@given(_MESSAGES, st.binary(max_size=20))
def test_what_is_written_is_read_and_a_document_after_it_is_left_alone(
    message: Message, document: bytes
) -> None:
    assert decode(encode(message) + document) == message


@given(_MESSAGES, st.data())
def test_broken_bytes_are_refused_and_nothing_else_happens(
    message: Message, data: st.DataObject
) -> None:
    broken = bytearray(encode(message))
    for _ in range(data.draw(st.integers(1, 3))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(broken[: data.draw(st.integers(0, len(broken)))])
    try:
        read = decode(cut)
    except BadMessage:
        return
    assert decode(encode(read)) == read


@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_a_message_or_refused(data: bytes) -> None:
    try:
        decode(b"\x02\x00" + data)
    except BadMessage:
        return


def test_the_bytes_of_the_standard() -> None:
    """RFC 8010, appendix A.1, as far as it goes: Print-Job by hand."""
    written = (
        b"\x01\x01\x00\x02\x00\x00\x00\x01\x01"
        b"\x47\x00\x12attributes-charset\x00\x05utf-8"
        b"\x48\x00\x1battributes-natural-language\x00\x05en-us"
        b"\x45\x00\x0bprinter-uri\x00\x15ipp://printer/ipp/Bob"
        b"\x42\x00\x08job-name\x00\x06foobar"
        b"\x22\x00\x16ipp-attribute-fidelity\x00\x01\x01"
        b"\x02"
        b"\x21\x00\x06copies\x00\x04\x00\x00\x00\x14"
        b"\x44\x00\x05sides\x00\x13two-sided-long-edge"
        b"\x03"
    )
    operation = Group(
        Tag.OPERATION,
        (
            text("attributes-charset", Tag.CHARSET, "utf-8"),
            text("attributes-natural-language", Tag.LANGUAGE, "en-us"),
            text("printer-uri", Tag.URI, "ipp://printer/ipp/Bob"),
            text("job-name", Tag.NAME, "foobar"),
            Attribute("ipp-attribute-fidelity", (Value(Tag.BOOLEAN, b"\1"),)),
        ),
    )
    job = Group(Tag.JOB, (whole("copies", 20), text("sides", Tag.KEYWORD, "two-sided-long-edge")))
    message = Message(2, 1, (operation, job), (1, 1))
    assert encode(message) == written
    assert decode(written + b"%PDF") == message


def test_values_say_what_they_are_and_nothing_for_what_they_are_not() -> None:
    group = Group(
        Tag.PRINTER,
        (
            whole("printer-state", 5, tag=Tag.ENUM),
            Attribute("printer-name", (Value(Tag.NAME_IN_LANGUAGE, b"\0\x02en\0\x06Office"),)),
            text("printer-state-message", Tag.TEXT, "Out of\npaper\x1b[31m in  tray 1"),
            text("printer-state-reasons", Tag.KEYWORD, "media-empty-error", "paused"),
            Attribute("time-at-processing", (Value(0x13, b""),)),
        ),
    )
    assert group.number("printer-state") == 5
    assert group.words("printer-name") == "Office"
    assert group.words("printer-state-message") == "Out of paper [31m in tray 1"
    assert group.all_words("printer-state-reasons") == ("media-empty-error", "paused")
    assert (group.number("time-at-processing"), group.yes("printer-state")) == (None, None)
    assert (group.words("printer-state"), group.number("nothing")) == ("", None)


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"\x02\x00\x00\x00\x00\x00\x00\x01",
        b"\x09\x00\x00\x00\x00\x00\x00\x01\x03",
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x01",
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x21\x00\x01a\x00\x04\0\0\0\1\x03",
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x21\x00\x01a\x00\x02\0\1\x03",
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x21\x00\x00\x00\x04\0\0\0\1\x03",
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x22\x00\x01a\x00\x01\x07\x03",
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x41\x00\x01a\xff\xffx\x03",
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x41\x00\x01\x07\x00\x01x\x03",
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x41\x00\x01a\x00\x01x\x41\x00\x01a\x00\x01y\x03",
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x36\x00\x01a\x00\x03\x00\x09x\x03",
    ],
)
def test_what_is_no_message_is_refused(bad: bytes) -> None:
    with pytest.raises(BadMessage):
        decode(bad)
