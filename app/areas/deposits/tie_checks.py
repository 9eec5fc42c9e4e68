"""What the ledger must have of deposits: each step's entry, and what lies in the safe, in checks
and in transit.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, func, literal_column, select

from app.areas.deposits import apart_records, schema
from app.areas.drawers.schema import cash_movement, close_taken_back, shift_close
from app.areas.ledger.schema import journal_entry, journal_line, of_sources
from app.areas.ledger.values import GL
from app.areas.payments.schema import payment_void, returned_check, tender
from app.kernel.translate import t
from app.storage.agreements import agreement
from app.storage.checking import Check, amount, one_of, rows_check, unindexed
from app.storage.tables import counted

_deposit, _item = counted(schema.deposit), counted(schema.deposit_item)
_seal, _clear, _void = (
    counted(schema.deposit_seal),
    counted(schema.deposit_clear),
    counted(schema.deposit_void),
)
_line, _entry = counted(journal_line), counted(journal_entry)
_close, _movement, _tender = counted(shift_close), counted(cash_movement), counted(tender)
_out, _return = counted(schema.deposit_item_out), counted(returned_check)
_d, _i, _s, _c, _v = _deposit.c, _item.c, _seal.c, _clear.c, _void.c
_l, _e, _x, _m, _t = _line.c, _entry.c, _close.c, _movement.c, _tender.c
_k = counted(close_taken_back).c
_o, _r, _st = _out.c, _return.c, schema.deposit_state.c
_w = apart_records.unsettled().subquery("lacks").c
_there: Any = literal_column("1")
_none: Any = literal_column("NULL")
_KEYS = ("source", "gl", "deposit", "currency")


def _exists(*where: Any) -> Any:
    return select(_there).where(*where).exists()


def _text(value: str) -> Any:
    return literal_column(f"'{value}'")


def checks() -> tuple[Check, ...]:
    """The promises about the ledger."""
    return (_postings(), _days(), _transit(), _safe(), _undeposited())


def _columns(source: Any, gl: Any, deposit: Any, currency: Any, minor: Any) -> list[Any]:
    return [
        source.label("source"),
        gl.label("gl"),
        deposit.label("deposit"),
        currency.label("currency"),
        minor.label("minor"),
    ]


def _postings() -> Check:
    """Into transit at the seal, onto the bank account at the credit, all back at a void; of two
    steps of a kind the one that holds.
    """
    return agreement(
        "deposits.postings",
        "The ledger has what each step of a deposit says.",
        _KEYS,
        apart_records.expected(),
        (apart_records.posted(),),
        lambda source, gl, deposit, currency, wanted, found: t(
            "{source} of deposit {deposit} says {wanted} on {gl}, and the ledger has {found}.",
            source=source,
            deposit=deposit or "",
            gl=gl,
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )


def _days() -> Check:
    """Every entry of a step is of its day and its deposit's number; a void reverses the seal."""
    steps = (
        select(_s.id, _s.deposit_id, _s.business_date)
        .union_all(
            select(_c.id, _c.deposit_id, _c.business_date),
            select(_v.id, _v.deposit_id, _v.business_date),
        )
        .subquery("steps")
    )
    reversed_ones = _entry.alias("reversed").c
    own = _exists(reversed_ones.id == _e.reverses_entry_id, reversed_ones.reference == _d.number)
    back = one_of(_e.source_type, "deposit_void") & ~own
    return rows_check(
        "deposits.entries",
        "Every entry of a deposit is of the day of its step.",
        select(_e.number, _e.reference)
        .select_from(_entry)
        .outerjoin(steps, steps.c.id == _e.source_id)
        .outerjoin(_deposit, _d.id == steps.c.deposit_id)
        .where(
            of_sources(_e, "deposit_seal", "deposit_clear", "deposit_void"),
            func.coalesce(
                (steps.c.business_date != _e.business_date) | (_d.number != _e.reference) | back,
                1,
            )
            == 1,
        ),
        lambda number, reference: t(
            "Journal entry {number} of deposit {deposit} is of another day or step.",
            number=number,
            deposit=reference,
        ),
    )


