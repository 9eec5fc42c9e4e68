"""Keeps the list of tender types and the parked forms."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from app.areas.payments import schema
from app.areas.payments.seed import TENDERS
from app.areas.payments.tender_values import SaveTenderType, TenderField, TenderTypeRow
from app.areas.payments.values import ParkForm, TenderKind
from app.kernel.clock import instant_text
from app.kernel.ids import CommandId, derived_id
from app.storage.statements import Read, Reader, ReadSql
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork

_t = schema.tender_type.c
_COLUMNS = (
    _t.method,
    _t.name,
    _t.kind,
    _t.gl_code,
    _t.required,
    _t.opens_drawer,
    _t.in_deposit,
    _t.refunded_by,
    _t.position,
    _t.active,
)
_ONE = Read(select(*_COLUMNS).where(_t.method == bindparam("method")))
_ALL = Read(select(*_COLUMNS).order_by(_t.position, _t.name, _t.method))


def tender_type(reader: Reader, method: str) -> TenderTypeRow | None:
    """The tender type of this method, in use or not."""
    row = reader.first(_ONE, method=method)
    return None if row is None else _read(row)


_CHARGED_HERE = ReadSql(
    "SELECT g.name FROM gateway g JOIN window_reader w ON w.gateway_id = g.id "
    "JOIN card_reader r ON r.id = w.reader_id AND r.active "
    "WHERE g.active AND g.integrated AND (NOT g.test_mode OR :demo) "
    "AND instr(' ' || g.methods || ' ', ' ' || :method || ' ') "
    "AND NOT EXISTS (SELECT 1 FROM gateway s WHERE s.active AND NOT s.integrated "
    "AND instr(' ' || s.methods || ' ', ' ' || :method || ' ')) "
    "ORDER BY g.position LIMIT 1"
)
"""Gateways stand above payments: this is the one thing that payments ask of their list."""


def charged_by(reader: Reader, method: str, *, demo: bool) -> str | None:
    """The gateway that charges this way to pay on a reader of this window, where the list has no
    stand-alone terminal for it; None where such a payment is recorded.
    """
    found: str | None = reader.scalar(_CHARGED_HERE, method=method, demo=int(demo))
    return found


def tender_types(reader: Reader) -> tuple[TenderTypeRow, ...]:
    """All of them, in the order of their keys."""
    return tuple(_read(row) for row in reader.fetch(_ALL))


def _read(row: tuple[str, str, str, str, str, int, int, str, int, int]) -> TenderTypeRow:
    method, name, kind, gl_code, required, opens, deposit, refunded_by, position, active = row
    return TenderTypeRow(
        method=method,
        name=name,
        kind=TenderKind(kind),
        gl_code=gl_code,
        required=tuple(TenderField(field) for field in required.split()),
        opens_drawer=bool(opens),
        in_deposit=bool(deposit),
        refunded_by=refunded_by,
        position=position,
        active=bool(active),
    )


def add_tender_types(uow: UnitOfWork) -> None:
    """The kinds of tender a practice begins with."""
    for position, seed in enumerate(TENDERS, 1):
        add_tender_type(
            uow,
            SaveTenderType(
                id=CommandId(""),
                method=seed.method,
                name=seed.name,
                kind=seed.kind,
                gl_code=seed.gl_code,
                required=seed.required,
                opens_drawer=seed.opens_drawer,
                in_deposit=seed.in_deposit,
                position=position,
            ),
        )


def add_tender_type(uow: UnitOfWork, wanted: SaveTenderType) -> None:
    own: Row = {
        "id": derived_id("tender_type", wanted.method),
        "method": wanted.method,
        "kind": wanted.kind,
    }
    uow.create(schema.tender_type, own | _fields(wanted))


def change_tender_type(uow: UnitOfWork, wanted: SaveTenderType) -> None:
    """Everything but the method and its kind, which the books rely on."""
    uow.change(schema.tender_type, derived_id("tender_type", wanted.method), _fields(wanted))


def _fields(wanted: SaveTenderType) -> Row:
    return {
        "name": wanted.name,
        "gl_code": wanted.gl_code,
        "required": " ".join(wanted.required),
        "opens_drawer": int(wanted.opens_drawer),
        "in_deposit": int(wanted.in_deposit),
        "refunded_by": wanted.refunded_by,
        "position": wanted.position,
        "active": int(wanted.active),
    }


def park(uow: UnitOfWork, command: ParkForm) -> None:
    uow.put(
        schema.parked_form,
        {
            "payment_id": command.payment_id,
            "account_id": command.account_id,
            "amount_text": command.amount_text,
            "given_text": command.given_text,
            "typed": command.typed,
            "user_id": uow.actor.user_id,
            "at": instant_text(uow.now),
        },
    )


def drop_parked(uow: UnitOfWork, payment_id: str) -> None:
    uow.drop(schema.parked_form, payment_id=payment_id)
