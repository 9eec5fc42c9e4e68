"""What two windows did without knowing of one another is found at both, alike, and answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from app.areas.health.queries import verify_beside
from app.areas.health.values import Finding
from app.areas.invoices import queries as invoices
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.parties import queries as parties
from app.areas.parties import service as accounts
from app.areas.parties.values import ChangePatient
from app.areas.payments import crediting, undoing
from app.areas.payments.crediting_values import ApplyCredit
from app.areas.payments.undoing_values import VoidPayment
from app.areas.tasks import queries, service
from app.areas.tasks.values import AnswerTask, Link, Task, TaskKind
from app.kernel.actor import Actor
from app.kernel.ids import PatientId, PaymentId
from tests.areas.deposits.banking import Banking, check
from tests.building import command_id
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.copies import clone, close, copied
from tests.two_stations.test_apart import agree
from tests.two_stations.test_far_shifts import agree as alike
from tests.two_stations.test_far_shifts import force
from tests.two_stations.test_numbers import sync
from tests.two_stations.test_pulling import owed
from tests.two_stations.test_verdicts import refusing

K = TaskKind


def tasks(window: Window, asker: Actor | None = None) -> list[Task]:
    who = None if asker is None else asker.user_id
    found = window.station.ask(queries.tasks, who).result()
    assert window.station.ask(queries.count_tasks, who).result() == len(found)
    return list(found)


def only(pair: Pair, kind: TaskKind) -> Task:
    """The one task there is, the same at both windows."""
    ones, twos = tasks(pair.one), tasks(pair.two)
    assert ones == twos
    [task] = ones
    assert task.kind is kind
    return task


def notes(window: Window) -> tuple[Finding, ...]:
    """What verify says of things that tasks are about."""
    keys = window.station.database.keys
    return verify_beside(window.station.ask, keys.master, own=keys.own).notes


def answer(window: Window, actor: Actor, task: Task, verb: str) -> str:
    [key] = [one.key for one in task.answers if one.key.partition(":")[0] == verb]
    command = AnswerTask(command_id(), task.task_id, task.kind, key)
    return window.station.act(actor, service.answer_task, command).result().words


def test_an_invoice_paid_at_both_is_kept_as_credit_or_moved_on(pair: Pair) -> None:
    cashier = pair.one.books.actors.cashier
    patient = pair.one.books.register_patient("Nguyễn Phúc Bảo Trân", "Thị Thanh Huyền")
    twice = [pair.one.books.issue_invoice(patient.account_id, 2500) for _ in range(2)]
    pair.sync()
    for window in (pair.one, pair.two):
        window.books.open_shift()
        for invoice in twice:
            window.books.take_cash(patient.account_id, 2500, invoice_ids=(invoice.invoice_id,))
    later = pair.two.books.issue_invoice(patient.account_id, 4000)
    agree(pair)
    found = tasks(pair.one, cashier)
    assert found == tasks(pair.two, cashier)
    assert [task.kind for task in found] == [K.OVERPAID_INVOICE] * 2
    assert [task.amount for task in found] == [pair.one.books.money(2500)] * 2
    assert {side.window for side in found[0].sides} == {"W1", "Window 2"}
    assert [answer.key for answer in found[0].answers] == ["apply", "credit", "seen"]
    assert tasks(pair.one, pair.one.books.actors.administrator) == []

    answer(pair.two, cashier, found[0], "apply")
    answer(pair.one, cashier, found[1], "credit")
    agree(pair)
    assert tasks(pair.one) == tasks(pair.two) == []
    view = pair.one.station.ask(invoices.invoice_view, later.invoice_id).result()
    assert view.due == pair.one.books.money(1500)
    balance = pair.two.station.ask(ledger.account_balance, patient.account_id, "USD").result()
    assert balance.credit == pair.one.books.money(2500)
    left_as_it_is(pair)
    credit_used_twice(pair)


def left_as_it_is(pair: Pair) -> None:
    """Both drawers are open; the answer holds at both windows."""
    cashier = pair.one.books.actors.cashier
    patient = pair.one.books.register_patient("Okafor", "Ada")
    invoice = pair.one.books.issue_invoice(patient.account_id, 2000)
    pair.sync()
    for window in (pair.one, pair.two):
        window.books.take_cash(patient.account_id, 1500, invoice_ids=(invoice.invoice_id,))
    agree(pair)
    answer(pair.two, cashier, only(pair, K.OVERPAID_INVOICE), "seen")
    agree(pair)
    assert tasks(pair.one) == tasks(pair.two) == []


def credit_used_twice(pair: Pair) -> None:
    """One credit, two invoices paid with it apart."""
    cashier = pair.one.books.actors.cashier
    patient = pair.one.books.register_patient("Silva", "Rui")
    pair.one.books.take_cash(patient.account_id, 3000)
    pair.sync()
    for window in (pair.one, pair.two):
        window.books.issue_invoice(patient.account_id, 3000)
        use = ApplyCredit(command_id(), patient.account_id)
        window.station.act(cashier, crediting.apply_credit, use).result()
    agree(pair)
    task = only(pair, K.OVERDRAWN_CREDIT)
    assert [side.window for side in task.sides] == ["W1", "Window 2"]
    assert pair.one.sound == pair.two.sound == [], "both stand, and a task says so"
    answer(pair.two, cashier, task, "owe")
    agree(pair)
    assert tasks(pair.one) == tasks(pair.two) == []
    assert owed(pair.one, patient.account_id) == 3000
    assert pair.one.sound == pair.two.sound == []


def test_one_check_in_two_bags_is_taken_out_of_one(pair: Pair) -> None:
    ones = Banking(pair.one.books)
    ones.mail(check(900, "1002"))
    ones.mail(check(700, "1003"))
    pair.sync()
    twos = Banking(pair.two.books, ones.bank_id)
    for each in (ones, twos):
        first = each.proposal().items[0]
        each.prepare(*(each.proposal().items if each is ones else (first,)))
    agree(pair)
    task = only(pair, K.TWO_BAGS)
    assert pair.one.sound == pair.two.sound == [], "both stand, and a task says so"
    assert {note.check for note in notes(pair.one)} == {"deposits.once"}
    assert "1002" in task.title or "1003" in task.title
    assert len([one for one in task.answers if one.key.startswith("take_out:")]) == 2
    cashier = pair.one.books.actors.cashier
    [_, late, _] = task.answers
    command = AnswerTask(command_id(), task.task_id, task.kind, late.key)
    pair.one.station.act(cashier, service.answer_task, command).result()
    agree(pair)
    assert tasks(pair.one) == tasks(pair.two) == []


def test_a_birth_date_typed_apart_is_kept_or_taken(pair: Pair) -> None:
    """Name and birth date are asked about by themselves, whichever window hears first."""
    actors = pair.one.books.actors
    patient = pair.one.books.register_patient("Okafor", "Ada")
    pair.sync()
    change(pair.one, patient.patient_id, birth_date=date(1985, 3, 14), phone="555-0100")
    change(pair.two, patient.patient_id, birth_date=date(1986, 3, 14), family_name="Okafor-Win")
    agree(pair)
    task = only(pair, K.CONFLICTING_EDIT)
    assert tasks(pair.one, actors.cashier) == [task]
    assert [side.title for side in task.sides] == ["Mar 14, 1986", "Mar 14, 1985"]
    answer(pair.one, actors.cashier, task, "keep")
    agree(pair)
    assert tasks(pair.one) == tasks(pair.two) == []
    change(pair.one, patient.patient_id, birth_date=date(1987, 3, 14))
    pair.sync()
    change(pair.two, patient.patient_id, birth_date=date(1988, 3, 14))
    agree(pair)
    assert tasks(pair.one) == tasks(pair.two) == [], "edits that know of one another ask nothing"
    change(pair.two, patient.patient_id, family_name="Win")
    change(pair.one, patient.patient_id, family_name="Nguyễn", given_names="Ada Thị")
    agree(pair)
    task = only(pair, K.CONFLICTING_EDIT)
    answer(pair.two, actors.cashier, task, "take")
    agree(pair)
    assert tasks(pair.one) == tasks(pair.two) == []
    person = pair.one.station.ask(parties.person, PatientId(patient.patient_id)).result()
    assert person.family_name == "Win"
    assert person.given_names == "Ada Thị"
    assert person.birth_date == date(1988, 3, 14)
    assert pair.one.sound == pair.two.sound == []


def change(window: Window, patient_id: str, **fields: Any) -> None:
    person = window.station.ask(parties.person, PatientId(patient_id)).result()
    command = ChangePatient(command_id(), PatientId(patient_id), replace(person, **fields))
    cashier = window.books.actors.cashier
    window.station.act(cashier, accounts.change_patient, command).result()


def test_a_copied_computer_and_what_the_centre_keeps_aside(pair: Pair, tmp_path: Path) -> None:
    """Both copies void one payment and give one number; both voids show their drawer."""
    two, actors = pair.two, pair.two.books.actors
    two.books.open_shift()
    account = two.books.register_patient("Silva", "Rui").account_id
    taken = two.books.take_cash(account, 3000)
    pair.sync()
    other = clone(two, copied(two, tmp_path / "other"))
    try:
        for each in (two, other):
            void(each, taken.payment_id)
            each.books.take_cash(account, 500)
        for _ in range(3):
            for each in (two, other, pair.one):
                each.sync()
    finally:
        close(other)
    assert pair.one.sound == two.sound == [], "both voids stand, and a task says so"
    assert {"payments.voids", "payments.drawers"} <= {note.check for note in notes(two)}
    found = tasks(pair.one)
    assert found == tasks(two)
    expected = [K.OVERDRAWN_CREDIT, K.DOUBLE_VOID, K.DUPLICATE_NUMBER, K.FORK]
    assert [task.kind for task in found] == expected
    below, voids, number, fork = found
    assert below.amount == two.books.money(2000)
    assert [side.words for side in voids.sides] == ["Cash out of shift W2-000001"] * 2
    assert [side.amount for side in number.sides] == [two.books.money(500)] * 2
    assert tasks(pair.one, actors.cashier)[1].answers == ()
    assert "written again" in fork.sides[0].words
    for task in found:
        answer(pair.one, actors.billing_manager, task, "seen")
    pair.sync()
    assert tasks(pair.one) == tasks(two) == []

    with refusing(pair):
        pair.one.books.open_shift()
        ada = pair.one.books.register_patient("Okafor", "Ada").account_id
        pair.one.books.take_cash(ada, 900)
        pair.sync()
        pair.sync()
    task = only(pair, K.QUARANTINED_RECORD)
    assert task.amount == two.books.money(900)
    assert task.sides[0].window == "W1"
    answer(two, actors.billing_manager, task, "release")
    pair.sync()
    pair.sync()
    assert tasks(pair.one) == tasks(two) == []


def void(window: Window, payment_id: PaymentId) -> None:
    reason = window.station.ask(ledger.reasons, ReasonKind.VOID).result()[0].reason_id
    command = VoidPayment(command_id(), payment_id, reason)
    cashier = window.books.actors.cashier
    window.station.act(cashier, undoing.void_payment, command).result()


def test_what_a_shift_that_was_closed_far_away_took_is_late(pair: Pair) -> None:
    """And a shift closed at both, with its second close posted back, is only to be known."""
    one, two, actors = pair.one, pair.two, pair.one.books.actors
    shift = one.books.open_shift()
    account = one.books.register_patient("Okafor", "Ada").account_id
    one.books.take_cash(account, 1500)
    sync(pair)
    force(two, shift.shift_id)
    late = one.books.take_cash(account, 700)
    alike(pair)
    task = only(pair, K.LATE_FACT)
    assert [(side.title, side.go) for side in task.sides] == [
        (f"Receipt {late.receipt_number}", Link("payments", late.payment_id))
    ]
    assert tasks(one, actors.cashier) == []
    answer(two, actors.billing_manager, task, "safe")
    alike(pair)
    assert tasks(one) == tasks(two) == []

    again = one.books.open_shift()
    sync(pair)
    force(two, again.shift_id)
    one.books.take_cash(account, 500)
    one.books.seal(again.shift_id, *[2000] * 10, 500)
    one.books.close_shift(again.shift_id)
    alike(pair)
    task = only(pair, K.DOUBLE_CLOSE)
    assert [side.window for side in task.sides] == ["W1", "W2"]
    answer(one, actors.billing_manager, task, "seen")
    alike(pair)
    assert tasks(one) == tasks(two) == []