def _transit() -> Check:
    """In transit is what is in bags that were sealed and neither credited nor voided."""
    on_its_way = and_(_st.sealed == 1, one_of(_st.status, "pending", "submitted"))

    def columns(deposit: Any, currency: Any, minor: Any) -> list[Any]:
        return [deposit.label("deposit"), currency.label("currency"), minor.label("minor")]

    total = _st.cash_minor + _st.check_minor
    expected = (select(*columns(_st.deposit_id, _st.currency, total)).where(on_its_way),)
    posted = (
        select(*columns(_l.deposit_id, _l.currency, _l.amount_minor)).where(
            _l.gl_code == GL.DEPOSITS_IN_TRANSIT
        ),
        select(*columns(_w.deposit, _w.currency, _w.minor)).where(_w.gl == GL.DEPOSITS_IN_TRANSIT),
    )
    return agreement(
        "deposits.in_transit",
        "In transit is what is in sealed bags on their way.",
        ("deposit", "currency"),
        expected,
        posted,
        lambda deposit, currency, wanted, found: t(
            "In deposit {deposit} {wanted} is on its way, and the ledger has {found}.",
            deposit=deposit or "",
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )


def _of(currency: Any, minor: Any) -> list[Any]:
    return [currency.label("currency"), minor.label("minor")]


def _posted_on(code: str) -> tuple[Any, ...]:
    """What the ledger has, with what a bag's steps still have to post, which `deposits.postings`
    names.
    """
    return (
        select(*_of(_l.currency, _l.amount_minor)).where(_l.gl_code == code),
        select(*_of(_w.currency, _w.minor)).where(_w.gl == code),
    )


_left = and_(_st.sealed == 1, _st.status != "void")
"""The bag is not in the safe any more."""


def _safe() -> Check:
    """In the safe is what was counted into it and moved there, less what left it in bags."""
    into = func.iif(_m.shift_id.is_(None), _m.amount_minor, -_m.amount_minor)
    expected = (
        select(*_of(_x.currency, _x.counted_minor)).where(~_exists(_k.id == _x.id)),
        select(*_of(_m.currency, into)).where(
            (_m.kind == "safe_opening") | (_m.gl_code == GL.CASH_IN_SAFE)
        ),
        select(*_of(_i.currency, -_i.amount_minor))
        .select_from(_item)
        .join(schema.deposit_state, _st.deposit_id == _i.deposit_id)
        .where(_left, _i.kind != "check"),
    )
    posted = _posted_on(GL.CASH_IN_SAFE)
    return agreement(
        "deposits.safe",
        "In the safe is what was brought there and did not leave in a bag.",
        ("currency",),
        expected,
        posted,
        lambda currency, wanted, found: t(
            "In the safe should be {wanted}, and the ledger has {found}.",
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )


def _in_more_bags(is_out: Any) -> Any:
    """Each bag took a check that two have: a task tells of it."""
    more = (
        select(_i.currency, ((func.count() - 1) * _i.amount_minor).label("minor"))
        .select_from(_item)
        .join(schema.deposit_state, _st.deposit_id == _i.deposit_id)
        .where(_i.kind == "check", _left, ~is_out)
        .group_by(_i.source_id, _i.amount_minor, _i.currency)
        .having(func.count() > 1)
        .subquery("more")
        .c
    )
    return select(*_of(more.currency, -more.minor))


def _returned_more() -> Any:
    """Each return took a check off that two windows entered: a task tells of it."""
    undone = _return.alias("undone").c
    more = (
        select(_r.currency, ((func.count() - 1) * _r.amount_minor).label("minor"))
        .where(
            _r.gl_code == GL.UNDEPOSITED_CHECKS,
            _r.reverses_id.is_(None),
            ~_exists(undone.reverses_id == _r.id),
        )
        .group_by(_r.tender_id, _r.amount_minor, _r.currency)
        .having(func.count() > 1)
        .subquery("more_returns")
        .c
    )
    return select(*_of(more.currency, -more.minor))


def _voided_more(returned: Any) -> Any:
    """Each void took a check off that two windows entered: a task tells of it."""
    later, voids = _tender.alias("later").c, counted(payment_void).alias("voids")
    taken_in = _t.amount_minor + func.coalesce(_t.rounding_minor, 0)
    more = (
        select(_t.currency, ((func.count(voids.c.id.distinct()) - 1) * taken_in).label("minor"))
        .select_from(_tender)
        .join(voids, unindexed(voids.c.payment_id) == _t.payment_id)
        .where(
            _t.gl_code == GL.UNDEPOSITED_CHECKS,
            ~_exists(later.payment_id == _t.payment_id, later.corrects_id == _t.id),
            ~returned,
        )
        .group_by(unindexed(_t.id), _t.content_hash)
        .having(func.count(voids.c.id.distinct()) > 1)
        .subquery("more_voids")
        .c
    )
    return select(*_of(more.currency, -more.minor))


def _undeposited() -> Check:
    """Checks that were taken, stand, did not come back from the bank and left in no bag."""
    later, void = _tender.alias("later").c, counted(payment_void).c
    undone, back = _return.alias("undone").c, _out.alias("put_back").c
    returned = _exists(
        _r.tender_id == _t.id,
        _r.reverses_id.is_(None),
        ~_exists(undone.reverses_id == _r.id),
    )
    is_out = _exists(
        _o.item_id == _i.id, _o.reverses_id.is_(None), ~_exists(back.reverses_id == _o.id)
    )
    gone = select(_there).where(
        _i.source_id == _t.id,
        _st.deposit_id == _i.deposit_id,
        _left,
        ~is_out,
    )
    expected = (
        select(*_of(_t.currency, _t.amount_minor + func.coalesce(_t.rounding_minor, 0))).where(
            _t.gl_code == GL.UNDEPOSITED_CHECKS,
            ~_exists(later.payment_id == _t.payment_id, later.corrects_id == _t.id),
            ~_exists(void.payment_id == _t.payment_id),
            ~returned,
            ~gone.exists(),
        ),
        _in_more_bags(is_out),
        _returned_more(),
        _voided_more(returned),
    )
    posted = _posted_on(GL.UNDEPOSITED_CHECKS)
    return agreement(
        "deposits.undeposited",
        "Undeposited checks are those that were taken and left in no bag.",
        ("currency",),
        expected,
        posted,
        lambda currency, wanted, found: t(
            "Checks for {wanted} should lie here, and the ledger has {found}.",
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )
