"""An account that is being opened is opened, whatever is read again before its answer comes."""

from __future__ import annotations

from tests.gui.counter.conftest import KEY, Bench


def test_what_is_parked_on_the_way_does_not_lose_the_next_person(bench: Bench) -> None:
    """Storing the typed money is itself a change, and the screen reads again after each change."""
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    bench.type("50")
    bench.view.acts.open_account(bench.books.accounts["Robert"])
    bench.view.acts.read_again()
    bench.settle()
    assert bench.view.acts.account_id == bench.books.accounts["Robert"]
    form = bench.view.acts.form
    assert form is not None
    assert form.account_id == bench.books.accounts["Robert"]


def test_enter_before_the_list_is_there_opens_the_person_it_will_show(bench: Bench) -> None:
    bench.type("oneil")
    bench.press(KEY.Key_Return)
    assert not bench.view.found.isVisible()
    bench.settle()
    assert bench.view.acts.account_id == bench.books.accounts["Robert"]
