"""What verify need not call wrong: windows did something twice while apart, both stand, and a task
says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.areas.payments import undoing_records
from app.areas.tasks import (
    bag_telling,
    bounce_telling,
    money_records,
    refund_telling,
    station_records,
)
from app.areas.tasks.values import Found, TaskKind
from app.kernel.ids import PaymentId
from app.kernel.translate import t
from app.storage.receiving import anchors
from app.storage.statements import Reader, ReadSql
from app.storage.station_log import CARRY, carried_in

_SAYS = ReadSql(
    "SELECT station, incarnation, action, body FROM station_log WHERE instr(body, :plain) "
    "OR instr(body, :carried)"
)
_HANG_ON = ReadSql(
    "WITH one AS (SELECT value AS id FROM json_each(:ids)) "
    "SELECT id FROM payment_void WHERE payment_id IN one "
    "UNION SELECT id FROM receipt WHERE payment_id IN one "
    "UNION SELECT id FROM receipt_revision WHERE payment_id IN one"
)
_NUMBERS = ReadSql(
    "WITH one AS (SELECT value AS id FROM json_each(:ids)) "
    "SELECT number FROM shift WHERE id IN one UNION SELECT number FROM drawer_report "
    "WHERE shift_id IN one OR previous_id IN one OR id IN one UNION "
    "SELECT number FROM payment WHERE id IN one UNION "
    "SELECT number FROM cash_movement WHERE id IN one OR reverses_id IN one OR shift_id IN one "
    "UNION SELECT number FROM deposit WHERE id IN one UNION SELECT number FROM invoice "
    "WHERE id IN one UNION SELECT number FROM journal_entry WHERE id IN one OR source_id IN one"
)
_GAVE_AWAY = ReadSql(
    "SELECT id FROM allocation WHERE payment_id = :id "
    "UNION SELECT id FROM payment_void WHERE payment_id = :id "
    "UNION SELECT refund_step.id FROM refund_part JOIN refund_step USING (refund_id) "
    "WHERE refund_part.payment_id = :id AND refund_step.step = 'booked'"
)
_OF_BUSINESS = ("drawers.", "payments.", "deposits.", "refunds.", "invoices.", "ledger.", "cards.")


@dataclass(frozen=True, slots=True)
class Known:
    """What some checks say of these ids and numbers comes from what a task is about."""

    kind: TaskKind
    checks: tuple[str, ...]
    about: frozenset[str]

    @property
    def remedy(self) -> str:
        if self.kind is TaskKind.QUARANTINED_RECORD:
            return t("What it hangs on is kept aside. It is among the tasks.")
        return t("Both stand. It is among the tasks.")

    def covers(self, check: str, words: str) -> bool:
        return check.startswith(self.checks) and any(one in words for one in self.about)


def known(reader: Reader) -> tuple[Known, ...]:
    """Asked only where something was found: it reads the log for each."""
    return (
        *_voids(reader),
        *_bags(reader),
        *_bags_apart(reader),
        *_returns(reader),
        *_refunds(reader),
        *_overdrawn(reader),
        *_kept_aside(reader),
    )


def _kept_aside(reader: Reader) -> Iterator[Known]:
    """What goes with a record that counts nowhere, such as the close of a shift whose count it is,
    or the void of a payment.
    """
    for found in station_records.kept_aside(reader):
        ids = set(station_records.ids_in(reader, found.subject))
        ids |= {one for (one,) in reader.fetch(_HANG_ON, ids=json.dumps(sorted(ids)))}
        numbers = {number for (number,) in reader.fetch(_NUMBERS, ids=json.dumps(sorted(ids)))}
        yield Known(found.kind, _OF_BUSINESS, frozenset(ids | numbers - {""}))


def _voids(reader: Reader) -> Iterator[Known]:
    for found in money_records.voided_twice(reader):
        void_ids = found.state.split()
        if not _made_apart(reader, void_ids):
            continue
        payment = undoing_records.stored_payment(reader, PaymentId(found.subject))
        drawers = (str(payment.shift_id),) if payment.shift_id else ()
        about = (found.subject, payment.number, payment.account_id, *void_ids, *drawers)
        checks = ("payments.", "drawers.")
        yield Known(found.kind, checks, frozenset(about))


def _bags(reader: Reader) -> Iterator[Known]:
    for found in money_records.bagged_twice(reader):
        if _made_apart(reader, found.state.split()):
            yield Known(found.kind, ("deposits.once",), frozenset({found.subject}))


def _bags_apart(reader: Reader) -> Iterator[Known]:
    """All that is said of a bag that windows went on with; what needs nobody is no task."""
    for found in bag_telling.found(reader):
        if found.state.startswith(f"{bag_telling.SAME_NUMBER} "):
            yield from _same_number(reader, found)
            continue
        number, steps = bag_telling.named(reader, found.subject)
        if found.state.startswith("shift ") or _made_apart(reader, steps):
            yield Known(found.kind, ("deposits.",), frozenset({found.subject, number, *steps}))
    for deposit_id, number, steps in bag_telling.went_on_with(reader):
        if _made_apart(reader, steps):
            about = frozenset({deposit_id, number, *steps})
            yield Known(TaskKind.BAG_APART, ("deposits.",), about)


def _same_number(reader: Reader, found: Found) -> Iterator[Known]:
    """Two deposits that were sealed apart in bags of one number."""
    seals = bag_telling.same_number(reader, found)
    if _made_apart(reader, (seal.seal_id for seal in seals)):
        numbers = frozenset(f" {seal.number} " for seal in seals)
        yield Known(found.kind, ("deposits.bags",), numbers)


def _returns(reader: Reader) -> Iterator[Known]:
    for found in bounce_telling.found(reader):
        ids = found.state.split()
        if _made_apart(reader, ids):
            payment = undoing_records.stored_payment(
                reader, PaymentId(bounce_telling.payment_of(reader, found))
            )
            about = {found.subject, payment.payment_id, payment.number, payment.account_id, *ids}
            yield Known(found.kind, ("payments.",), frozenset(about))


def _refunds(reader: Reader) -> Iterator[Known]:
    for found in refund_telling.given_twice(reader):
        if not _made_apart(reader, found.state.split()):
            continue
        about = {found.subject, *found.state.split()}
        for refund in refund_telling.refunds_in(reader, found):
            about |= {refund.refund_id, refund.number, refund.account_id}
            for part in refund.parts:
                payment = undoing_records.stored_payment(reader, part.payment_id)
                about |= {part.payment_id, part.tender_id, payment.number}
        yield Known(found.kind, ("payments.", "refunds."), frozenset(about))


def _overdrawn(reader: Reader) -> Iterator[Known]:
    """A payment whose credit was used at one window and given back or used again at another."""
    for found in money_records.overdrawn(reader):
        for payment in money_records.overdrawn_payments(reader, found.subject):
            gave = (one for (one,) in reader.fetch(_GAVE_AWAY, id=payment.payment_id))
            if _made_apart(reader, gave):
                yield Known(found.kind, ("payments.not_more",), frozenset({payment.number}))


def _made_apart(reader: Reader, ids: Iterable[str]) -> bool:
    """Whether records of more than one stream said these: a copy's are carried, and one that is not
    kept here any more was another window's.
    """
    streams = set()
    for one in ids:
        shapes = {"plain": f'"id":"{one}"', "carried": f'\\"id\\":\\"{one}\\"'}
        said = {_stream(*row) for row in reader.fetch(_SAYS, **shapes)}
        streams |= said or ({("", one)} if anchors(reader) else set())
    return len(streams) > 1


def _stream(station: str, incarnation: str, action: str, body: str) -> tuple[str, str]:
    inner = carried_in(body) if action == CARRY else None
    return (station, incarnation) if inner is None else (inner["station"], inner["hash"])
