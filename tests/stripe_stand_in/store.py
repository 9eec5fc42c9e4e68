"""Objects by id in the order they came, pages of them, and what stands behind an id."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from tests.stripe_stand_in.parameters import Refused, Told, refuse


class Store:
    """What one account holds; `lock` is taken by whoever comes in."""

    def __init__(self, now: Callable[[], datetime], live: bool) -> None:
        self.lock = threading.RLock()
        self.now, self.live = now, live
        self.account = "acct_1standIn000001"
        self.kept: dict[str, Told] = {}
        self._of_kind: dict[str, list[Told]] = {}
        self._counts: dict[str, int] = {}

    def all(self, prefix: str) -> list[Told]:
        """Every object whose id begins so (pi, ch, re …), oldest first."""
        return list(self._of_kind.get(prefix, ()))

    def expanded(self, told: Told, paths: list[str], may: Callable[[str], None]) -> Told:
        """`told` with the objects behind ids along each path; every level is a copy."""
        for path in paths:
            if path.count(".") > 3:
                raise refuse("You can expand four levels.", param="expand")
            told = self._expand(told, path.split("."), may)
        return told

    def _expand(self, told: Told, path: list[str], may: Callable[[str], None]) -> Told:
        name, *rest = path
        if name not in told:
            raise refuse(f"This property cannot be expanded ({name}).", param="expand")
        inner: Any = told[name]
        if name == "data":
            return told | {name: [self._expand(each, rest, may) for each in inner]}
        if isinstance(inner, str):
            may(inner.split("_")[0])
            inner = self.kept[inner]
        if inner is not None and rest:
            inner = self._expand(inner, rest, may)
        return told | {name: inner}

    def _found(self, ref: str) -> Told:
        if ref not in self.kept:
            raise self._missing(ref)
        return self.kept[ref]

    def _missing(self, ref: str) -> Refused:
        return refuse(f"No such object: '{ref}'", "resource_missing", "id", 404)

    def _new(self, prefix: str, kind: str, **told: Any) -> Told:
        made: Told = {"id": self._ref(prefix), "object": kind}
        if prefix != "tml":
            made["created"] = self._seconds()
        if prefix not in ("re", "txn"):
            made["livemode"] = self.live
        if prefix != "txn":
            made["metadata"] = {}
        made |= told
        self.kept[made["id"]] = made
        self._of_kind.setdefault(prefix, []).append(made)
        return made

    def _ref(self, prefix: str) -> str:
        self._counts[prefix] = self._counts.get(prefix, 0) + 1
        return f"{prefix}_standIn{self._counts[prefix]:06d}"

    def _seconds(self) -> int:
        return int(self.now().timestamp())


def pages(told: list[Told], params: Told) -> tuple[list[Told], bool]:
    """The page of a list that was asked for, and whether more follow."""
    most = params.get("limit", 10)
    if not 1 <= most <= 100:
        raise refuse("limit is 1 to 100.", "parameter_invalid_integer", "limit")
    after = params.get("starting_after")
    names: Iterator[int] = (at for at, each in enumerate(told) if each["id"] == after)
    first = next(names, -1) + 1 if after else 0
    return told[first : first + most], len(told) > first + most
