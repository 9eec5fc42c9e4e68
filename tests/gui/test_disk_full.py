"""A window whose disk fills while somebody works: said over every screen, and nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.areas.invoices.service import issue_invoice
from app.areas.invoices.values import InvoiceLine, IssueInvoice
from app.areas.parties.service import register_patient
from app.areas.parties.values import Person as Somebody
from app.areas.parties.values import RegisterPatient
from app.areas.payments.queries import latest_payments
from app.bootstrap import Station
from app.kernel.actor import SYSTEM
from app.kernel.ids import AccountId, CommandId, new_id
from app.kernel.money import Money
from app.storage.disk_room import LEAST
from tests.faults.conftest import small_disk
from tests.faults.small_disk import SmallDisk
from tests.gui.conftest import Person

__all__ = ["small_disk"]
CTRL, MB = Qt.KeyboardModifier.ControlModifier, 1 << 20


@pytest.fixture
def data(practice_folder: Path, small_disk: SmallDisk) -> Path:
    """The small practice on the small disk."""
    return Path(shutil.copytree(practice_folder, small_disk.place / "data"))


def test_the_window_says_that_the_disk_is_full_and_goes_on_when_it_is_not(
    person: Person, station: Station, small_disk: SmallDisk
) -> None:
    account = AccountId(new_id())
    lopez = RegisterPatient(CommandId(new_id()), account, Somebody("Lopez", "Ana"))
    station.act(SYSTEM, register_patient, lopez).result()
    visit = (InvoiceLine("Office visit", Money(3500, "USD")),)
    station.act(SYSTEM, issue_invoice, IssueInvoice(CommandId(new_id()), account, visit)).result()
    person.sign_in("2001")
    person.counting().grid.quantity_box(Money(2000, "USD")).setText("10")
    person.press(Qt.Key.Key_Return, CTRL)
    person.wait(lambda: person.session.desk.shift)
    person.wait(lambda: person.session.frame.task == "counter")
    person.settle()
    frame, watch = person.session.frame, person.session.disk_watch
    assert not frame.disk_notice.isVisible()
    assert station.database.writer is not None
    assert station.database.writer.room.holds_reserve
    small_disk.leave(LEAST - MB)
    watch.read()
    person.wait(frame.disk_notice.isVisible)
    assert "No new payment" in frame.disk_notice.words.text()
    person.window.toasts.clear()
    person.type("lopez")
    person.settle()
    person.press(Qt.Key.Key_Return)
    person.settle()
    person.press(Qt.Key.Key_F6)
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: person.window.toasts.shown)
    (told,) = person.window.toasts.shown
    assert "nothing new is begun" in told.words
    assert station.ask(latest_payments).result() == ()
    small_disk.empty()
    watch.read()
    person.wait(lambda: not frame.disk_notice.isVisible())
