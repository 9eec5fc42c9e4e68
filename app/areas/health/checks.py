"""Every area's checks and every view's recipe, in the order verify goes through them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from itertools import chain
from typing import Any

from sqlalchemy import func, literal_column, select
from sqlcipher3 import dbapi2 as driver

from app.areas.approvals import checks as approvals
from app.areas.cards import checks as cards
from app.areas.catalog import checks as catalog
from app.areas.deposits import bank_checks as banks
from app.areas.deposits import checks as deposits
from app.areas.displays import checks as displays
from app.areas.drawers import checks as drawers
from app.areas.invoices import checks as invoices
from app.areas.invoices import records as invoice_records
from app.areas.ledger import checks as ledger
from app.areas.ledger import closing_checks as closed_days
from app.areas.parties import checks as parties
from app.areas.parties import merging_records
from app.areas.payments import checks as payments
from app.areas.payments import closing_checks as closing
from app.areas.payments import z_checks as zs
from app.areas.payments.schema import payment
from app.areas.printing import checks as printing
from app.areas.refunds import checks as refunds
from app.areas.security import checks as security
from app.areas.settings import checks as settings
from app.areas.tasks import checks as tasks
from app.kernel.translate import language, t
from app.storage import carriers, edits, folding_checks
from app.storage.checking import Check, Recipe, Tally, recipe_check, rows_check
from app.storage.checks import page_checks, storage_checks
from app.storage.elsewhere import came
from app.storage.log_checks import WALKED, log_checks
from app.storage.schema import command, search_key, this_station
from app.storage.search_checks import search_word_check
from app.storage.shape_checks import shape_checks
from app.storage.slices import HIGH, LOW, TURN, Look, in_slices, slices
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_p, _c = counted(payment).c, command.c
_there: Any = literal_column("1")


@cache
def all_recipes() -> tuple[Recipe, ...]:
    """How each view is made afresh; the full-text index follows from `search_name`."""
    return (
        settings.recipe(),
        *ledger.recipes(),
        *closed_days.recipes(),
        drawers.recipe(),
        invoice_records.recipe(),
        parties.recipe(),
        merging_records.recipe(),
        *payments.recipes(),
        *cards.recipes(),
        *deposits.recipes(),
        *refunds.recipes(),
        Recipe(
            search_key,
            lambda reader: chain(*_search_keys(reader)),
            turns=_search_key_turns,
            key="entity_id",
            parts=(
                parties.search_part(),
                invoices.search_part(),
                *payments.search_parts(),
                refunds.search_part(),
            ),
        ),
        edits.recipe(),
        carriers.recipe(),
        *tasks.recipes(),
    )


def _search_keys(reader: Reader) -> tuple[Iterator[tuple[Any, ...]], ...]:
    return (
        parties.search_keys(reader),
        invoices.search_keys(reader),
        *payments.search_keys(reader),
        refunds.search_keys(reader),
    )


def _search_key_turns(reader: Reader) -> Iterator[Iterator[tuple[Any, ...]]]:
    place = list(search_key.c).index(search_key.c.entity_id)
    walks = [in_slices(reader, rows, place) for rows in _search_keys(reader)]
    return map(chain.from_iterable, zip(*walks, strict=True))


def _answers() -> Check:
    """A retry finds the command of its payment; without one it would be taken twice. Only where
    not each payment has one are they looked up one by one: they lie in another order.
    """
    paid = func.json_extract(_c.answer, "$.amount.minor")
    number = func.json_extract(_c.answer, "$.receipt_number")
    taken = _c.action == "payments.take_payment"
    answered = (
        select(_there)
        .where(_c.id == _p.id, taken, paid == _p.amount_minor, number == _p.number)
        .exists()
    )
    at_counter = _p.channel == "counter"
    here = select(_there).where(this_station.c.station_id == _p.station_id).exists()
    slow = rows_check(
        "payments.answers",
        "Every payment taken here has its answer, so that a retry can't take it twice.",
        select(_p.number).where(at_counter, here, ~came(_p.at), ~answered),
        lambda number: t(
            "The answer to payment {number} is gone or says something else.", number=number
        ),
    )
    payments = select(_p.id, _p.amount_minor, _p.number).where(at_counter, here)
    answers = select(_c.id, paid, number).where(taken)
    reads = tuple(
        Read(one.where(key >= LOW, key < HIGH))
        for one, key in ((payments, _p.id), (answers, _c.id))
    )

    def look(reader: Reader) -> Look:
        wanted, found = Tally(), Tally()
        with suppress(driver.Error):  # what can't be read may belong to no payment
            for low, high in slices(reader):
                for tally, read in zip((wanted, found), reads, strict=True):
                    tally.add(reader.each(read, low=low, high=high))
                yield TURN
            if wanted == found:
                return
        yield from slow.look(reader)

    return replace(slow, look=look, sliced=True)


PARTS, LOG_PART = 3, 1
"""Each part is sound in a snapshot of its own, so parts may run beside one another: what looks at
single pages, what looks at single facts and compares them with the log (LOG_PART), and what adds
them up.
"""


def all_checks(key: bytes, master: bytes = b"") -> tuple[Check, ...]:
    """Every check; `key` is what this station signs its log with, `master` makes everybody's."""
    return tuple(check for part in range(PARTS) for check in checks_of(part, key, master))


def checks_of(part: int, key: bytes, master: bytes = b"") -> tuple[Check, ...]:
    """The checks of one part."""
    sums = partial(_sums, language())
    return (page_checks, lambda: log_checks(key, master), sums)[part]()


def groups(key: bytes, master: bytes = b"") -> tuple[tuple[Check, ...], ...]:
    """Every check again, in groups of which each is sound in a snapshot of its own, so that any of
    them may be looked at beside any other; what takes longest comes first.
    """
    sums = _sums(language())
    sliced = tuple(check for check in sums if check.sliced)
    alone = [check for check in sums if not check.sliced]
    alone.sort(key=lambda check: share_of(check.name), reverse=True)
    return (log_checks(key, master), page_checks(), sliced, *((check,) for check in alone))


_LONG = {
    "storage.log": 295,
    "storage.pages": 180,
    "storage.content": 160,
    "storage.numbers": 32,
    "payments.receipts": 32,
    "views.search_key": 29,
    "storage.documents_logged": 28,
    "views.search_word": 23,
    "ledger.trial_balance": 21,
    "invoices.postings": 20,
    "views.invoice_balance": 13,
    "payments.answers": 12,
    "deposits.undeposited": 11,
    "invoices.lines": 11,
    "payments.postings": 10,
    "views.search_name": 10,
}
"""How many times as long these take as the others, about."""


def share_of(name: str) -> int:
    """How long a check takes beside the others, about."""
    return _LONG.get(name, 1)


@cache
def _sums(_language: str) -> tuple[Check, ...]:
    """Making some hundred statements costs as much as running them over a small practice."""
    return (
        *storage_checks(),
        *shape_checks(),
        *folding_checks.checks(),
        *settings.checks(),
        *ledger.checks(),
        *closed_days.checks(),
        *approvals.checks(),
        *parties.checks(),
        *catalog.checks(),
        *invoices.checks(),
        *drawers.checks(),
        *payments.checks(),
        *closing.checks(),
        *zs.checks(),
        *cards.checks(),
        _answers(),
        *banks.checks(),
        *deposits.checks(),
        *refunds.checks(),
        *printing.checks(),
        *displays.checks(),
        *security.checks(),
        *tasks.checks(),
        *(recipe_check(one) for one in all_recipes() if one.view.name not in WALKED),
        search_word_check(),
    )
