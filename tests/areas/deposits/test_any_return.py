"""Any payment, spread anyhow over a family: a check of it that is returned, and that return taken
back, leave every balance as it was.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.areas.payments.values import Channel, PaymentStatus
from app.kernel.ids import AccountId, InvoiceId, PaymentId, new_id
from tests.areas.deposits.banking import Banking, check, usd
from tests.areas.deposits.bouncing import Bouncing
from tests.areas.payments.mending import wire

cents = st.integers(1, 9_000)


@dataclass(frozen=True, slots=True)
class Spread:
    """What is owed by whom (0 the payer, 1 their child), the legs of a payment (True a check), and
    how the payment is moved afterwards.
    """

    owed: tuple[tuple[int, int], ...]
    legs: tuple[tuple[bool, int], ...]
    moved: tuple[int, ...]
    one_receipt: bool
    fee: int
    where: str


spreads = st.builds(
    Spread,
    owed=st.lists(st.tuples(st.integers(0, 1), cents), max_size=4).map(tuple),
    legs=st.lists(st.tuples(st.booleans(), cents), min_size=1, max_size=3)
    .filter(lambda legs: any(one for one, _ in legs))
    .map(tuple),
    moved=st.lists(st.integers(0, 9_000), max_size=4).map(tuple),
    one_receipt=st.booleans(),
    fee=st.sampled_from([0, 2_500]),
    where=st.sampled_from(["safe", "bag", "sealed", "bank"]),
)


@pytest.mark.usefixtures("banking")
class TestAnyReturn:
    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(spread=spreads)
    def test_leaves_every_balance_as_it_was(self, banking: Banking, spread: Spread) -> None:
        bouncing = Bouncing(banking)
        payment_id = paid(bouncing, spread)
        stood_in(banking, spread.where)
        number = bouncing.check_of(payment_id).check_number
        before = bouncing.sums()
        view = bouncing.view(payment_id)
        done = bouncing.bounce(payment_id, number, fee=usd(spread.fee))
        after = bouncing.view(payment_id)
        assert after.status is PaymentStatus.RETURNED
        given_now = sum(row.amount.minor for row in after.allocations if row.live)
        assert given_now + after.unapplied.minor == view.amount.minor - done.amount.minor
        assert min(after.unapplied.minor, given_now) >= 0
        bouncing.take_back(done)
        assert bouncing.sums() == before
        assert bouncing.view(payment_id).unapplied == view.unapplied


def test_the_books_are_sound_after_all_of_them(banking: Banking) -> None:
    """Verify once over many spreads, half of them taken back."""
    bouncing = Bouncing(banking)
    for place, where in enumerate(("safe", "bag", "sealed", "bank") * 2):
        spread = Spread(
            ((0, 3_000), (1, 4_000), (0, 500)),
            ((True, 5_000), (False, 1_200), (True, 900 + place)),
            (1_000, 700),
            bool(place % 2),
            2_500 * (place % 3),
            where,
        )
        payment_id = paid(bouncing, spread)
        stood_in(banking, where)
        first = bouncing.bounce(payment_id, bouncing.check_of(payment_id).check_number)
        last = [row.check_number for row in bouncing.view(payment_id).tenders if row.check_number]
        second = bouncing.bounce(payment_id, last[-1], fee=usd(spread.fee))
        if place % 2:
            bouncing.take_back(first)
            bouncing.take_back(second)
    banking.verify()


def paid(bouncing: Bouncing, spread: Spread) -> PaymentId:
    """The payment, by mail, and moved to other invoices where the spread says so."""
    books, mending = bouncing.banking.books, bouncing.mending
    people = [books.register_patient().account_id for _ in range(2)]
    owed = [
        (people[who], books.issue_invoice(people[who], minor).invoice_id, minor)
        for who, minor in spread.owed
    ]
    tenders = tuple(
        check(minor, new_id()[-12:]) if one else wire(minor) for one, minor in spread.legs
    )
    taken = mending.take(
        people[0],
        *tenders,
        actor=bouncing.manager,
        channel=Channel.MAIL,
        joined=(people[1],),
        one_receipt=spread.one_receipt,
    )
    shares = _shares(owed, spread, sum(minor for _, minor in spread.legs), people[0])
    now = {one.invoice_id: one.amount.minor for one in taken.allocated}
    if spread.moved and shares != now:
        mending.move(taken.payment_id, shares, actor=bouncing.manager)
    return taken.payment_id


def _shares(
    owed: list[tuple[AccountId, InvoiceId, int]], spread: Spread, amount: int, payer: AccountId
) -> dict[InvoiceId, int]:
    """So much to each as the spread wants, of what is owed, as far as the money goes; those of the
    child only where they were paid at first and so may be paid again.
    """
    shares = {}
    for (account_id, invoice_id, minor), wanted in zip(owed, spread.moved, strict=False):
        part = min(minor, wanted, amount) if account_id == payer else 0
        if part:
            shares[invoice_id] = part
            amount -= part
    return shares


def stood_in(banking: Banking, where: str) -> None:
    """Bring what lies in the safe as far as `where`."""
    if where == "bag":
        banking.prepare()
    elif where == "sealed":
        banking.sealed()
    elif where == "bank":
        banking.cleared()
