"""What was done at a card processor without this program: found, and put into words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.areas.cards import outside_records
from app.areas.cards.outside_records import Outside
from app.areas.payments import undoing_records
from app.areas.refunds import outside
from app.areas.tasks.rules import task_id
from app.areas.tasks.telling import seen, since
from app.areas.tasks.values import Answer, Found, Link, Side, Task, TaskKind
from app.kernel.clock import instant_text
from app.kernel.i18n import format_date, format_money
from app.kernel.translate import t
from app.storage.statements import Reader

RECORD: Final = "record"


def given_outside(reader: Reader) -> Iterator[Found]:
    """Refunds of our charges that no window made."""
    return _found(TaskKind.OUTSIDE_REFUND, outside.missing(reader))


def disputed(reader: Reader) -> Iterator[Found]:
    """Our charges that their card's holder disputes at the bank."""
    return _found(TaskKind.CARD_DISPUTE, outside.disputed(reader))


def in_no_books(reader: Reader) -> Iterator[Found]:
    """Cards that were charged for attempts no window brought."""
    return _found(TaskKind.UNKNOWN_CHARGE, tuple(outside_records.unknown_charges(reader)))


def _found(kind: TaskKind, there: tuple[Outside, ...]) -> Iterator[Found]:
    for one in there:
        yield Found(
            task_id(kind, one.ref), kind, one.ref, one.status, instant_text(one.happened_at)
        )


def told_outside(reader: Reader, one: Found) -> Task | None:
    """It is recorded as a refund, which sends nothing to anybody."""
    found = outside_records.outside(reader, one.subject)
    return _task(
        reader,
        one,
        found,
        t(
            "{amount} went back to a card at {gateway} itself",
            amount=format_money(found.amount),
            gateway=found.gateway,
        ),
        t(
            "It was given back in the pages of {gateway}, not here, and is not in the books. "
            "Record it: it becomes a refund with a number, and nothing is sent to the card again.",
            gateway=found.gateway,
        ),
    )


def told_disputed(reader: Reader, one: Found) -> Task | None:
    """An open one has to be answered at the processor; a lost one is recorded."""
    found = outside_records.outside(reader, one.subject)
    title = t(
        "A card payment of {amount} is disputed at {gateway}",
        amount=format_money(found.amount),
        gateway=found.gateway,
    )
    if outside.can_record(found):
        words = t(
            "The bank gave the money back to the patient. Record it: it becomes a refund with a "
            "number, and nothing is sent to the card."
        )
    elif found.answer_by is None:
        words = t(
            "The card’s holder says that the payment is not theirs. Answer the dispute in the "
            "pages of {gateway}, with the signed receipt.",
            gateway=found.gateway,
        )
    else:
        words = t(
            "The card’s holder says that the payment is not theirs. Answer the dispute in the "
            "pages of {gateway} by {day}, with the signed receipt.",
            gateway=found.gateway,
            day=format_date(found.answer_by.date()),
        )
    return _task(reader, one, found, title, words)


def told_charge(reader: Reader, one: Found) -> Task | None:
    """A window that was not connected since may still bring it; else it is looked up there."""
    found = outside_records.outside(reader, one.subject)
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=t(
            "A card was charged {amount} at {gateway}, and no window knows of it",
            amount=format_money(found.amount),
            gateway=found.gateway,
        ),
        words=t(
            "Switch on every window and let it reach the centre: the one that charged it brings "
            "it, and this goes away. If none does, look the charge {ref} up in the pages of "
            "{gateway}: give it back there, or take it as a payment by card terminal.",
            ref=found.ref,
            gateway=found.gateway,
        ),
        sides=(_side(found, t("Card charge")),),
        answers=(seen(t("It is settled"), t("The task goes away, and the books stay.")),),
        since=since(one, reader),
        amount=found.amount,
    )


def _task(reader: Reader, one: Found, found: Outside, title: str, words: str) -> Task | None:
    of = outside_records.tender_of(reader, found.charge_ref)
    if of is None:
        return None
    payment = undoing_records.stored_payment(reader, of[0])
    taken = Side(
        title=t("Receipt {number}", number=payment.number),
        amount=payment.amount,
        at=payment.at,
        go=Link("payments", payment.payment_id),
    )
    explains = t("It becomes a refund of receipt {number}.", number=payment.number)
    record = Answer(RECORD, t("Record it"), explains)
    leave = seen(t("It is settled"), t("The task goes away, and the books stay."))
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=title,
        words=words,
        sides=(taken, _side(found, t("At {gateway}", gateway=found.gateway))),
        answers=(record, leave) if outside.can_record(found) else (leave,),
        since=since(one, reader),
        amount=found.amount,
        go=Link("payments", payment.payment_id),
    )


def _side(found: Outside, title: str) -> Side:
    why = {
        "duplicate": t("charged twice"),
        "fraudulent": t("not the card holder"),
        "requested_by_customer": t("the patient asked for it"),
    }.get(found.reason, "")
    return Side(
        title=title,
        words=", ".join(filter(None, (found.ref, why))),
        amount=found.amount,
        at=found.happened_at,
    )
