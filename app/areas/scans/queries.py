"""The scanner as set up here, and what a code names: never an amount, so that anybody may ask."""

from __future__ import annotations

from sqlalchemy import bindparam, or_, select

from app.areas.deposits.rules import bag_key
from app.areas.deposits.schema import deposit, deposit_seal
from app.areas.drawers.schema import shift
from app.areas.payments.schema import receipt
from app.areas.refunds.schema import refund
from app.areas.scans import rules
from app.areas.scans.repository import NAME
from app.areas.scans.schema import scanner as scanner_table
from app.areas.scans.values import ScannerSettings, Thing, ThingKind
from app.kernel.ids import AccountId
from app.storage.schema import search_key
from app.storage.search import compact
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_k, _r, _c = search_key.c, counted(receipt).c, scanner_table.c
_f = counted(refund).c
_SCANNER = Read(select(_c.is_on, _c.gap_ms, _c.least, _c.prefix, _c.suffix).where(_c.name == NAME))
_CARRY_CODES = (
    *(ThingKind.RECEIPT, ThingKind.REFUND, ThingKind.INVOICE),
    *(ThingKind.ACCOUNT, ThingKind.DEPOSIT, ThingKind.SHIFT),
)
"""Receipts have bars, then come what patients bring on paper and what never leaves the house."""
_NUMBERED = ("account", "external", "receipt", "invoice")
_KEYS = Read(
    select(_k.kind, _k.entity_id, _k.account_id, _k.shown)
    .where(_k.key == bindparam("key"), or_(*(_k.kind == kind for kind in _NUMBERED)))
    .order_by(_k.kind, _k.entity_id)
)
_PAYMENT_OF = Read(select(_r.payment_id).where(_r.id == bindparam("id")))
_REFUNDS = Read(
    select(_f.id, _f.number, _f.account_id).where(_f.number == bindparam("number")).order_by(_f.id)
)
_d, _s, _h = counted(deposit).c, counted(deposit_seal).c, counted(shift).c
_DEPOSITS = Read(select(_d.id, _d.number).where(_d.number == bindparam("number")).order_by(_d.id))
_BAGS = Read(select(_s.deposit_id, _s.bag_number).order_by(_s.deposit_id))
_SHIFTS = Read(select(_h.id, _h.number).where(_h.number == bindparam("number")).order_by(_h.id))


def scanner(reader: Reader) -> ScannerSettings:
    """How this station tells its scanner from hands."""
    row = reader.first(_SCANNER)
    if row is None:
        return ScannerSettings()
    on, gap_ms, least, prefix, suffix = row
    return ScannerSettings(bool(on), gap_ms, least, prefix, suffix)


def scanned(reader: Reader, code: str) -> tuple[Thing, ...]:
    """What a code names here: one thing almost always, nothing where it is another practice's,
    several where they have one number. Of kinds with numbers alike the one whose papers carry
    codes is meant. Numbers count as scanners send them, in capitals or not.
    """
    known = rules.code_of(code)
    if not known.text:
        return ()
    found: dict[tuple[ThingKind, str], Thing] = {}
    for thing in (*_by_key(reader, known.text), *_by_number(reader, known.text)):
        found.setdefault((thing.kind, thing.subject), thing)
    if not found:
        return ()
    kinds = [kind for kind in _CARRY_CODES if any(thing.kind is kind for thing in found.values())]
    return tuple(thing for thing in found.values() if thing.kind is kinds[0])


def _by_key(reader: Reader, text: str) -> list[Thing]:
    found = []
    for kind, entity_id, account_id, shown in reader.fetch(_KEYS, key=compact(text)):
        if kind == "receipt":
            subject = reader.scalar(_PAYMENT_OF, id=entity_id)
            if subject is not None:
                found.append(Thing(ThingKind.RECEIPT, subject, shown, AccountId(account_id)))
        elif kind == "invoice":
            found.append(Thing(ThingKind.INVOICE, entity_id, shown, AccountId(account_id)))
        else:
            number = shown if kind == "account" else ""
            found.append(Thing(ThingKind.ACCOUNT, account_id, number, AccountId(account_id)))
    return found


def _by_number(reader: Reader, text: str) -> list[Thing]:
    """What has no key among the accounts' ones, by its number as it was given."""
    found = []
    for number in dict.fromkeys((text, text.upper())):
        for refund_id, shown, account_id in reader.fetch(_REFUNDS, number=number):
            found.append(Thing(ThingKind.REFUND, refund_id, shown, AccountId(account_id)))
        for read, kind in ((_DEPOSITS, ThingKind.DEPOSIT), (_SHIFTS, ThingKind.SHIFT)):
            for subject, shown in reader.fetch(read, number=number):
                found.append(Thing(kind, subject, shown))
    bag = bag_key(text)
    for subject, shown in reader.fetch(_BAGS):
        if bag_key(shown) == bag:  # as bags are told apart when one is sealed
            found.append(Thing(ThingKind.DEPOSIT, subject, shown))
    return found
