"""What is kept line by line, chosen and shown from the shell."""

from __future__ import annotations

from tests.cli.conftest import Run


def test_months_and_sites_are_chosen_from_the_shell(run: Run) -> None:
    everything = {"everything": True, "sites": [], "months": 0}
    nothing_in_sums = {"entries_in_sums": 0, "entries_to_fetch": 0}
    assert run("details", "show").out == everything | nothing_in_sums
    few = run("details", "keep", "--months", "6", "--site", "Main Street", user="1").out
    assert (few["everything"], few["sites"], few["months"]) == (False, ["Main Street"], 6)
    assert run("details", "keep", "--months", "0", user="1").err["field"] == "months"
    assert run("details", "keep", "--site", "Nowhere", user="1").err["field"] == "site"
    assert run("details", "keep", "--months", "6", user="20").code == 1
    alone = run("details", "keep", "--months", "9", "--now", user="1")
    assert (alone.code, "works alone" in alone.err["text"]) == (1, True)
    assert run("details", "keep", "--everything", user="1").out == everything | nothing_in_sums
