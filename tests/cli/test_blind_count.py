"""Who counts a drawer finds no sum of its cash, whichever question they ask and however."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations, product
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.cards.service import open_attempt
from app.areas.cards.values import OpenAttempt
from app.areas.catalog.maintaining import save_service
from app.areas.catalog.values import SaveService
from app.areas.deposits.bank_values import SaveBankAccount
from app.areas.deposits.maintaining import save_bank_account
from app.areas.deposits.returning import return_check
from app.areas.deposits.returning_values import BankReason, ReturnCheck
from app.areas.deposits.service import prepare_deposit
from app.areas.deposits.values import PrepareDeposit
from app.areas.drawers import queries as drawer_queries
from app.areas.drawers import service as drawers
from app.areas.drawers.closing_values import RunReport
from app.areas.drawers.values import AddDrawer, MoveCash, MovementKind, OpenShift, Pile
from app.areas.invoices import drafting
from app.areas.invoices.values import SaveDraft
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GL, ReasonKind
from app.areas.payments import closing, explaining, histories, undoing
from app.areas.payments import service as taking
from app.areas.payments.undoing_values import VoidPayment
from app.areas.payments.values import Channel, Purpose, TenderGiven
from app.areas.refunds.paying import pay_refund
from app.areas.refunds.service import request_refund
from app.areas.refunds.values import PayRefund, RefundMethod, RequestRefund
from app.areas.reports.service import print_day_sheet
from app.areas.reports.values import PrintDaySheet
from app.areas.settings import queries as settings
from app.bootstrap import Station
from app.cli import doing, finding
from app.devices.printing.papers import job_paper
from app.kernel.actor import SYSTEM, Actor, Permission
from app.kernel.codec import to_plain
from app.kernel.errors import Bug, NeedsConfirmation, UserError
from app.kernel.ids import AccountId, InvoiceId, UserId, new_id
from app.kernel.listing import Filter, ListWanted, Op
from app.kernel.money import Money
from app.storage.reading import Reader
from app.storage.schema import print_job
from app.storage.statements import Read
from app.storage.tables import station as stored
from tests.areas.good_gateways import prepare_gateways
from tests.areas.good_lines import DRAFT_LINE
from tests.building import Books, command_id

FLOAT, CASH = 20_000, (1_000_003, 300_021, 57_907)
PLANTED = sum(CASH)
PAID_OUT, DROPPED, VOIDED, CHECK, REFUNDED = 1_313, 500_017, 7_771, 41_913, 2_719
OTHERS = 88_811
_PARTS = (FLOAT, -PAID_OUT, -DROPPED, CHECK, -REFUNDED)
SUMS = {PLANTED + sum(parts) for n in range(len(_PARTS) + 1) for parts in combinations(_PARTS, n)}
"""The cash taken, and whatever it makes together with what a cashier knows anyway."""
ONLY_WORKED_OUT = frozenset(
    {
        "deposits.cards_with",
        "deposits.standing_of",
        "health.verify",
        "imports.bad_rows",
        "imports.begun_run",
        "imports.header_of",
        "imports.import_checked",
        "imports.remembered_mapping",
        "invoices.priced",
        "invoices.priced_draft",
        "invoices.whole_line",
        "payments.standing_of",
    }
)
"""What looks at a file or at what is typed into the question, and at no cash."""


class Walk:
    """Every question with every value that fits its fields, out of the practice's own books."""

    def __init__(self, station: Station, holder: Actor, other: Actor) -> None:
        self.station, self.holder, self.other = station, holder, other
        self.values = self._values()

    def leaks(self, asker: UserId | None) -> list[str]:
        """The questions whose answers hold a sum, and those nobody could ask."""
        found = []
        for name, verb in sorted(finding.queries().items()):
            if name in ONLY_WORKED_OUT or name in finding.NEVER:
                continue
            answered = 0
            for values in self._asked(verb):
                try:
                    said = to_plain(doing.answer(self.station, verb, values, asker))
                    answered += 1
                except UserError as refused:
                    said = str(refused)
                if told(said):
                    found.append(f"{name} {values}")
            if not answered and name not in finding.NOT_WITH_A_DRAWER:
                found.append(f"{name} was never answered: say in the test how it is asked")
        return found

    def _asked(self, verb: finding.Verb) -> Iterator[dict[str, Any]]:
        fields = {
            name: self._fitting(verb.name, name, kind)
            for name, kind in verb.fields.items()
            if name in verb.needed or name in ("most", "all", "text")
        }
        for chosen in product(*fields.values()):
            yield dict(zip(fields, chosen, strict=True))

    def _fitting(self, verb: str, name: str, kind: Any) -> tuple[Any, ...]:
        if kind is ListWanted:
            return self._lists(verb)
        if isinstance(kind, type) and issubclass(kind, ReasonKind):
            return tuple(kind)
        if name in self.values:
            return self.values[name]
        usual: dict[Any, tuple[Any, ...]] = {int: (500,), bool: (True, False), str: ("", "Win")}
        if kind in usual:
            return usual[kind]
        raise Bug(f"say in the test what {name} of {verb} may be")

    def _lists(self, verb: str) -> tuple[ListWanted, ...]:
        """A list as it comes, and as it is narrowed to one's own."""
        wanted = [ListWanted(most=500)]
        narrowed = {
            "payment": (
                Filter("received_by", Op.ANY_OF, (self.holder.user_id,)),
                Filter("shift", Op.ANY_OF, self.numbers),
                Filter("tender", Op.ANY_OF, ("Cash",)),
                Filter("status", Op.ANY_OF, ("completed",)),
                Filter("business_date", Op.AT_LEAST, ("2000-01-01",)),
            ),
            "shift": (Filter("user_id", Op.ANY_OF, (self.holder.user_id,)),),
            "invoice": (Filter("status", Op.ANY_OF, ("paid",)),),
            "account": (Filter("credit", Op.AT_LEAST, ("1",)),),
            "refund": (Filter("status", Op.ANY_OF, ("completed",)),),
            "activity": (Filter("person", Op.ANY_OF, (self.holder.user_id,)),),
        }
        for start, filters in narrowed.items():
            if verb.partition(".")[2].startswith(start):
                wanted += [ListWanted(filters=(each,), most=500) for each in filters]
        return tuple(wanted)

    def _values(self) -> dict[str, tuple[Any, ...]]:
        """Every id there is, by the name questions have for it."""

        def ids(table: str, column: str = "id") -> tuple[Any, ...]:
            return self.station.ask(_column, table, column).result()

        self.numbers = ids("shift", "number")
        today = self.station.ask(_today).result()
        return {
            "account_id": ids("account"),
            "attempt_id": ids("card_attempt"),
            "gateway_id": ids("gateway"),
            "reader_id": ids("card_reader"),
            "shift_id": ids("shift"),
            "drawer_id": ids("drawer"),
            "user_id": (self.holder.user_id, self.other.user_id),
            "payment_id": ids("payment"),
            "receipt_id": (*ids("receipt"), *ids("refund_receipt")),
            "refund_id": ids("refund"),
            "step_id": ids("refund_step"),
            "revision_id": ids("receipt_revision"),
            "report_id": ids("drawer_report"),
            "movement_id": ids("cash_movement"),
            "entry_id": ids("journal_entry"),
            "invoice_id": ids("invoice"),
            "draft_id": ids("invoice_draft"),
            "patient_id": ids("patient"),
            "payer_id": ids("payer")[:1],
            "service_id": ids("service"),
            "approval_id": ids("approval") or ids("account")[:1],
            "reason_id": ids("reason"),
            "source_id": tuple(dict.fromkeys(ids("journal_entry", "source_id"))),
            "source_type": tuple(dict.fromkeys(ids("journal_entry", "source_type"))),
            "code": (*ids("gl_account", "code"),),
            "day": (today,),
            "day_from": (today,),
            "day_to": (today,),
            "currency": ("USD",),
            "every": (1,),
            "most": (500,),
            "key": ids("setting", "key") or ("drawers.drop_above",),
            "kind": ("receipt",),
            "pattern": ("R-{n:05}",),
            "list_name": ("payments",),
            "site_id": ids("site"),
            "bank_account_id": ids("bank_account"),
            "deposit_id": ids("deposit"),
            "tender_id": ids("tender"),
            "person_id": (self.holder.user_id,),
            "one": (self.holder.user_id,),
            "other": (self.other.user_id,),
            "doc_kind": ("drawer_report", "day_sheet", "deposit_slip"),
            "doc_id": (*ids("drawer_report"), *ids("deposit")),
            "copy_no": (0,),
            "free_cash": (Money(0, "USD"),),
        }


