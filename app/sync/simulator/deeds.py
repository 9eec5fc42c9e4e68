"""What people do at a simulated station, by the program's own actions, and what broken programs do.

A deed that the program refuses is none: the person does something else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from app.areas.drawers import service as drawers
from app.areas.drawers.values import CashMoved, MoveCash, MovementKind
from app.areas.invoices import service as invoices
from app.areas.invoices.values import InvoiceLine, IssueInvoice
from app.areas.parties import queries as people
from app.areas.parties import service as parties
from app.areas.parties.values import ChangePatient, Person, RegisterPatient
from app.areas.payments import service as payments
from app.areas.payments import undoing
from app.areas.payments.undoing_values import VoidPayment
from app.areas.payments.values import TakePayment, TenderGiven
from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.ids import (
    AccountId,
    CommandId,
    InvoiceId,
    PatientId,
    PaymentId,
    ReasonId,
    derived_id,
)
from app.kernel.money import Money
from app.storage.statements import ReadSql
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork
from app.sync.simulator import banking, shifts
from app.sync.simulator.chance import Chance
from app.sync.simulator.stations import SimStation

Deed = Callable[[SimStation, Chance], None]
_ACCOUNTS = ReadSql("SELECT id FROM account ORDER BY id")
_OPEN = ReadSql(
    "SELECT i.account_id, i.id FROM invoice_counted AS i JOIN invoice_balance AS b "
    "ON b.invoice_id = i.id WHERE b.due_minor > 0 ORDER BY i.at, i.id"
)
_PATIENTS = ReadSql("SELECT id FROM patient ORDER BY id")
_PAID = ReadSql(
    "SELECT p.payment_id FROM payment_state AS p JOIN payment_counted AS f ON f.id = p.payment_id "
    "WHERE p.status = 'completed' AND f.station_id = :station ORDER BY f.at, f.id"
)
_MOVED = ReadSql("SELECT 1 FROM cash_movement WHERE id = :id")
_FIELDS = ("phone", "city", "email")
_SAME = tuple(derived_id("sim", "same", str(number)) for number in range(3))


def _fetch(there: SimStation, read: ReadSql, **values: Any) -> list[Any]:
    return there.database.read(lambda reader: reader.fetch(read, **values))


def _usd(minor: int) -> Money:
    return Money(minor, "USD")


def register(station: SimStation, chance: Chance) -> None:
    """Somebody new comes."""
    person = Person(f"Silva{chance.random.randrange(1000)}", "Rui", city="Springfield")
    new = frozenset({"duplicate_patient"})
    account = AccountId(chance.new_id())
    command = RegisterPatient(CommandId(chance.new_id()), account, person, confirmations=new)
    station.act(parties.register_patient, command)


def issue(station: SimStation, chance: Chance) -> None:
    """Somebody gets an invoice."""
    accounts = _fetch(station, _ACCOUNTS)
    line = InvoiceLine("Office visit", _usd(chance.random.randrange(100, 9999)))
    account = AccountId(chance.random.choice(accounts)[0])
    station.act(invoices.issue_invoice, IssueInvoice(CommandId(chance.new_id()), account, (line,)))


def pay(station: SimStation, chance: Chance) -> None:
    """Cash is taken, sometimes with a check beside it, mostly for what was issued last."""
    r = chance.random
    owing = _fetch(station, _OPEN)
    if not owing:
        return issue(station, chance)
    account, invoice = owing[-1] if r.random() < 0.5 else r.choice(owing)
    cash = r.randrange(100, 6000)
    tenders = [TenderGiven("cash", _usd(cash), _usd(cash + r.choice((0, 0, 37, 500))))]
    if r.random() < 0.2:
        number = str(r.randrange(1000, 9999))
        tenders.append(
            TenderGiven("check", _usd(r.randrange(100, 3000)), bank="First", check_number=number)
        )
    invoice_ids = (InvoiceId(invoice),) if r.random() < 0.8 else ()
    command = TakePayment(
        CommandId(chance.new_id()), AccountId(account), tuple(tenders), invoice_ids
    )
    while True:
        try:
            station.act(payments.take_payment, command)
            return None
        except NeedsConfirmation as asked:
            command = replace(command, confirmations=command.confirmations | {asked.key})


def void(station: SimStation, chance: Chance) -> None:
    """A payment of this window is undone."""
    paid = _fetch(station, _PAID, station=station.seat.station_id)
    if paid:
        _void(station, chance, PaymentId(chance.random.choice(paid)[0]))


def regret(station: SimStation, chance: Chance) -> None:
    """Money is taken and given back before anybody heard of it."""
    pay(station, chance)
    if paid := _fetch(station, _PAID, station=station.seat.station_id):
        _void(station, chance, PaymentId(paid[-1][0]))


def _void(station: SimStation, chance: Chance, payment: PaymentId) -> None:
    reason = ReasonId(derived_id("reason", "void", "1"))
    station.act(undoing.void_payment, VoidPayment(CommandId(chance.new_id()), payment, reason))


def edit(station: SimStation, chance: Chance) -> None:
    """Somebody moved, or has another telephone; few people, so that windows meet."""
    _edit(station, chance, *_what_to_edit(chance))


def race(one: SimStation, other: SimStation, chance: Chance) -> None:
    """Two windows write the same field of the same patient in the same millisecond."""
    place, field = _what_to_edit(chance)
    _edit(one, chance, place, field)
    _edit(other, chance, place, field)


def _what_to_edit(chance: Chance) -> tuple[int, str]:
    return chance.random.randrange(3), chance.random.choice(_FIELDS)


def _edit(station: SimStation, chance: Chance, place: int, field: str) -> None:
    patient = PatientId(_fetch(station, _PATIENTS)[place][0])
    person = station.database.read(people.person, patient)
    word = f"{station.name.lower()}-{chance.random.getrandbits(40)}"
    new: dict[str, Any] = {field: f"{word}@example.org" if field == "email" else word}
    change = ChangePatient(CommandId(chance.new_id()), patient, replace(person, **new))
    station.act(parties.change_patient, change)


def _move(chance: Chance, command_id: str) -> MoveCash:
    reason = ReasonId(derived_id("reason", "paid_out", "2"))
    amount = _usd(chance.random.randrange(100, 900))
    return MoveCash(CommandId(command_id), MovementKind.PAID_OUT, amount, reason, "Stamps")


def move(station: SimStation, chance: Chance) -> None:
    """Stamps are bought out of the drawer."""
    station.act(drawers.move_cash, _move(chance, chance.new_id()))


def same_id(station: SimStation, chance: Chance) -> None:
    """A generator that is broken gives an id that another window had, for something else."""
    wanted = chance.random.choice(_SAME)
    if not _fetch(station, _MOVED, id=wanted):
        station.act(drawers.move_cash, _move(chance, wanted))


def poison(station: SimStation, chance: Chance) -> None:
    """A program that is broken books to a day that no calendar has: the centre can't take that."""
    station.act(_to_no_day, _move(chance, chance.new_id()))


def _to_no_day(uow: UnitOfWork, command: MoveCash) -> CashMoved:
    plain = uow.made

    def made(business_date: date) -> Row:
        return {**plain(business_date), "business_date": f"{business_date.year}-02-31"}

    uow.made = made  # type: ignore[method-assign]
    return drawers.move_cash(uow, command)


DEEDS: tuple[tuple[Deed, int], ...] = (
    (pay, 40),
    (issue, 16),
    (edit, 22),
    (void, 6),
    (move, 6),
    (register, 4),
    (poison, 6),
    (same_id, 4),
    (shifts.open_or_close, 7),
    (banking.to_the_bank, 26),
    (shifts.force, 1),
)


def some_deed(station: SimStation, chance: Chance) -> str:
    """One deed; its name, or "" where the program refused it."""
    deeds, weights = zip(*DEEDS, strict=True)
    [deed] = chance.random.choices(deeds, weights)
    try:
        deed(station, chance)
    except UserError as refused:
        return f"{deed.__name__} refused: {refused.text}"
    return str(deed.__name__)
