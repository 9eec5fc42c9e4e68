"""Finding a misspelled name, and who has two accounts."""

from __future__ import annotations

from app.areas.parties import merging
from app.areas.parties.merging_values import MergeAccounts
from app.kernel.actor import SYSTEM
from tests.building import command_id
from tests.gui.counter.conftest import KEY, Bench


def test_nearly_right_names_come_below_and_open_only_when_marked(bench: Bench) -> None:
    found, acts = bench.view.found, bench.view.acts
    bench.type("onill")
    bench.press(KEY.Key_Return)
    bench.settle()
    assert acts.account_id is None, "nobody is written so, and Enter was meant for somebody"
    bench.wait(lambda: len(found.rows) == 1)
    assert (found.rows[0].name, found.rows[0].matched) == ("Robert O’Neil", "similar")
    assert found.marked is None
    assert "nearly so" in found.foot.text()
    bench.press(KEY.Key_Return)
    bench.settle()
    assert acts.account_id is None
    bench.press(KEY.Key_Down)
    bench.press(KEY.Key_Return)
    bench.settle()
    assert acts.account_id == bench.books.accounts["Robert"]


def test_either_number_opens_the_one_that_stands_for_both(bench: Bench) -> None:
    robert, hoa = bench.books.accounts["Robert"], bench.books.accounts["Thị Hoa"]
    bench.open("Robert")
    command = MergeAccounts(command_id(), robert, hoa, "Twice", frozenset({"different_people"}))
    bench.books.station.act(SYSTEM, merging.merge_accounts, command).result()
    bench.settle()
    acts = bench.view.acts
    assert acts.account_id == robert, "the form in front keeps its account"
    assert acts.form is not None
    assert any("merged into" in flag.words for flag in acts.form.account.flags)
    bench.press(KEY.Key_Escape)
    bench.settle()
    bench.find("oneil")
    assert acts.account_id == hoa
    assert acts.form is not None
    assert {item.account_id for item in acts.form.account.open_invoices} == {robert, hoa}
    acts.open_account(robert)
    bench.settle()
    assert acts.account_id == hoa
