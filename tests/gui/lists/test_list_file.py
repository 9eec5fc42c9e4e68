"""A long list becomes a file in few questions: each of them may sort every row there is."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import pytest

from app.areas.parties import lists
from app.areas.parties.lists import AccountRow
from app.cli import bench_search
from app.gui.tables.csv_export import write_csv
from app.gui.tables.list_spec import ListSpec
from app.gui.tables.paged_model import ListColumn
from app.gui.tables.rows_model import Column
from app.kernel.listing import ListWanted, Page, Sort
from app.storage.statements import Reader

ROWS = 1_200


def test_the_file_of_a_long_list_asks_seldom_and_leaves_nothing_half(tmp_path: Path) -> None:
    asked: list[int] = []

    def page(reader: Reader, wanted: ListWanted) -> Page[AccountRow]:
        asked.append(wanted.most)
        return lists.accounts(reader, wanted)

    station = bench_search.opened(tmp_path / "data", ROWS)
    try:
        wanted = ListWanted(sort=Sort("phone"))
        path = tmp_path / "accounts.csv"
        told: list[int] = []
        what = (wanted, ("number",), path, told.append)
        assert station.ask(write_csv, spec(page), *what).result() == ROWS
        assert told == [1_000, ROWS]
        assert len(asked) == 1
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        assert len({row[0] for row in rows}) == ROWS + 1

        def stopped(_reader: Reader, _wanted: ListWanted) -> Page[AccountRow]:
            raise KeyError("given up")

        before = path.read_bytes()
        with pytest.raises(KeyError):
            station.ask(write_csv, spec(stopped), *what).result()
        assert path.read_bytes() == before
        assert [name for name in os.listdir(tmp_path) if "accounts" in name] == ["accounts.csv"]
    finally:
        station.close()


def spec(page: Any) -> ListSpec[AccountRow]:
    look: Column[AccountRow] = Column("Account", lambda row: row.number)
    number: ListColumn[AccountRow] = ListColumn("number", look, lambda row: row.number)
    return ListSpec(
        name="accounts",
        title="Accounts",
        columns=(number,),
        usual=Sort("name"),
        page=page,
        marks=lists.account_marks,
        totals=lists.account_totals,
        count_words=str,
        totals_words=lambda _totals: (),
        find_words="",
        empty="",
        watched=frozenset(),
    )
