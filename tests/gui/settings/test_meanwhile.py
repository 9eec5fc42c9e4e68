"""A form of the settings that is open while another window changes the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.areas.ledger import maintaining
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import SaveReason
from app.bootstrap import Station
from app.kernel.actor import SYSTEM
from tests.building import command_id
from tests.gui.settings.test_settings import ENTER, page, walk_to

if TYPE_CHECKING:
    from tests.gui.conftest import Person


def test_what_another_window_changed_meanwhile_stays(person: Person, station: Station) -> None:
    """A form that is open says so; what both changed is asked about."""
    view = page(person)
    walk_to(person, view, "reasons")
    person.type("postage")
    person.press(ENTER)
    person.press(ENTER)
    form = view.reasons.form
    row = form.row
    assert row is not None

    def elsewhere(words: str, gl_code: str) -> None:
        command = SaveReason(command_id(), row.reason_id, row.kind, row.digit, words, gl_code, True)
        station.act(SYSTEM, maintaining.save_reason, command).result()

    elsewhere(row.words, "6100")
    person.wait(lambda: "Somebody changed this just now" in form.message.text())
    person.type("Stamps")
    person.press(ENTER)
    person.wait(lambda: not view.reasons.is_open)
    view.reasons.search.clear()

    def stands() -> tuple[str, str]:
        rows = station.ask(ledger.reasons, row.kind).result()
        return next((one.words, one.gl_code) for one in rows if one.digit == row.digit)

    assert stands() == ("Stamps", "6100")
    rows = view.reasons.model
    person.wait(lambda: "Stamps" in {one.words for one in rows.rows})
    person.settle()
    shown = next(one for one in rows.rows if one.words == "Stamps")
    view.reasons.begin_row(shown)
    assert form.row is not None
    assert form.row.words == "Stamps"
    elsewhere("Post office", "6100")
    form.words.setText("Letters")
    view.reasons.save()
    person.wait(lambda: "changed the same a moment ago: words" in form.message.text())
    person.settle()
    view.reasons.save()
    person.wait(lambda: stands()[0] == "Letters")
