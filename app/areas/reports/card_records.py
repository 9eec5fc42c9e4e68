"""Card money of some days by what the cards are: credit, debit or prepaid, and the wallet; taken,
given back and what is left, beside what the processors charged.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, literal_column, or_, select

from app.areas.cards.schema import card_charge
from app.areas.payments.schema import payment, payment_state, tender
from app.areas.payments.values import TenderKind
from app.areas.refunds.schema import refund_part, refund_step
from app.areas.refunds.values import RefundMethod, StepName
from app.areas.reports.money_values import CardLine, Tie
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_payment, _tender, _charge = counted(payment), counted(tender), counted(card_charge)
_step, _part = counted(refund_step), counted(refund_part)
_later = counted(tender).alias("later")
_back = _step.alias("back").c
_p, _t, _c, _s, _rp, _ps = (
    _payment.c,
    _tender.c,
    _charge.c,
    _step.c,
    _part.c,
    payment_state.c,
)
_one: Any = literal_column("1")
_nothing: Any = literal_column("''")
_card = or_(_t.kind == bindparam("card"), _c.id.is_not(None))
_funding, _wallet = func.coalesce(_c.funding, _nothing), func.coalesce(_c.wallet, _t.wallet)
_from: Any = bindparam("day_from")
_to: Any = bindparam("day_to")
_TAKEN = Read(
    select(
        _funding,
        _wallet,
        func.count(),
        func.sum(_t.amount_minor),
        func.sum(func.coalesce(_c.amount_minor, _t.amount_minor)),
    )
    .select_from(
        _payment.join(_tender, _t.payment_id == _p.id)
        .outerjoin(payment_state, _ps.payment_id == _p.id)
        .outerjoin(_charge, _c.tender_id == _t.id)
    )
    .where(
        _p.business_date.between(_from, _to),
        _t.currency == bindparam("currency"),
        func.coalesce(_ps.status, _nothing) != literal_column("'void'"),
        ~select(_one).where(_later.c.corrects_id == _t.id).exists(),
        _card,
    )
    .group_by(_funding, _wallet)
)
_GIVEN_BACK = Read(
    select(_funding, _wallet, func.sum(_rp.amount_minor))
    .select_from(
        _step.join(_part, _rp.refund_id == _s.refund_id)
        .join(_tender, _t.id == _rp.tender_id)
        .outerjoin(_charge, _c.tender_id == _t.id)
    )
    .where(
        _s.business_date.between(_from, _to),
        _s.currency == bindparam("currency"),
        _s.step == StepName.PAID.value,
        _s.method == RefundMethod.CARD_REVERSAL.value,
        ~select(_one).where(_back.refund_id == _s.refund_id, _back.reverses_id == _s.id).exists(),
        _card,
    )
    .group_by(_funding, _wallet)
)
_ORDER = ("credit", "debit", "prepaid")


def card_money(
    reader: Reader, day_from: date, day_to: date, currency: str
) -> tuple[tuple[CardLine, ...], tuple[Tie, ...]]:
    """Card money of these days by kind of card and wallet, and whether the processors charged what
    the receipts say. Void payments are left out; what was given back counts on the day it was.
    """
    days = {"day_from": day_from.isoformat(), "day_to": day_to.isoformat()}
    asked = {**days, "currency": currency, "card": TenderKind.CARD.value}
    found: dict[tuple[str, str], list[int]] = {}
    charged = 0
    for funding, wallet, count, minor, by_charge in reader.fetch(_TAKEN, **asked):
        sums = found.setdefault((_known(funding), wallet), [0, 0, 0])
        sums[0] += count
        sums[1] += minor
        charged += by_charge
    for funding, wallet, minor in reader.fetch(_GIVEN_BACK, **asked):
        found.setdefault((_known(funding), wallet), [0, 0, 0])[2] += minor
    lines = tuple(_line(kind, found[kind], currency) for kind in sorted(found, key=_in_order))
    return lines, _ties(lines, charged, currency)


def _line(kind: tuple[str, str], sums: list[int], currency: str) -> CardLine:
    (funding, wallet), (count, taken, given_back) = kind, sums
    return CardLine(
        funding,
        wallet,
        count,
        Money(taken, currency),
        Money(given_back, currency),
        Money(taken - given_back, currency),
    )


def _ties(lines: tuple[CardLine, ...], charged: int, currency: str) -> tuple[Tie, ...]:
    taken = sum(line.taken.minor for line in lines)
    if not taken and not charged:
        return ()
    return (
        Tie(
            t("Cards"),
            t("Receipts"),
            t("Charged, by kind of card"),
            Money(taken, currency),
            Money(charged, currency),
            taken == charged,
        ),
    )


def _known(funding: str) -> str:
    """Credit, debit or prepaid; empty where neither reader nor slip said it."""
    return funding if funding in _ORDER else ""


def _in_order(kind: tuple[str, str]) -> tuple[int, str]:
    funding, wallet = kind
    return (_ORDER.index(funding) if funding in _ORDER else len(_ORDER)), wallet
