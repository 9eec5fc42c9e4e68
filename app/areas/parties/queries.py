"""Finding accounts, and saying unmistakably who one belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select

from app.areas.ledger import queries as ledger
from app.areas.ledger.schema import account_alias
from app.areas.parties import errors, matching, merging_records, schema
from app.areas.parties.matching import Hit
from app.areas.parties.rules import dates_alike, days_alike, display_name, flags_of, likeness
from app.areas.parties.values import (
    AccountDetails,
    AccountFlag,
    AccountHeader,
    AccountStatus,
    ExternalId,
    FieldKind,
    FieldRow,
    Found,
    GuarantorRow,
    NearDuplicate,
    Person,
    Relationship,
)
from app.areas.settings import queries as settings
from app.kernel.ids import AccountId, GuarantorId, PatientId
from app.kernel.money import Money
from app.kernel.text import fold
from app.kernel.translate import t
from app.storage.search import accounts_by_tail, accounts_by_words, accounts_on, compact
from app.storage.search_text import LONGEST
from app.storage.statements import Read, Reader

_a, _p, _g = schema.account.c, schema.patient.c, schema.guarantor.c
_FOUND = Read(
    select(
        _a.id,
        _a.number,
        _a.status,
        _a.currency,
        _p.family_name,
        _p.given_names,
        _p.name_order,
        _p.birth_date,
        _p.phone,
        _p.mobile,
        account_alias.c.into_id,
    )
    .select_from(schema.account)
    .join(schema.patient, _p.id == _a.patient_id)
    .outerjoin(account_alias, account_alias.c.account_id == _a.id)
    .where(_a.id == bindparam("id"))
)
_ANY = Read(select(_a.id).limit(1))
_f = schema.account_flag.c
_unit: Any = literal_column("char(31)")
_one_flag = _f.id.concat(_unit).concat(_f.kind).concat(_unit).concat(_f.words)
_flags = (
    select(func.group_concat(_one_flag, literal_column("char(30)")))
    .where(_f.account_id == _a.id, _f.active == 1)
    .correlate(schema.account)
    .scalar_subquery()
)
_HEADER = Read(
    select(
        _a.id,
        _a.number,
        _a.status,
        _a.currency,
        _flags,
        _a.credit_limit_minor,
        _p.id,
        _p.family_name,
        _p.given_names,
        _p.name_order,
        _p.prefix,
        _p.suffix,
        _p.birth_date,
        func.coalesce(func.nullif(_p.phone, literal_column("''")), _p.mobile),
        _g.family_name,
        _g.given_names,
        _g.name_order,
        _a.guarantor_id,
        _p.language,
    )
    .select_from(schema.account)
    .join(schema.patient, _p.id == _a.patient_id)
    .outerjoin(schema.guarantor, _g.id == _a.guarantor_id)
    .where(_a.id == bindparam("id"))
)
_ADDRESS = Read(
    select(_p.address_1, _p.address_2, _p.city, _p.region, _p.postal_code, _p.country, _p.email)
    .select_from(schema.account)
    .join(schema.patient, _p.id == _a.patient_id)
    .where(_a.id == bindparam("id"))
)
_PERSON_FIELDS = tuple(field.name for field in fields(Person))
_PERSON = Read(select(*(_p[name] for name in _PERSON_FIELDS)).where(_p.id == bindparam("id")))
_GUARANTOR = Read(select(*(_g[name] for name in _PERSON_FIELDS)).where(_g.id == bindparam("id")))
_DETAILS = Read(
    select(_a.notes, _a.sent_to_collections_on, _a.guarantor_relationship, _a.stamp).where(
        _a.id == bindparam("id")
    )
)
_n, _v, _x = schema.account_field.c, schema.account_field_value.c, schema.external_id.c
_FIELDS = Read(
    select(_n.id, _n.name, _n.kind, _n.choices, _n.position, _n.active).order_by(
        _n.position, _n.name, _n.id
    )
)
_FIELD_VALUES = Read(select(_v.field_id, _v.value).where(_v.account_id == bindparam("account_id")))
_EXTERNAL_IDS = Read(
    select(_x.system, _x.value)
    .where(_x.entity_kind == "patient", _x.entity_id == bindparam("patient_id"), _x.active == 1)
    .order_by(_x.system, _x.value)
)
_PAYER = Read(select(schema.payer.c.id).where(schema.payer.c.id == bindparam("id")))


def find(reader: Reader, text: str, most: int = 50) -> tuple[Found, ...]:
    """Accounts by name words in any order, number, phone or its last digits, birth date, receipt,
    invoice, check or refund; exact first.
    """
    # Only those that are shown are read: the folded name is enough to put them in order.
    rows = _rows(reader, matching.hits(reader, text), text, most)
    rows.sort(
        key=lambda row: (not row.exact, bool(row.matched), fold(row.name), row.account_number)
    )
    return tuple(rows)


def _rows(reader: Reader, order: list[tuple[str, Hit]], text: str, most: int) -> list[Found]:
    """One row for each person, whichever of their accounts was found."""
    rows: dict[AccountId, Found] = {}
    for account_id, hit in order:
        if len(rows) >= max(0, most):
            break
        row = _found(reader, account_id, hit, text)
        rows.setdefault(row.account_id, row)
    return list(rows.values())


def find_similar(reader: Reader, text: str, most: int = 20) -> tuple[Found, ...]:
    """Accounts of names written nearly like `text`, the likeliest first: for where `find` found
    little.
    """
    return tuple(_rows(reader, matching.similar(reader, text), text, most))


def _found(reader: Reader, account_id: str, hit: Hit, text: str) -> Found:
    row = reader.first(_FOUND, id=account_id)
    matched, exact = hit.label, hit.rank == matching.WHOLE
    if hit.kind == "tail":
        shown, exact = matching.phone_shown([row[8], row[9]], text)
        matched = f"{matched} {shown}"
    if row[10] is not None:
        matched = ", ".join(each for each in (t("was {number}", number=row[1]), matched) if each)
        account_id = row[10]
        row = reader.first(_FOUND, id=account_id)
    _, number, status, currency, family, given, order, born = row[:8]
    owed = ledger.balance_together(reader, AccountId(account_id), currency).owed
    return Found(
        account_id=AccountId(account_id),
        account_number=number,
        name=display_name(family, given, order),
        birth_year=int(born[:4]) if born else None,
        status=AccountStatus(status),
        matched=matched,
        owed=owed,
        exact=exact,
        similar=hit.kind == "similar",
    )


def has_accounts(reader: Reader) -> bool:
    """Whether anybody has an account yet."""
    return reader.first(_ANY) is not None


def has_payer(reader: Reader, payer_id: str) -> bool:
    """Whether an insurer or programme of this id is known."""
    return reader.first(_PAYER, id=payer_id) is not None


def account_header(reader: Reader, account_id: AccountId) -> AccountHeader:
    """Who an account belongs to; a UserError when there is none."""
    row = reader.first(_HEADER, id=account_id)
    if row is None:
        raise errors.no_such_account()
    number, status, currency, flags, limit, patient_id = row[1:7]
    family, given, order, prefix, suffix, born, phone = row[7:14]
    g_family, g_given, g_order, guarantor_id, language = row[14:]
    return AccountHeader(
        account_id=account_id,
        account_number=number,
        patient_id=PatientId(patient_id),
        name=display_name(family, given, order, prefix, suffix),
        birth_date=date.fromisoformat(born) if born else None,
        guarantor=display_name(g_family, g_given, g_order) if g_family else "",
        status=AccountStatus(status),
        flags=flags_of(flags),
        phone=phone or "",
        currency=currency,
        credit_limit=None if limit is None else Money(limit, currency),
        guarantor_id=GuarantorId(guarantor_id) if guarantor_id else None,
        language=language or "",
    )


def together(reader: Reader, account_id: AccountId) -> tuple[AccountId, ...]:
    """The account, and those that were merged into it; what is shown of one is shown of all."""
    return (account_id, *merging_records.merged_into(reader, account_id))


def flags_together(reader: Reader, account_id: AccountId) -> tuple[AccountFlag, ...]:
    """The flags of all accounts of one person, and which accounts these are."""
    header = account_header(reader, account_id)
    stands = merging_records.stands_for(reader, header.account_id)
    merged = merging_records.merged_into(reader, header.account_id)
    if stands == header.account_id and not merged:
        return header.flags
    others = [account_header(reader, one) for one in merged]
    flags = {(flag.kind, flag.words): flag for one in (header, *others) for flag in one.flags}
    said = []
    if stands != header.account_id:
        number = account_header(reader, stands).account_number
        said.append(AccountFlag("merged", t("merged into {number}", number=number)))
    if others:
        numbers = ", ".join(one.account_number for one in others[:3])
        numbers += "…" if len(others) > 3 else ""
        said.append(AccountFlag("stands_for", t("also {numbers}", numbers=numbers)))
    return (*flags.values(), *said)


def stands_for(reader: Reader, account_id: AccountId) -> AccountId:
    """The account that stands for this one: itself, unless it was merged into another."""
    return merging_records.stands_for(reader, account_id)


def person(reader: Reader, patient_id: PatientId) -> Person:
    """Everything that is written about who a patient is."""
    row = reader.first(_PERSON, id=patient_id)
    if row is None:
        raise errors.no_such_patient()
    return _person_of(row)


def _person_of(row: tuple[Any, ...]) -> Person:
    told = dict(zip(_PERSON_FIELDS, row, strict=True))
    for field in ("birth_date", "death_date"):
        told[field] = date.fromisoformat(told[field]) if told[field] else None
    return Person(**told)


def near_duplicates(
    reader: Reader, name: str, birth_date: date | None = None, phone: str = "", most: int = 5
) -> tuple[NearDuplicate, ...]:
    """Patients who may be the same person as somebody about to be registered, likeliest first."""
    wanted = fold(name[:LONGEST])
    if not wanted:
        return ()
    hits = {account_id for account_id, _ in accounts_by_words(reader, wanted)}
    if len(compact(phone)) >= 7:
        hits.update(account_id for account_id, _ in accounts_by_tail(reader, phone))
    for day in days_alike(birth_date):
        hits.update(row[0] for row in accounts_on(reader, day))
    found = [
        near
        for account_id in hits
        if (near := _near(reader, account_id, wanted, birth_date, compact(phone))) is not None
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].account_number))
    return tuple(near for _, near in found[: max(0, most)])


def _near(
    reader: Reader, account_id: str, wanted: str, birth_date: date | None, phone: str
) -> tuple[int, NearDuplicate] | None:
    row = reader.first(_FOUND, id=account_id)
    _, number, _, _, family, given, order, born, *phones = row[:10]
    name = display_name(family, given, order)
    birth = date.fromisoformat(born) if born else None
    like = likeness(wanted, fold(name))
    same_phone = len(phone) >= 7 and phone in {compact(each) for each in phones if each}
    same_birth = birth_date is not None and birth == birth_date
    near_birth = birth_date is not None and birth is not None and dates_alike(birth, birth_date)
    unknown = birth_date is None or birth is None
    said = [t("the same name")] if like == 100 else [t("a similar name")]
    said += [t("the same birth date")] if same_birth else []
    said += [t("nearly the same birth date")] if near_birth and not same_birth else []
    said += [t("the same phone")] if same_phone else []
    strong = (
        (like == 100 and (same_birth or near_birth or unknown))
        or (like >= 85 and same_birth)
        or (like >= 90 and same_phone)
    )
    if not strong and not (like >= 60 and (same_birth or same_phone)):
        return None
    score = like + 100 * strong + 20 * same_birth + 10 * near_birth + 15 * same_phone
    shown_phone = next((each for each in phones if each), "")
    why = ", ".join(said)
    return score, NearDuplicate(
        AccountId(account_id), number, name, birth, shown_phone, why, strong
    )


def account_fields(reader: Reader, *, all: bool = False) -> tuple[FieldRow, ...]:
    """The practice's own fields in their order; those in use, or `all`."""
    return tuple(
        FieldRow(field_id, name, FieldKind(kind), _choices(choices), position, bool(active))
        for field_id, name, kind, choices, position, active in reader.fetch(_FIELDS)
        if all or active
    )


