"""What this window keeps line by line is chosen by keyboard, and an account fetches its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from sqlalchemy import select

from app.areas.ledger.queries import account_balance
from app.areas.settings.schema import site
from app.areas.stations.queries import details_kept
from app.bootstrap import Station
from app.gui.screens.settings.stations import Stations
from app.kernel.actor import SYSTEM
from app.kernel.ids import new_id
from app.storage import folding
from app.storage.schema_folding import detail_kept
from app.storage.statements import Read
from app.storage.unit_of_work import UnitOfWork
from tests.gui.account.conftest import Clinic, clinic, manager, open_account
from tests.storage.test_folding import foldable

if TYPE_CHECKING:
    from tests.gui.conftest import Person

__all__ = ["clinic", "manager"]
KEY, ENTER = Qt.Key, Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier


def add_site(uow: UnitOfWork, name: str) -> str:
    names = [c.name for c in site.columns if c.name in site.info["content"]]
    [found] = uow.fetch(Read(select(*(site.c[one] for one in names))))
    row: Any = {**dict(zip(names, found, strict=True)), "id": new_id(), "name": name}
    uow.create(site, row)
    return str(row["id"])


def test_a_manager_chooses_what_is_kept_here(
    manager: str, clinic: Clinic, person: Person, station: Station
) -> None:
    north = station.act(SYSTEM, add_site, "Phòng khám Hoa Sen, cơ sở phía bắc").result()
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    clinic.invoice(hoa.account_id, 3500)
    clinic.invoice(hoa.account_id, 1200)
    owed = clinic.ask(account_balance, hoa.account_id, "USD")
    person.sign_in(manager)
    person.press(KEY.Key_Comma, CTRL)
    view = person.session.frame.screen_of("settings")
    view.buttons["stations"].click()  # type: ignore[attr-defined]
    section = view.section("stations")  # type: ignore[attr-defined]
    assert isinstance(section, Stations)
    person.wait(lambda: section.model.rows)
    section.form.show_new()
    choice = section.form.months
    assert (choice.currentText(), section.form.months_chosen) == ("Every line of all sites", 0)
    choice.choose(12)
    assert section.form.months_chosen == 12
    section.to_list()
    person.press(ENTER)
    part = section.form.details
    person.wait(lambda: part.isVisible() and part.months.hasFocus())
    assert part.months.currentText() == "Every line of all sites"
    assert not part.ticks[north].isVisible()
    part.months.choose(24)
    person.wait(lambda: part.ticks[north].isVisible())
    part.ticks[north].setChecked(True)
    person.press(ENTER, CTRL)
    person.wait(lambda: not section.is_open)
    kept = station.ask(details_kept).result()
    assert (kept.months, kept.sites) == (24, (north,))

    entries = station.ask(foldable).result()
    assert station.record(folding.fold, entries[:1]).result() == 1
    assert clinic.ask(account_balance, hoa.account_id, "USD") == owed
    page = open_account(person, hoa.account_id)
    rows = page.lines_model.rows
    assert [row.source_type for row in rows] == ["invoice", "forward"]
    assert rows[-1].balance == rows[-1].amount
    assert "line by line at Main" in page.elsewhere.text()
    person.wait(page.lines.hasFocus)
    page.lines.selectRow(1)
    person.press(ENTER)
    looked_at = Read(select(detail_kept.c.account_id))
    person.wait(lambda: station.ask(lambda reader: reader.scalar(looked_at)).result())
    assert station.record(folding.open_entries, entries).result() == set()
    person.wait(lambda: [row.source_type for row in page.lines_model.rows] == ["invoice"] * 2)
    assert not page.elsewhere.isVisible()