def _column(reader: Reader, table: str, column: str) -> tuple[Any, ...]:
    rows = reader.fetch(Read(select(stored.tables[table].c[column])))
    return tuple(row[0] for row in rows)


def _today(reader: Reader) -> date:
    return settings.business_today(settings.practice(reader), reader.now)


def told(said: Any) -> bool:
    """Whether a planted sum stands in an answer, as minor units or as people write it."""
    text = json.dumps(said, default=str)
    return any(
        re.search(rf'"minor": -?{minor}\b', text) or f"{minor // 100:,}.{minor % 100:02}" in text
        for minor in SUMS
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Till:
    """A manager with every right who holds a drawer, and what a colleague had printed of it."""

    station: Station
    books: Books
    holder: Actor
    other: Actor
    shift_id: Any
    jobs: tuple[str, ...]
    report_id: str


@pytest.fixture
def till(station: Station, books: Books) -> Till:
    """Odd sums: float, three accounts that paid cash, a check, a void, a drop and a paid-out."""
    holder, other = books.actors.billing_manager, books.actors.cashier

    def act(actor: Actor, action: Any, command: Any) -> Any:
        return station.act(actor, action, command).result()

    act(SYSTEM, drawers.add_drawer, AddDrawer(command_id(), "Back desk"))
    act(SYSTEM, save_service, SaveService(command_id(), "99213", "Visit", books.money(3500)))
    free = [row.drawer_id for row in station.ask(drawer_queries.drawer_rows).result()]
    piles = (Pile(books.money(2000), FLOAT // 2000),)
    shift = act(holder, drawers.open_shift, OpenShift(command_id(), free[0], piles))
    act(other, drawers.open_shift, OpenShift(command_id(), free[1], piles))
    everybody = [books.register_patient(f"Win {n}").account_id for n in range(len(CASH))]
    for account, minor in zip(everybody, CASH, strict=True):
        _take(station, holder, books.cash(account, minor))
    wrong = _take(station, holder, books.cash(everybody[0], VOIDED))
    why = station.ask(ledger.reasons, ReasonKind.VOID).result()[0].reason_id
    act(holder, undoing.void_payment, VoidPayment(command_id(), wrong.payment_id, why))
    check = TenderGiven("check", books.money(CHECK), bank="First Bank", check_number="1203")
    by_check = dataclasses.replace(books.cash(everybody[1], CHECK), tenders=(check,))
    _take(station, holder, by_check)
    draft = SaveDraft(command_id(), InvoiceId(new_id()), everybody[0], (DRAFT_LINE,))
    act(SYSTEM, drafting.save_draft, draft)
    owing = books.register_patient("Novak").account_id
    books.issue_invoice(owing, OTHERS)
    _take(station, other, books.cash(owing, OTHERS))
    out = station.ask(ledger.reasons, ReasonKind.PAID_OUT).result()[0].reason_id
    for kind, minor, reason in (
        (MovementKind.PAID_OUT, PAID_OUT, out),
        (MovementKind.DROP, DROPPED, None),
    ):
        large = frozenset({f"large_movement:{minor}"})
        moved = MoveCash(command_id(), kind, books.money(minor), reason, confirmations=large)
        act(holder, drawers.move_cash, moved)
    _give_back(books, holder, other)
    cfo = books.actors.cfo
    colleague = Actor(cfo.user_id, cfo.name, frozenset(Permission))
    report = RunReport(command_id(), shift.shift_id, with_cash=True)
    made = act(colleague, closing.run_report, report)
    act(holder, closing.run_report, RunReport(command_id(), shift.shift_id))
    day = station.ask(_today).result()
    printed = act(colleague, print_day_sheet, PrintDaySheet(command_id(), day))
    jobs = (*station.ask(_jobs, made.report_id).result(), printed.job_id)
    _put_into_a_bag(books, str(moved.id))
    _send_back(station, books, colleague)
    _begin_card(books, holder, everybody[2])
    return Till(station, books, holder, other, shift.shift_id, jobs, made.report_id)


def _give_back(books: Books, holder: Actor, other: Actor) -> None:
    """Credit that came by wire goes back in cash, out of the holder's drawer."""
    account = books.register_patient("Credit").account_id
    legs = (TenderGiven("wire", books.money(9_000), reference="W-9"),)
    by_mail = dataclasses.replace(
        books.cash(account, 9_000), tenders=legs, channel=Channel.MAIL, purpose=Purpose.PREPAYMENT
    )
    _take(books.station, other, by_mail)
    why = books.station.ask(ledger.reasons, ReasonKind.REFUND).result()[0].reason_id
    asked = RequestRefund(
        command_id(), account, books.money(REFUNDED), why, method=RefundMethod.CASH
    )
    refund_id = books.station.act(holder, request_refund, asked).result().refund_id
    books.station.act(holder, pay_refund, PayRefund(command_id(), refund_id)).result()


def _begin_card(books: Books, holder: Actor, account_id: AccountId) -> None:
    """A split of cash and a card that nobody has shown yet."""
    gateways = prepare_gateways(lambda action, one: books.station.act(SYSTEM, action, one).result())
    legs = (
        TenderGiven("cash", books.money(CASH[0])),
        TenderGiven("credit_card", books.money(4_400)),
    )
    payment = dataclasses.replace(
        books.cash(account_id, CASH[0]), tenders=legs, purpose=Purpose.PREPAYMENT
    )
    begun = OpenAttempt(command_id(), payment, gateways.gateway_id, gateways.reader_id)
    books.station.act(holder, open_attempt, begun).result()


def _put_into_a_bag(books: Books, drop_id: str) -> None:
    """A colleague prepares a bag of the drop, which is cash of the drawer no more."""
    account = SaveBankAccount(
        command_id(), None, "Operating", "First Bank", "123456789", "1000", routing="021000021"
    )
    bank = books.station.act(SYSTEM, save_bank_account, account).result()
    piles = (Pile(books.money(10_000), 50), Pile(books.money(10), 1), Pile(books.money(1), 7))
    bag = PrepareDeposit(command_id(), bank, (drop_id,), piles)
    books.station.act(books.actors.cfo, prepare_deposit, bag).result()


def _send_back(station: Station, books: Books, colleague: Actor) -> None:
    """A check of the mail that the bank did not pay."""
    check = TenderGiven("check", books.money(6_661), bank="First Bank", check_number="77")
    account = books.register_patient("Mail").account_id
    wanted = dataclasses.replace(books.cash(account, 6_661), tenders=(check,), channel=Channel.MAIL)
    payment_id = _take(station, colleague, wanted).payment_id
    view = station.ask(histories.payment_view, payment_id).result()
    back = ReturnCheck(
        command_id(), view.tenders[0].tender_id, station.ask(_today).result(), BankReason.OTHER
    )
    station.act(colleague, return_check, back).result()


def _take(station: Station, actor: Actor, command: Any) -> Any:
    while True:
        try:
            return station.act(actor, taking.take_payment, command).result()
        except NeedsConfirmation as asked:
            keys = command.confirmations | {asked.key}
            command = dataclasses.replace(command, confirmations=keys)


def _jobs(reader: Reader, doc_id: str) -> tuple[str, ...]:
    rows = reader.fetch(Read(select(print_job.c.id, print_job.c.doc_id)))
    return tuple(job_id for job_id, doc in rows if doc == doc_id)


def test_no_question_tells_who_counts_what_should_be_there(till: Till) -> None:
    walk = Walk(till.station, till.holder, till.other)
    assert "\n".join(walk.leaks(till.holder.user_id)) == ""
    assert "\n".join(walk.leaks(None)) == "", "nor does it tell somebody who does not say who asks"
    till.books.seal(till.shift_id, 2000, actor=till.holder)
    assert "\n".join(walk.leaks(till.holder.user_id)) == "", "a sealed count is no reason to tell"
    assert walk.leaks(till.other.user_id) != [], "the sums are there for those who do not count"


def test_no_paper_tells_it_either(till: Till) -> None:
    def lines(job_id: str, asker: UserId | None) -> str:
        return str(till.station.ask(job_paper, job_id, asker).result().lines)

    for job_id in till.jobs:
        assert told(lines(job_id, None)), "the colleague who had it printed sees the cash"
        assert not told(lines(job_id, till.holder.user_id))


def test_a_sum_that_may_be_known_is_known(till: Till) -> None:
    """The planted sums are those of the books, so the walk looks for the right ones."""
    expected = till.station.ask(
        ledger.shift_holds, till.shift_id, GL.CASH_IN_DRAWERS, "USD"
    ).result()
    assert expected == Money(FLOAT + PLANTED - PAID_OUT - DROPPED - REFUNDED, "USD")
    report = till.station.ask(explaining.drawer_report, till.report_id, till.other.user_id).result()
    assert report.expected == expected