def _choices(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def account_details(reader: Reader, account_id: AccountId) -> AccountDetails:
    """Everything that is written about an account and its patient."""
    header = account_header(reader, account_id)
    notes, sent_on, relationship, stamp = reader.first(_DETAILS, id=account_id)
    guarantor = None
    if header.guarantor_id is not None:
        guarantor = GuarantorRow(
            header.guarantor_id,
            Relationship(relationship),
            _person_of(reader.first(_GUARANTOR, id=header.guarantor_id)),
        )
    values = dict(reader.fetch(_FIELD_VALUES, account_id=account_id))
    here = settings.practice(reader)
    registered = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=stamp)
    return AccountDetails(
        header=header,
        person=person(reader, header.patient_id),
        guarantor=guarantor,
        notes=notes,
        sent_to_collections_on=date.fromisoformat(sent_on) if sent_on else None,
        external_ids=tuple(
            ExternalId(system, value)
            for system, value in reader.fetch(_EXTERNAL_IDS, patient_id=header.patient_id)
        ),
        fields=tuple(
            replace(field, value=values.get(field.field_id, "")) for field in account_fields(reader)
        ),
        registered_on=settings.business_today(here, registered),
    )


def _guarantors_merged(reader: Reader, account_id: AccountId) -> Iterator[str]:
    for one in merging_records.merged_into(reader, account_id):
        if guarantor := account_header(reader, one).guarantor:
            yield guarantor


def bill_to(reader: Reader, account_id: AccountId) -> tuple[str, str, str, str]:
    """(name, address in lines, phone, e-mail) an invoice of this account is sent to; where only an
    account that was merged into it has a guarantor, to them.
    """
    header = account_header(reader, account_id)
    guarantor = header.guarantor or next(_guarantors_merged(reader, account_id), "")
    one, two, city, region, code, country, email = reader.first(_ADDRESS, id=account_id)
    town = ", ".join(p for p in (city, " ".join(p for p in (region, code) if p)) if p)
    lines = [line for line in (one, two, town, country) if line]
    return (guarantor or header.name, "\n".join(lines), header.phone, email)
