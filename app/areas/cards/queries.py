"""What is shown of card payments: one attempt, the tray of those that have not ended, charges."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select

from app.areas.cards import errors, gateways, records, rules, schema, telling
from app.areas.cards.records import Attempt, Working
from app.areas.cards.values import (
    AttemptShown,
    AttemptState,
    CardNotice,
    CardVerb,
    ChargeRow,
    OpenAttemptRow,
    Outcome,
)
from app.areas.drawers import queries as drawers
from app.areas.parties import queries as parties
from app.areas.payments.schema import payment_void
from app.areas.payments.values import CardLines, PaymentTaken
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.clock import instant_from
from app.kernel.codec import from_plain
from app.kernel.ids import AttemptId, CardReaderId, GatewayId, PaymentId, ShiftId
from app.kernel.money import Money
from app.storage import answers
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_charge = counted(schema.card_charge)
_c, _s, _n = _charge.c, schema.card_attempt_state.c, schema.card_notice.c
_LINES = (
    *(_c.brand, _c.last4, _c.funding, _c.wallet, _c.entry_method, _c.application_name, _c.aid),
    *(_c.authorization_code, _c.authorization_response, _c.verification),
    *(_c.verification_results, _c.status_information, _c.account_type),
)
_CHARGES = select(
    *(_c.charge_ref, _c.intent_ref, _c.attempt_id, _c.payment_id, _c.tender_id, _c.gateway_id),
    *(_c.amount_minor, _c.currency, _c.interac, _c.charged_at),
    *_LINES,
).order_by(_c.at, _c.id)
_OF_PAYMENT = Read(_CHARGES.where(_c.payment_id == bindparam("payment_id")))
_taken_back = counted(payment_void)
_OF_ATTEMPT = Read(
    _CHARGES.where(
        _c.attempt_id == bindparam("attempt_id"),
        ~exists(select(_taken_back.c.id).where(_taken_back.c.payment_id == _c.payment_id)),
    )
)
_OPEN = Read(select(_s.attempt_id).where(_s.status == "open").order_by(_s.at, _s.attempt_id))
_OF_SHIFT = Read(
    select(_s.attempt_id)
    .where(_s.status == "open", _s.shift_id == bindparam("shift_id"))
    .order_by(_s.at, _s.attempt_id)
)
_NOTICES = Read(select(_n.attempt_id, _n.at).order_by(_n.at.desc(), _n.attempt_id))


def attempt_shown(reader: Reader, attempt_id: AttemptId) -> AttemptShown:
    """One card payment as its window shows it, open or ended."""
    made = records.attempt(reader, attempt_id)
    if made is None:
        raise errors.no_such_attempt()
    row = records.working(reader, attempt_id) if made.open else None
    reader_id, label = _reader_of(reader, made, row)
    gateway = gateways.gateway(reader, made.gateway_id)
    charges = charges_of_attempt(reader, attempt_id)
    state, words, details = _told(reader, made, row, label, charges)
    waiting = row is not None and state is AttemptState.WAITING_CARD
    return AttemptShown(
        attempt_id=attempt_id,
        payment_id=charges[0].payment_id if charges else made.payment_id,
        account_id=made.account_id,
        state=state,
        outcome=_outcome(made, row),
        words=words,
        details=details,
        buttons=_buttons(reader, made, row),
        amount=made.amount,
        gateway_id=made.gateway_id,
        gateway_name=gateway.name,
        reader_id=reader_id,
        reader_label=label,
        opened_at=made.at,
        since=made.at if row is None else row.state_since,
        counts_down_to=row.state_since + rules.SILENCE if waiting and row is not None else None,
        ended=not made.open,
        wants_void=row is not None and row.wants_void,
        cash_on_form=made.beside_card,
        test_mode=made.test_mode,
        card=charges[0].card if charges else None,
        taken=_taken(reader, charges[0].payment_id) if charges else None,
    )


def open_attempts(reader: Reader) -> tuple[OpenAttemptRow, ...]:
    """The tray: every card payment of every window that has not ended, the oldest first."""
    return _rows(reader, reader.fetch(_OPEN))


def shift_attempts(reader: Reader, shift_id: ShiftId) -> tuple[OpenAttemptRow, ...]:
    """The card payments that keep a shift from being closed, and those a manager agreed to."""
    return _rows(reader, reader.fetch(_OF_SHIFT, shift_id=shift_id))


def card_notices(reader: Reader) -> tuple[CardNotice, ...]:
    """What was found out late at this window and nobody read yet, the latest first."""
    return tuple(
        _notice(reader, AttemptId(attempt_id), instant_from(at))
        for attempt_id, at in reader.fetch(_NOTICES)
    )


def charge_of(reader: Reader, payment_id: PaymentId) -> ChargeRow | None:
    """The card charge of a payment that has one."""
    return next(iter(charges_of(reader, payment_id)), None)


def charges_of(reader: Reader, payment_id: PaymentId) -> tuple[ChargeRow, ...]:
    """Every card charge of a payment."""
    return tuple(map(_charge_row, reader.fetch(_OF_PAYMENT, payment_id=payment_id)))


def charges_of_attempt(reader: Reader, attempt_id: AttemptId) -> tuple[ChargeRow, ...]:
    """What an attempt charged, as it stands: not what another window posted as well."""
    return tuple(map(_charge_row, reader.fetch(_OF_ATTEMPT, attempt_id=attempt_id)))


# -------------------------------------------------------------------------------------------- parts


def _told(
    reader: Reader,
    made: Attempt,
    row: Working | None,
    label: str,
    charges: tuple[ChargeRow, ...],
) -> tuple[AttemptState, str, str]:
    """State, sentence and details."""
    if row is not None:
        words = telling.working(
            row.state,
            row.code,
            row.decline_code,
            made.amount,
            label,
            void=row.wants_void,
            late=row.swept,
        )
        said = telling.details(row.code, row.decline_code, row.message, row.request_ref)
        return row.state, words, said
    if made.open:
        return AttemptState.UNKNOWN, telling.elsewhere(_code(reader, made), made.amount), ""
    end = records.ended(reader, made.attempt_id)
    code, decline = ("", "") if end is None else (end.code, end.decline_code)
    said = telling.details(code, decline, end.note, end.request_ref) if end is not None else ""
    if made.status == Outcome.CHARGED.value:
        first = charges[0] if charges else None
        amount = made.amount if first is None else first.amount
        card = None if first is None else first.card
        return AttemptState.PAID, telling.charged(amount, made.amount, card, code), said
    setup = code in ("access", "not_card_present")
    state = AttemptState.SETUP_ERROR if setup else AttemptState.VOID
    return state, telling.not_charged(code, decline), said


def _outcome(made: Attempt, row: Working | None) -> Outcome:
    if not made.open:
        return Outcome(made.status)
    return Outcome.CHECKING if row is None else rules.outcome_of(row.state)


def _buttons(reader: Reader, made: Attempt, row: Working | None) -> tuple[CardVerb, ...]:
    if not made.open:
        return ()
    if row is None:
        return () if made.owner == records.here(reader) else (CardVerb.TAKE_OVER,)
    buttons = list(rules.BUTTONS.get(row.state, ()))
    if row.wants_void and row.state is not AttemptState.UNKNOWN:
        buttons = []
    if CardVerb.OTHER_READER in buttons and not _other_readers(reader, made, row):
        buttons.remove(CardVerb.OTHER_READER)
    if row.state is AttemptState.UNKNOWN:
        if made.beside_card:
            buttons.append(CardVerb.CASH_BACK)
        if made.shift_id is not None and not records.is_accepted(reader, made.attempt_id):
            buttons.append(CardVerb.ACCEPT)
    return tuple(buttons)


def _other_readers(reader: Reader, made: Attempt, row: Working) -> bool:
    """Whether the gateway has another reader to go to."""
    return any(
        each.gateway_id == made.gateway_id and each.reader_ref != row.reader_ref
        for each in gateways.readers(reader)
    )


def _reader_of(
    reader: Reader, made: Attempt, row: Working | None
) -> tuple[CardReaderId | None, str]:
    for each in gateways.readers(reader, all=True):
        by_ref = row is not None and row.reader_ref == each.reader_ref
        if each.gateway_id == made.gateway_id and (
            by_ref if row is not None else each.reader_id == made.reader_id
        ):
            return each.reader_id, each.label
    return made.reader_id, ""


def _rows(reader: Reader, found: Any) -> tuple[OpenAttemptRow, ...]:
    return tuple(_row(reader, AttemptId(attempt_id)) for (attempt_id,) in found)


def _row(reader: Reader, attempt_id: AttemptId) -> OpenAttemptRow:
    made = records.the_attempt(reader, attempt_id)
    here = made.owner == records.here(reader)
    row = records.working(reader, attempt_id) if here else None
    _, label = _reader_of(reader, made, row)
    state, words, _ = _told(reader, made, row, label, ())
    header = parties.account_header(reader, made.account_id)
    shift = None if made.shift_id is None else drawers.shift_brief(reader, made.shift_id)
    return OpenAttemptRow(
        attempt_id=attempt_id,
        payment_id=made.payment_id,
        account_id=made.account_id,
        account_number=header.account_number,
        name=header.name,
        amount=made.amount,
        window=_code(reader, made),
        here=here,
        by=security.user_name(reader, made.made_by),
        since=made.at,
        state=None if row is None else state,
        outcome=_outcome(made, row),
        words=words,
        buttons=_buttons(reader, made, row) if row is not None or not here else (),
        shift_id=made.shift_id,
        shift_number="" if shift is None else shift.number,
        accepted=records.is_accepted(reader, attempt_id),
    )


def _notice(reader: Reader, attempt_id: AttemptId, at: datetime) -> CardNotice:
    made = records.the_attempt(reader, attempt_id)
    header = parties.account_header(reader, made.account_id)
    charges = charges_of_attempt(reader, attempt_id)
    _, words, _ = _told(reader, made, None, "", charges)
    taken = _taken(reader, charges[0].payment_id) if charges else None
    return CardNotice(
        attempt_id=attempt_id,
        account_id=made.account_id,
        account_number=header.account_number,
        name=header.name,
        amount=charges[0].amount if charges else made.amount,
        outcome=_outcome(made, None),
        words=words,
        at=at,
        payment_id=charges[0].payment_id if charges else None,
        receipt_number="" if taken is None else taken.receipt_number,
    )


def _taken(reader: Reader, payment_id: PaymentId) -> PaymentTaken | None:
    known = answers.known(reader, payment_id)
    if known is None:
        return None
    found: PaymentTaken = from_plain(PaymentTaken, known.answer)
    return found


def _code(reader: Reader, made: Attempt) -> str:
    codes = {each.station_id: each.code for each in settings.stations(reader)}
    return codes.get(made.owner, "?")


def _charge_row(row: Any) -> ChargeRow:
    charge_ref, intent_ref, attempt_id, payment_id, tender_id, gateway_id = row[:6]
    minor, currency, interac, charged_at = row[6:10]
    return ChargeRow(
        charge_ref=charge_ref,
        intent_ref=intent_ref,
        attempt_id=AttemptId(attempt_id),
        payment_id=PaymentId(payment_id),
        tender_id=tender_id,
        gateway_id=GatewayId(gateway_id),
        amount=Money(minor, currency),
        card=CardLines(*row[10:]),
        interac=bool(interac),
        charged_at=None if charged_at is None else instant_from(charged_at),
    )
