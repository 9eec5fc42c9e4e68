"""What must hold between refunds and the ledger, the drawers and their papers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, literal_column, or_, select

from app.areas.drawers.schema import cash_movement
from app.areas.ledger.schema import journal_entry, journal_line, of_sources
from app.areas.ledger.values import GL
from app.areas.payments.schema import allocation, payment, payment_refund
from app.areas.refunds import schema
from app.kernel.translate import t
from app.storage.agreements import agreement
from app.storage.checking import Check, amount, one_of, rows_check
from app.storage.tables import counted

_refund, _part, _step = (
    counted(schema.refund),
    counted(schema.refund_part),
    counted(schema.refund_step),
)
_paper, _forgiven = counted(schema.refund_receipt), counted(schema.refund_forgiven)
_gone, _allocation, _payment = counted(payment_refund), counted(allocation), counted(payment)
_movement, _posting, _entry = (
    counted(cash_movement),
    counted(journal_line),
    counted(journal_entry),
)
_r, _p, _s, _n, _w = _refund.c, _part.c, _step.c, _paper.c, _forgiven.c
_g, _a, _y = _gone.c, _allocation.c, _payment.c
_m, _j, _e = _movement.c, _posting.c, _entry.c
_there: Any = literal_column("1")
_none: Any = literal_column("NULL")
_SOURCES = ("refund", "refund_cancelled", "refund_paid", "refund_failed", "refund_forgiven")


def _text(value: str) -> Any:
    return literal_column(f"'{value}'")


def checks() -> tuple[Check, ...]:
    """The promises of what refunds post."""
    return (_taken(), _postings(), _cash(), _papers())


def _taken() -> Check:
    """What is owed was taken of its payments, part by part; what was given up was given back."""

    def columns(step: Any, payment_id: Any, tender_id: Any, currency: Any, minor: Any) -> list[Any]:
        return [
            step.label("step"),
            payment_id.label("payment"),
            tender_id.label("tender"),
            currency.label("currency"),
            minor.label("minor"),
        ]

    sign = case((_s.step == _text("booked"), 1), else_=-1)
    moved = or_(
        _s.step == _text("booked"),
        one_of(_s.step, "cancelled", "unbooked") & _s.reverses_id.is_not(None),
    )
    expected = (
        select(*columns(_s.id, _p.payment_id, _p.tender_id, _p.currency, _p.amount_minor * sign))
        .select_from(_step)
        .join(_part, _p.refund_id == _s.refund_id)
        .where(moved),
    )
    found = (
        select(*columns(_g.action_id, _g.payment_id, _g.tender_id, _g.currency, _g.amount_minor)),
    )
    return agreement(
        "refunds.taken",
        "What is owed to patients was taken of their payments, part by part.",
        ("step", "payment", "tender", "currency"),
        expected,
        found,
        lambda step, of, tender, currency, wanted, there: t(
            "A refund takes {wanted} of payment {payment}, and {found} was taken of it.",
            wanted=amount(wanted, currency),
            payment=of,
            found=amount(there, currency),
        ),
    )


def _leg(
    source: Any, gl: Any, minor: Any, currency: Any, account: Any = _none, on: Any = _none
) -> list[Any]:
    return [
        source.label("source"),
        gl.label("gl"),
        account.label("account"),
        on.label("invoice"),
        currency.label("currency"),
        minor.label("minor"),
    ]


def _owed() -> tuple[Any, ...]:
    """Booked: off invoices and credit, owed to the account; given up: the opposite."""
    payable, receivable, credit = (
        _text(GL.REFUNDS_PAYABLE),
        _text(GL.RECEIVABLE_PATIENTS),
        _text(GL.PATIENT_CREDITS),
    )
    moved = (
        select(_g.action_id, _g.payment_id, func.sum(_g.amount_minor).label("minor"))
        .group_by(_g.action_id, _g.payment_id)
        .subquery("moved")
    )
    shares = (
        select(_a.action_id, _a.payment_id, func.sum(_a.amount_minor).label("minor"))
        .group_by(_a.action_id, _a.payment_id)
        .subquery("shares")
    )
    rest = moved.c.minor + func.coalesce(shares.c.minor, 0)
    return (
        select(*_leg(_g.action_id, payable, -_g.amount_minor, _g.currency, _r.account_id))
        .select_from(_gone)
        .join(_refund, _r.id == _g.refund_id),
        select(
            *_leg(
                _a.action_id,
                receivable,
                -_a.amount_minor,
                _a.currency,
                _a.account_id,
                _a.invoice_id,
            )
        )
        .select_from(_allocation)
        .where(select(_there).where(_g.action_id == _a.action_id).exists()),
        select(*_leg(moved.c.action_id, credit, rest, _y.currency, _y.account_id))
        .select_from(moved)
        .join(_payment, _y.id == moved.c.payment_id)
        .outerjoin(
            shares,
            (shares.c.action_id == moved.c.action_id) & (shares.c.payment_id == moved.c.payment_id),
        ),
    )


def _paid() -> tuple[Any, ...]:
    """Paid: no longer owed, off what it came from; failed: the opposite. Cash has only what it was
    rounded by here.
    """
    payable, rounded = _text(GL.REFUNDS_PAYABLE), _text(GL.CASH_ROUNDING)
    sign = case((_s.step == _text("paid"), 1), else_=-1)
    by_cash = _s.method == _text("cash")
    moves = one_of(_s.step, "paid", "failed") & (_s.gl_code != _text(""))
    whole = case((by_cash, -func.coalesce(_s.rounding_minor, 0)), else_=_s.amount_minor * sign)
    return (
        select(*_leg(_s.id, payable, whole, _s.currency, _r.account_id))
        .select_from(_step)
        .join(_refund, _r.id == _s.refund_id)
        .where(moves),
        select(*_leg(_s.id, _s.gl_code, -_s.amount_minor * sign, _s.currency))
        .select_from(_step)
        .where(moves, ~by_cash),
        select(*_leg(_s.id, rounded, _s.rounding_minor, _s.currency))
        .select_from(_step)
        .where(moves, by_cash, _s.rounding_minor != literal_column("0")),
    )


def _lowered() -> tuple[Any, ...]:
    """Invoices that are not owed again."""
    receivable = _text(GL.RECEIVABLE_PATIENTS)
    return (
        select(
            *_leg(
                _w.step_id, _w.gl_code, _w.amount_minor, _w.currency, _w.account_id, _w.invoice_id
            )
        ),
        select(
            *_leg(
                _w.step_id, receivable, -_w.amount_minor, _w.currency, _w.account_id, _w.invoice_id
            )
        ),
    )


def _postings() -> Check:
    posted = (
        select(
            *_leg(
                _e.source_id, _j.gl_code, _j.amount_minor, _j.currency, _j.account_id, _j.invoice_id
            )
        )
        .select_from(_posting)
        .join(_entry, _e.id == _j.entry_id)
        .where(of_sources(_e, *_SOURCES)),
    )
    return agreement(
        "refunds.postings",
        "The ledger has what every step of a refund moved.",
        ("source", "gl", "account", "invoice", "currency"),
        (*_owed(), *_paid(), *_lowered()),
        posted,
        lambda source, gl, account, on, currency, wanted, found: t(
            "The step {source} of a refund moves {wanted} on {gl}, and the ledger has {found}.",
            source=source,
            gl=gl,
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )


def _cash() -> Check:
    """Cash of a refund left the drawer of the shift it says, once, as much as it was rounded to."""
    refund = _text("refund")
    wrong = (
        select(_r.number)
        .select_from(_step)
        .join(_refund, _r.id == _s.refund_id)
        .outerjoin(_movement, _m.id == _s.movement_id)
        .where(
            _s.step == _text("paid"),
            _s.method == _text("cash"),
            _s.amount_minor + func.coalesce(_s.rounding_minor, 0) != literal_column("0"),
            or_(
                _m.id.is_(None),
                _m.kind != refund,
                _m.shift_id != _s.shift_id,
                _m.gl_code != _text(GL.REFUNDS_PAYABLE),
                _m.currency != _s.currency,
                _m.amount_minor != -(_s.amount_minor + func.coalesce(_s.rounding_minor, 0)),
            ),
        )
    )
    uses = (
        select(func.count())
        .select_from(_step)
        .where(_s.movement_id == _m.id)
        .correlate(_movement)
        .scalar_subquery()
    )
    astray = select(_m.number).where(_m.kind == refund, uses != literal_column("1"))
    return rows_check(
        "refunds.cash",
        "Cash that was given back left the drawer it says, once.",
        select(wrong.union_all(astray).subquery("both")),
        lambda number: t(
            "The cash of refund {number} and what left the drawer do not belong together.",
            number=number,
        ),
    )


def _papers() -> Check:
    """Every refund that was given back has its paper, which says its number and amount."""

    def said(name: str) -> Any:
        return func.json_extract(_n.snapshot, f"$.{name}")

    lacking = (
        select(_r.number)
        .select_from(_step)
        .join(_refund, _r.id == _s.refund_id)
        .where(
            _s.step == _text("paid"),
            ~select(_there).where(_n.step_id == _s.id, _n.refund_id == _r.id).exists(),
        )
    )
    wrong = (
        select(_n.number)
        .select_from(_paper)
        .outerjoin(_refund, _r.id == _n.refund_id)
        .where(
            or_(
                _r.id.is_(None),
                _r.number != _n.number,
                said("number") != _r.number,
                said("amount.minor") != _r.amount_minor,
                said("amount.currency") != _r.currency,
                said("mark") != case((_n.kind == _text("failed"), "FAILED"), else_=""),
                ~select(_there)
                .where(_s.id == _n.step_id, _s.refund_id == _n.refund_id, _s.step == _n.kind)
                .exists(),
            )
        )
    )
    return rows_check(
        "refunds.papers",
        "Every refund that was given back has a paper that says so.",
        select(lacking.union_all(wrong).subquery("both")),
        lambda number: t(
            "The paper of refund {number} is missing or says something else.", number=number
        ),
    )
