"""Any sequence of payments, voids, corrections, re-allocations and credit keeps the books; undoing
all of it leaves them as they were. Plain integers stand beside the real ones.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.areas.invoices import queries as invoices
from app.areas.ledger import queries as ledger
from app.areas.payments import crediting, undoing
from app.areas.payments.crediting_values import ApplyCredit
from app.areas.payments.undoing_values import VerbName
from app.areas.payments.values import PaymentStatus, TenderGiven
from app.bootstrap import Station, open_station
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, InvoiceId, PaymentId, new_id
from tests.areas.payments.mending import Mending, card, cash, check, usd, wire
from tests.building import Books, Template, command_id

OPENED: dict[str, Mending] = {}
"""The one station that all sequences share; each has two accounts of its own."""
GL = {"cash": "1015", "check": "1040", "credit_card": "1030", "wire": "1000"}
FIELDS: dict[str, dict[str, str]] = {
    "cash": {},
    "check": {"bank": "Citi"},
    "credit_card": {"card_last4": "4242"},
    "wire": {"reference": "W-1"},
}
ROUNDINGS = ("off", "nearest_5", "down_5")
cents = st.integers(1, 9_000)


def rounded(minor: int, how: str) -> int:
    """What is added to cash of `minor`."""
    over = minor % 5
    up = how == "nearest_5" and over >= 3
    return 0 if how == "off" or not over else 5 - over if up else -over


def tender(method: str, minor: int) -> TenderGiven:
    if method == "check":
        return check(minor, new_id()[-12:])
    return {"cash": cash, "credit_card": card, "wire": wire}[method](minor)


@dataclass(slots=True)
class Leg:
    method: str
    minor: int
    rounding: int


@dataclass(slots=True)
class Paid:
    """A payment as the model has it: whose, its tenders, and what of it goes where."""

    account: AccountId
    legs: list[Leg]
    shares: dict[InvoiceId, int] = field(default_factory=dict)
    void: bool = False

    @property
    def amount(self) -> int:
        return sum(leg.minor for leg in self.legs)

    @property
    def rest(self) -> int:
        return 0 if self.void else self.amount - sum(self.shares.values())


class Undoing(RuleBasedStateMachine):
    """A mother and a child who pay for each other."""

    @initialize(how=st.sampled_from(ROUNDINGS))
    def begin(self, how: str) -> None:
        self.mending = OPENED["mending"]
        self.how, self.given = how, 0
        self.mending.set_to("payments.cash_rounding", how)
        books = self.mending.books
        self.accounts = [books.register_patient().account_id for _ in range(2)]
        self.totals: dict[InvoiceId, tuple[AccountId, int]] = {}
        self.paid: dict[PaymentId, Paid] = {}
        self.before = self._money()

    def _money(self) -> dict[str, int]:
        """What stands on the GL accounts where money lies, in the one shift, and on rounding."""
        ask, shift_id = self.mending.station.ask, self.mending.shift_id
        found = {
            code: ask(ledger.shift_holds, shift_id, code, "USD").result().minor
            for code in GL.values()
        }
        rounding = ask(ledger.gl_balance, "6995", date.max, "USD").result()
        return {**found, "6995": rounding.minor}

    def _due(self, invoice_id: InvoiceId) -> int:
        used = sum(one.shares.get(invoice_id, 0) for one in self.paid.values())
        return self.totals[invoice_id][1] - used

    def _live(self) -> list[PaymentId]:
        return [key for key, one in self.paid.items() if not one.void]

    def _spread(self, amount: int, accounts: list[AccountId]) -> dict[InvoiceId, int]:
        shares = {}
        for account in accounts:
            for invoice_id, (owner, _) in self.totals.items():
                part = min(amount, self._due(invoice_id)) if owner == account else 0
                if part:
                    shares[invoice_id] = part
                    amount -= part
        return shares

    @rule(who=st.integers(0, 1), minor=cents)
    def invoice(self, who: int, minor: int) -> None:
        account = self.accounts[who]
        issued = self.mending.books.issue_invoice(account, minor)
        self.totals[issued.invoice_id] = (account, minor)

    @rule(
        who=st.integers(0, 1),
        methods=st.lists(st.sampled_from(sorted(GL)), min_size=1, max_size=4, unique=True),
        data=st.data(),
        joined=st.booleans(),
        one_receipt=st.booleans(),
    )
    def pay(
        self, who: int, methods: list[str], data: st.DataObject, joined: bool, one_receipt: bool
    ) -> None:
        payer, other = self.accounts[who], self.accounts[1 - who]
        legs = []
        for method in methods:
            minor = data.draw(cents)
            legs.append(Leg(method, minor, rounded(minor, self.how) if method == "cash" else 0))
        one = Paid(payer, legs)
        one.shares = self._spread(one.amount, [payer, other] if joined else [payer])
        taken = self.mending.take(
            payer,
            *(tender(leg.method, leg.minor) for leg in legs),
            joined=(other,) if joined else (),
            one_receipt=one_receipt,
        )
        assert taken.to_credit == usd(one.rest)
        assert {a.invoice_id: a.amount.minor for a in taken.allocated} == one.shares
        self.paid[taken.payment_id] = one

    @rule(who=st.integers(0, 1), part=st.one_of(st.none(), cents))
    def apply_credit(self, who: int, part: int | None) -> None:
        account = self.accounts[who]
        sources = [one for one in self.paid.values() if one.account == account and one.rest]
        credit = sum(one.rest for one in sources)
        owed = sum(self._due(i) for i, (owner, _) in self.totals.items() if owner == account)
        if not credit or not owed:
            return
        amount = min(credit, owed, part or credit)
        command = ApplyCredit(command_id(), account, None if part is None else usd(amount))
        self.mending.do(crediting.apply_credit, command)
        for invoice_id, share in self._spread(amount, [account]).items():
            left = share
            for one in sources:
                piece = min(left, one.rest)
                if piece:
                    one.shares[invoice_id] = one.shares.get(invoice_id, 0) + piece
                    left -= piece

    @precondition(lambda self: self._live())
    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        self._void(data.draw(st.sampled_from(self._live())))

    def _void(self, payment_id: PaymentId) -> None:
        one = self.paid[payment_id]
        back = sum(leg.minor + leg.rounding for leg in one.legs if leg.method == "cash")
        assert self.mending.void(payment_id).cash_back == usd(back)
        one.void = True
        one.shares = {}

    @precondition(lambda self: self._live())
    @rule(data=st.data(), method=st.sampled_from(sorted(GL)))
    def correct(self, data: st.DataObject, method: str) -> None:
        payment_id = data.draw(st.sampled_from(self._live()))
        one = self.paid[payment_id]
        place = data.draw(st.integers(0, len(one.legs) - 1))
        leg = one.legs[place]
        fields: dict[str, Any] = dict(FIELDS[method])
        if method == "check":
            fields["check_number"] = new_id()[-12:]
        elif method != "cash":
            fields["reference"] = new_id()[-12:]
        elif leg.method == "cash":
            self.given += 1
            fields["given"] = usd(leg.minor + leg.rounding + self.given)
        self.mending.correct(payment_id, method, place, **fields)
        if method != "cash":
            leg.rounding = 0
        elif leg.method != "cash":
            leg.rounding = self._beside(leg, [each for each in one.legs if each.method == "cash"])
        leg.method = method

    def _beside(self, leg: Leg, cash: list[Leg]) -> int:
        """All cash of a payment is one sum, rounded once."""
        came_in = sum(each.rounding for each in cash)
        wanted = rounded(sum(each.minor for each in cash) + leg.minor, self.how) - came_in
        alone = self.how == "off" or abs(wanted) >= 5 or leg.minor + wanted < 0
        return rounded(leg.minor, self.how) if alone else wanted

    @precondition(lambda self: self._live() and self.totals)
    @rule(data=st.data())
    def spread_anew(self, data: st.DataObject) -> None:
        payment_id = data.draw(st.sampled_from(self._live()))
        one = self.paid[payment_id]
        reach = {one.account, *(self.totals[invoice_id][0] for invoice_id in one.shares)}
        shares: dict[InvoiceId, int] = {}
        left = one.amount
        for invoice_id, (owner, _) in self.totals.items():
            room = min(left, self._due(invoice_id) + one.shares.get(invoice_id, 0))
            if owner in reach and room and data.draw(st.booleans()):
                shares[invoice_id] = data.draw(st.integers(1, room))
                left -= shares[invoice_id]
        if shares == one.shares:
            return
        moved = self.mending.move(payment_id, shares)
        one.shares = shares
        assert (moved.allocated.minor, moved.unapplied.minor) == (sum(shares.values()), one.rest)

    @precondition(lambda self: any(one.void for one in self.paid.values()))
    @rule(data=st.data())
    def touch_what_is_void(self, data: st.DataObject) -> None:
        gone = [key for key, one in self.paid.items() if one.void]
        payment_id = data.draw(st.sampled_from(gone))
        with pytest.raises(UserError, match="was voided by Cho Cho Win"):
            self.mending.do(undoing.void_payment, self.mending.voiding(payment_id))
        with pytest.raises(UserError, match="is void"):
            self.mending.move(payment_id, {})

    @invariant()
    def the_books_agree_with_the_model(self) -> None:
        if not hasattr(self, "before"):
            return
        ask = self.mending.station.ask
        for account in self.accounts:
            mine = [i for i, (owner, _) in self.totals.items() if owner == account]
            balance = ask(ledger.account_balance, account, "USD").result()
            assert balance.owed.minor == sum(self._due(i) for i in mine)
            live = [one for one in self.paid.values() if one.account == account]
            assert balance.credit.minor == sum(one.rest for one in live)
            shown = {
                i.invoice_id: i.due.minor for i in ask(invoices.open_invoices, account).result()
            }
            assert shown == {i: self._due(i) for i in mine if self._due(i)}
        expected = dict(self.before)
        for one in self.paid.values():
            for leg in [] if one.void else one.legs:
                expected[GL[leg.method]] += leg.minor + leg.rounding
                expected["6995"] -= leg.rounding
        assert self._money() == expected

    def teardown(self) -> None:
        if not hasattr(self, "paid"):
            return
        for payment_id, one in self.paid.items():
            view = self.mending.view(payment_id)
            assert view.unapplied.minor == one.rest
            assert (view.status is PaymentStatus.VOID) == one.void
            assert view.verbs[0].verb is VerbName.VOID
            assert view.verbs[0].allowed == (not one.void)
            live = sorted((t.method, t.amount.minor) for t in view.tenders if t.live)
            legs = [] if one.void else one.legs
            assert live == sorted((leg.method, leg.minor) for leg in legs)
        for payment_id in self._live():
            self._void(payment_id)
        self.the_books_agree_with_the_model()
        assert self._money() == self.before


@pytest.fixture
def shared(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    folder = tmp_path_factory.mktemp("undoing") / "data"
    shutil.copytree(template.folder, folder)
    station = open_station(folder)
    books = Books(station, template.actors)
    mending = Mending(station, books, books.open_shift().shift_id)
    mending.set_to("payments.duplicate_minutes", "0")
    OPENED["mending"] = mending
    yield station
    station.close()
    OPENED.clear()


def test_any_sequence_can_be_undone(shared: Station, scale: int, long: bool) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Undoing,
        settings=settings(
            max_examples=(1500 if long else 30) * scale,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    OPENED["mending"].verify()
