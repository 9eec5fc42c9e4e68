"""No word of the data ever stands in a log line, whatever is handed to a logger or raised."""

from __future__ import annotations

import errno
import json
import logging
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.errors import Bug, UserError, ensure
from app.kernel.log_lines import LEFT_OUT, Count, Reference, describe, line_of, shown
from app.kernel.money import Money


class Colour(StrEnum):
    RED = "a value"


SAMPLES = st.one_of(
    st.sampled_from(
        (
            "Nguyễn Thị Hoa",
            "4111 1111 1111 1111",
            "4111111111111111",
            "A-001234",
            "W3-000123",
            "rk_live_51NabcDEFghiJKL",
            "req_51 Nguyễn",
            "owes a lot, is ill",
            "1984-02-03",
        )
    ),
    st.text(alphabet="ØŻ7ကမ", min_size=6, max_size=40),
)


def _record(name: str, msg: str, args: tuple[Any, ...], error: BaseException | None) -> Any:
    trace = (type(error), error, error.__traceback__) if error is not None else None
    return logging.LogRecord(name, logging.ERROR, "/x/app/areas/a.py", 7, msg, args, trace, "take")


def _raised(kind: Any, data: str) -> BaseException:
    try:
        patient = {"name": data}
        try:
            raise KeyError(data)
        except KeyError as first:
            if kind is UnicodeDecodeError:
                data.encode("utf-16").decode("ascii")
            if kind is AttributeError:
                getattr(patient, data)
            raise kind(f"no {patient}", data) from first
    except Exception as error:  # noqa: BLE001 whatever came of it
        return error


@settings(max_examples=50)
@given(
    SAMPLES,
    st.sampled_from(
        (ValueError, Bug, RuntimeError, OSError, AttributeError, UnicodeDecodeError, NameError)
    ),
)
def test_what_is_handed_to_a_logger_or_raised_is_left_out(data: str, kind: Any) -> None:
    error = _raised(kind, data)
    number = int("".join(each for each in data if "0" <= each <= "9") or "12345678")
    args = (data, number, (data,), {"k": data}, data.encode(), Money(number, "USD"), error)
    lines = [
        line_of(_record("counterfoil.cards", "a card payment waits: %s", args, error)),
        line_of(_record("stripe.http", f"posting {data}", (data,), error)),
        line_of(_record("counterfoil", "refused: %s", (UserError(data, field=data),), None)),
        {"error": describe(error)},
    ]
    written = json.dumps(lines, ensure_ascii=False)
    assert data not in written
    assert json.dumps(data) not in json.dumps(lines)
    if number > 9999:
        assert str(number) not in written
    assert "waits" in written
    assert type(error).__name__ in written


def test_a_line_says_what_the_code_itself_says() -> None:
    record = _record(
        "counterfoil.sync",
        "%s of %s: %s %s %s",
        (Count(3), Colour.RED, OSError, Reference("req_Abc123"), None),
        None,
    )
    told = line_of(record)
    assert told["said"] == "%s of %s: %s %s %s"
    assert told["with"] == [3, "RED", "OSError", "req_Abc123", "none"]
    assert told["from"] == "a.py:7 take"
    assert shown(Reference("sk_live_x")) == LEFT_OUT
    assert shown(7) == LEFT_OUT


def test_a_broken_promise_is_told_in_the_words_of_the_code() -> None:
    with pytest.raises(Bug) as broken:
        Money(100, "USD") * "Nguyễn"  # type: ignore[operator]
    told = describe(broken.value)
    assert told["words"] == ["broken promise: money is multiplied by whole numbers only"]
    assert told["where"][-1].endswith(" ensure")
    with pytest.raises(Bug) as foreign:
        ensure(len("Hoa") == 0, "Nguyễn Thị Hoa")
    assert "words" not in describe(foreign.value)
    full = OSError(errno.ENOSPC, "Nguyễn")
    assert describe(full) == {"kind": "OSError", "where": [], "code": "ENOSPC"}


def test_causes_that_go_round_end() -> None:
    first, second = ValueError("x"), KeyError("y")
    first.__cause__, second.__cause__ = second, first
    told = describe(first)
    assert json.dumps(told).count('"kind"') == 5
