"""What two windows did apart, written into the books of one: as it stands once both know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.areas.ledger import queries as reasons
from app.areas.ledger import service as ledger
from app.areas.ledger.values import GL, Entry, Leg, ReasonKind
from app.areas.parties.schema import account
from app.areas.payments import repository, undoing_records
from app.areas.payments.repository import NewAllocation
from app.areas.payments.schema import payment
from app.areas.payments.values import Purpose
from app.areas.settings import queries as settings
from app.areas.stations.lives import note_life
from app.kernel.actor import SYSTEM
from app.kernel.clock import instant_text
from app.kernel.ids import AccountId, CommandId, InvoiceId, PaymentId
from app.kernel.money import Money
from app.storage import gaps
from app.storage.canonical import content_hash
from app.storage.schema import record_verdict, station_log, uncounted
from app.storage.statements import Read, insert_sql, values_of
from app.storage.unit_of_work import UnitOfWork
from app.sync.schema import central_state
from tests.building import Books

_l = station_log.c


@dataclass(frozen=True, slots=True)
class PaidTwice:
    account_id: AccountId
    invoice_id: InvoiceId
    payment_id: PaymentId
    minor: int


def pay_twice(books: Books, family: str = "Okafor", minor: int = 2500, **fields: Any) -> PaidTwice:
    """An invoice paid by two payments, each of them whole; the cashier's drawer is open."""
    patient = books.register_patient(family, **fields)
    invoice = books.issue_invoice(patient.account_id, minor)
    books.take_cash(patient.account_id, minor)
    again = books.take_cash(patient.account_id, minor)
    found = PaidTwice(patient.account_id, invoice.invoice_id, again.payment_id, minor)
    books.station.act(SYSTEM, allocate_unasked, found).result()
    return found


def allocate_unasked(uow: UnitOfWork, paid: PaidTwice) -> str:
    """Credit goes to an invoice that is paid already, as a window does that does not know it."""
    amount = Money(paid.minor, "USD")
    day = settings.business_today(settings.practice(uow), uow.now)
    action = CommandId(uow.new_id())
    new = NewAllocation(
        paid.payment_id,
        paid.account_id,
        paid.invoice_id,
        paid.account_id,
        amount,
        Purpose.BALANCE,
        action,
    )
    repository.add_allocation(uow, new, day)
    repository.move_unapplied(uow, paid.payment_id, -amount)
    legs = (
        Leg(GL.PATIENT_CREDITS, amount, account_id=paid.account_id),
        Leg(
            GL.RECEIVABLE_PATIENTS,
            -amount,
            account_id=paid.account_id,
            invoice_id=paid.invoice_id,
        ),
    )
    entry = Entry(day, "Credit applied", legs, source_type="credit_applied", source_id=action)
    ledger.post(uow, entry)
    return action


def void_again(uow: UnitOfWork, payment_id: PaymentId) -> str:
    """One more void of a payment, as the copy of a window may have made it."""
    payment = undoing_records.stored_payment(uow, payment_id)
    reason = reasons.reasons(uow, ReasonKind.VOID)[0]
    void_id = uow.new_id()
    undoing_records.add_void(uow, void_id, payment, reason, "", None)
    return void_id


def share_number(uow: UnitOfWork, both: tuple[AccountId, str]) -> str:
    """Let an account have a number that another one has."""
    account_id, number = both
    uow.change(account, account_id, {"number": number})
    return number


def fork(uow: UnitOfWork, again: int) -> str:
    """This station began a new life, because its data was an old copy."""
    note_life(uow, "forked", "0" * 32, 5, again)
    return "forked"


def keep_last_aside(uow: UnitOfWork, action: str) -> str:
    """The centre keeps the last record of an action aside."""
    newest = select(func.max(_l.seq)).where(_l.action == action).scalar_subquery()
    row = uow.first(
        Read(select(_l.station, _l.incarnation, _l.seq, _l.hash).where(_l.seq == newest))
    )
    uow.put(
        record_verdict,
        {
            **dict(zip(("station", "incarnation", "seq"), row[:3], strict=True)),
            "why": "the entry does not balance",
            "applied": 1,
            "at": instant_text(uow.now),
        },
    )
    return str(row[3])


def put_clock_off(uow: UnitOfWork, off_ms: int) -> str:
    """The centre's clock is another one."""
    uow.put(
        central_state,
        {
            "one": 1,
            "incarnation": uow.stream.incarnation,
            "have": 0,
            "hash": "",
            "epoch": "",
            "last_contact": instant_text(uow.now),
            "clock_off_ms": off_ms,
            "trouble": "",
            "trouble_side": "",
            "trouble_since": None,
        },
    )
    return "off"


def other_content(uow: UnitOfWork, payment_id: PaymentId) -> str:
    """A payment comes once more under its id and says something else."""
    names = [c.name for c in payment.columns]
    row = dict(
        zip(names, uow.first(Read(select(payment).where(payment.c.id == payment_id))), strict=True)
    )
    row["notes"] = "another"
    info = payment.info
    row["content_hash"] = content_hash(info["record_type"], ("id", *info["content"]), row)
    uow.write_many(payment, insert_sql(payment)[0], [values_of(payment)(row)])
    hashes = [
        h
        for (h,) in uow.fetch(
            Read(select(payment.c.content_hash).where(payment.c.id == payment_id))
        )
    ]
    why = {"fact_table": "payment", "fact_id": payment_id, "why": "other content"}
    uow.put(uncounted, {**why, "content_hash": max(hashes)})
    return payment_id


def lose(uow: UnitOfWork, next_at: str) -> str:
    """Records 3 to 7 of this window's life before are nowhere."""
    stream = uow.stream
    record = {"seq": 8, "prev_hash": "0" * 64, "at": next_at, "action": "parties.register_patient"}
    missing = gaps.gap_before((stream.station, "0" * 32), 3, record | {"actor": uow.actor.user_id})
    gaps.note(uow, (missing,))
    return missing.next_hash
