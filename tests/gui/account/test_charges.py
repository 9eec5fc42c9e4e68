"""Charges by keyboard: found, priced, issued, kept as drafts, thrown away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from app.areas.invoices import drafting
from app.areas.invoices import queries as invoices
from app.areas.invoices.values import DraftLine, DraftView, SaveDraft
from app.gui.dialogs.charge_words import Discount, read_discount, read_e4, say_discount, say_e4
from app.kernel.ids import CommandId, InvoiceId, new_id
from app.kernel.money import Money
from tests.gui.account.conftest import Clinic, open_account

if TYPE_CHECKING:
    from tests.gui.conftest import Person

ENTER, ESC, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier


def begin(person: Person) -> Any:
    person.press(Qt.Key.Key_I, CTRL)
    bills = person.session.bills
    person.wait(lambda: bills.charge is not None and bills.charge.search.hasFocus())
    person.settle()
    return bills.charge


def find(person: Person, panel: Any, text: str) -> None:
    person.type(text)
    person.wait(lambda: panel.found_model.rows)
    person.settle()


def test_a_charge_by_code_is_issued(manager: str, clinic: Clinic, person: Person) -> None:
    """Code, Enter, Enter for one of it; Ctrl+Enter issues."""
    clinic.tax(82_500, date(2020, 1, 1))
    clinic.service("99213", "Office visit", 12_800)
    clinic.service("E0114", "Crutches, pair", 4_999, tax_class="standard", revenue_gl="4200")
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    person.sign_in(manager)
    open_account(person, hoa.account_id)
    panel = begin(person)
    find(person, panel, "992")
    person.press(ENTER)
    assert panel.entry.quantity.hasFocus()
    person.press(ENTER)
    person.wait(lambda: panel.total.amount() == Money(12_800, "USD"))
    assert panel.search.hasFocus()
    find(person, panel, "crut")
    person.press(ENTER)
    person.type("2")
    person.press(TAB)
    person.press(TAB)
    person.type("10%")
    person.press(ENTER)
    assert panel.entry.fields["reason"].message.text() == "Choose why."
    person.press(Qt.Key.Key_Down)
    person.press(ENTER)
    person.wait(lambda: panel.total.amount() == Money(22_540, "USD"))
    # 99.98 less 10.00 is 89.98, and 8.25 % of that is 7.42
    assert (panel.discount.amount().minor, panel.tax.amount().minor) == (1000, 742)
    panel.note.setFocus()
    person.type("left ankle")
    person.press(ENTER, CTRL)
    person.wait(lambda: person.session.bills.charge is None)
    person.settle()
    (issued,) = clinic.ask(invoices.open_invoices, hoa.account_id)
    assert issued.due.minor == 22_540
    view = clinic.ask(invoices.invoice_view, issued.invoice_id)
    assert view.lines[1].discount_reason == "Prompt payment"
    assert view.notes == "left ankle"
    assert clinic.ask(invoices.open_drafts) == ()


def test_words_of_ones_own_and_esc_keeps_a_draft(clinic: Clinic, person: Person) -> None:
    """A cashier may not issue: what they write waits as a draft, also when Esc puts it away."""
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    person.sign_in("2001")
    view = open_account(person, hoa.account_id)
    panel = begin(person)
    assert "Keep as draft" in panel.issue_button.text()
    person.type("Copies of records")
    person.settle()
    person.press(ENTER)
    assert panel.entry.price.hasFocus()
    person.type("7.50")
    person.press(ENTER)
    person.wait(lambda: panel.total.amount() == Money(750, "USD"))
    person.press(ESC)
    person.wait(lambda: clinic.ask(invoices.drafts, hoa.account_id))
    person.settle()
    (draft,) = clinic.ask(invoices.drafts, hoa.account_id)
    assert (draft.words, draft.total.minor) == ("Copies of records", 750)
    person.wait(lambda: view.drafts_model.rows)
    view._buttons[1].click()
    person.press(ENTER)
    bills = person.session.bills
    person.wait(lambda: bills.charge is not None and bills.charge.isAncestorOf(person.focus))
    person.settle()
    assert bills.charge is not None
    assert [line.description for line in bills.charge.lines] == ["Copies of records"]
    bills.charge.table.setFocus()
    person.press(Qt.Key.Key_Delete)
    assert bills.charge.lines == ()
    bills.charge.discard_button.setFocus()
    person.press(ENTER)
    person.wait(lambda: not clinic.ask(invoices.drafts, hoa.account_id))
    person.settle()


def test_issuing_adds_the_line_that_is_still_typed(
    manager: str, clinic: Clinic, person: Person
) -> None:
    clinic.service("99213", "Office visit", 12_800)
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    person.sign_in(manager)
    open_account(person, hoa.account_id)
    panel = begin(person)
    find(person, panel, "992")
    person.press(ENTER)
    person.press(ENTER, CTRL)
    person.wait(lambda: panel.total.amount() == Money(12_800, "USD"))
    assert person.session.bills.charge is panel
    person.press(ENTER, CTRL)
    person.wait(lambda: person.session.bills.charge is None)
    person.settle()
    (issued,) = clinic.ask(invoices.open_invoices, hoa.account_id)
    assert issued.due.minor == 12_800


def test_the_lock_keeps_what_was_typed(manager: str, clinic: Clinic, person: Person) -> None:
    clinic.service("99213", "Office visit", 12_800)
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    person.sign_in(manager)
    open_account(person, hoa.account_id)
    panel = begin(person)
    find(person, panel, "99213")
    person.press(ENTER)
    person.press(ENTER)
    person.settle()
    person.session.lock()
    person.wait(lambda: clinic.ask(invoices.drafts, hoa.account_id))
    person.settle()
    assert person.session.bills.charge is None


def test_the_lock_keeps_a_line_that_was_not_added(
    manager: str, clinic: Clinic, person: Person
) -> None:
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    person.sign_in(manager)
    open_account(person, hoa.account_id)
    panel = begin(person)
    person.type("Copies of records")
    person.settle()
    person.press(ENTER)
    person.type("7.5")
    person.session.lock()
    person.settle()
    assert "line you were typing is kept" in person.window.toasts.shown[-1].words
    person.sign_in(manager)
    person.session.desk.write_charge(hoa.account_id)
    bills = person.session.bills
    person.wait(lambda: bills.charge is not None and bills.charge.entry.isAncestorOf(person.focus))
    person.settle()
    panel = bills.charge
    assert panel is not None
    assert (panel.entry.words.text(), panel.entry.price.text()) == ("Copies of records", "7.5")
    person.press(ENTER)
    assert [line.description for line in panel.lines] == ["Copies of records"]
    person.press(ESC)
    person.wait(lambda: clinic.ask(invoices.drafts, hoa.account_id))
    person.settle()


def test_what_is_typed_into_a_line() -> None:
    assert [read_e4(text) for text in ("1", "1.5", ",25", "0.0001", "x", "", "-1", "1.00001")] == [
        10_000,
        15_000,
        2_500,
        1,
        None,
        None,
        None,
        None,
    ]
    assert [say_e4(number) for number in (10_000, 15_000, 1, 0)] == ["1", "1.5", "0.0001", "0"]
    assert read_discount("10 %", "USD", "en_US") == Discount(percent_e4=100_000)
    assert read_discount("5.00", "USD", "en_US") == Discount(amount=Money(500, "USD"))
    assert read_discount("", "USD", "en_US") == Discount()
    assert read_discount("101%", "USD", "en_US") is None
    assert read_discount("much", "USD", "en_US") is None
    assert say_discount(125_000, Money(1, "USD"), "en_US") == "12.5 %"


def first_line(draft: DraftView) -> tuple[str, str]:
    return draft.lines[0].line.description, draft.notes


def test_a_draft_that_another_window_changed_meanwhile(
    manager: str, clinic: Clinic, person: Person
) -> None:
    """The later save says what changed; Esc leaves theirs, saving once more puts mine there."""
    hoa = clinic.patient("Nguyễn", "Thị Hoa")
    draft_id = InvoiceId(new_id())

    def elsewhere(words: str, note: str = "") -> None:
        lines = (DraftLine(words, Money(900, "USD")),)
        command = SaveDraft(CommandId(new_id()), draft_id, hoa.account_id, lines, notes=note)
        clinic.act(drafting.save_draft, command)

    def stands() -> tuple[str, str]:
        return first_line(clinic.ask(invoices.draft_view, draft_id))

    def write(words: str) -> Any:
        person.session.bills.write_charge(hoa.account_id, draft_id)
        person.wait(lambda: person.session.bills.charge is not None)
        person.settle()
        panel = person.session.bills.charge
        assert panel is not None
        panel._now((replace(panel.lines[0], description=words),))
        person.settle()
        return panel

    def told() -> Any:
        person.wait(lambda: (panel := person.session.bills.charge) and panel.message.text())
        person.settle()
        panel = person.session.bills.charge
        assert panel is not None
        assert "changed the same a moment ago: lines" in panel.message.text()
        assert "saved by" not in panel.message.text()
        return panel

    elsewhere("Visit")
    person.sign_in(manager)
    open_account(person, hoa.account_id)
    first = write("Mine")
    elsewhere("Theirs")
    first.leave()
    again = told()
    assert [line.description for line in again.lines] == ["Mine"]
    again.leave()
    person.settle()
    assert (stands()[0], person.session.bills.charge) == ("Theirs", None)
    first = write("Mine")
    elsewhere("Theirs again", note="by telephone")
    first.leave()
    told().save_button.click()
    person.wait(lambda: stands() == ("Mine", "by telephone"))
    person.settle()
    panel = write("Mine too")
    elsewhere("Theirs at last", note="by telephone")
    panel.issue_button.click()
    assert told() is panel
    panel.issue_button.click()
    person.wait(lambda: clinic.ask(invoices.open_invoices, hoa.account_id))
    person.settle()
    line = clinic.ask(invoices.invoice_view, draft_id).lines[0]
    assert line.description == "Mine too"
