"""Whether sums are what the facts add up to: drawers, accounts and invoices, at the centre, at each
station, and on the receipts that people took home.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.storage.statements import ReadSql
from app.sync.simulator.stations import SimStation

if TYPE_CHECKING:
    from app.sync.simulator.world import World

Facts = set[tuple[str, ...]]
Sums = dict[str, dict[tuple[str, ...], int]]
_LINES = (
    "SELECT l.id::text, encode(l.content_hash, 'hex'), l.gl_code, l.shift_id::text, "
    "l.account_id::text, l.invoice_id::text, l.amount_minor FROM public.journal_line l"
)
_DRAWERS = ReadSql("SELECT shift_id, gl_code, amount_minor FROM shift_balance")
_ACCOUNTS = ReadSql(
    "SELECT account_id, patient_minor, insurance_minor, credit_minor FROM account_balance"
)
_INVOICES = ReadSql("SELECT invoice_id, due_minor FROM invoice_balance")
RECEIVABLE = ("1100", "1110")
CREDIT = "2050"


def fold_lines(world: World, counting: Facts) -> Sums:
    """Drawers, accounts and invoices by the journal lines that count at the centre."""
    drawers: Counter[tuple[str, ...]] = Counter()
    accounts: Counter[tuple[str, ...]] = Counter()
    invoices: Counter[tuple[str, ...]] = Counter()
    for line, digest, gl, shift, account, invoice, minor in world.centre.rows(_LINES):
        if ("journal_line.v1", line, digest) not in counting:
            continue
        if shift is not None:
            drawers[shift, gl] += minor
        if account is not None and gl in (*RECEIVABLE, CREDIT):
            accounts[account, gl] += minor
        if invoice is not None and gl in RECEIVABLE:
            invoices[(invoice,)] += minor
    return {"drawer": drawers, "account": accounts, "invoice": invoices}


def sums_at(station: SimStation, wanted: Sums) -> Iterator[str]:
    """The station's balances are this fold."""
    read = station.database.read
    drawers = {(row[0], row[1]): row[2] for row in read(lambda r: r.fetch(_DRAWERS))}
    accounts: dict[tuple[str, ...], int] = {}
    for account, patient, insurance, credit in read(lambda r: r.fetch(_ACCOUNTS)):
        accounts[account, "1100"] = patient
        accounts[account, "1110"] = insurance
        accounts[account, CREDIT] = -credit
    invoices = {(row[0],): row[1] for row in read(lambda r: r.fetch(_INVOICES))}
    for name, found in (("drawer", drawers), ("account", accounts), ("invoice", invoices)):
        mine = {key: minor for key, minor in found.items() if minor}
        there = {key: minor for key, minor in wanted[name].items() if minor}
        if mine != there:
            odd = sorted(mine.items() ^ there.items())
            yield f"{len(odd)} {name} sums are not what the facts add up to, such as {odd[0]}"


def promised_sums(world: World, counting: Facts) -> Iterator[str]:
    """Each payment is what its tenders and its receipts add up to, and lies in its drawer."""
    centre = world.centre
    payments = {
        row[0]: row[2]
        for row in centre.rows(
            "SELECT id::text, encode(content_hash, 'hex'), amount_minor FROM public.payment"
        )
        if ("payment.v1", row[0], row[1]) in counting
    }
    receipts: Counter[str] = Counter()
    for fact, digest, payment, minor, text in centre.rows(
        "SELECT id::text, encode(content_hash, 'hex'), payment_id::text, amount_minor, snapshot "
        "FROM public.receipt"
    ):
        if ("receipt.v1", fact, digest) in counting:
            receipts[payment] += minor
            if json.loads(text)["amount"]["minor"] != minor:
                yield "a receipt says another amount than it was booked with"
    tenders: Counter[str] = Counter()
    for fact, digest, payment, minor in centre.rows(
        "SELECT id::text, encode(content_hash, 'hex'), payment_id::text, amount_minor "
        "FROM public.tender"
    ):
        if ("tender.v1", fact, digest) in counting:
            tenders[payment] += minor
    if payments != dict(receipts):
        yield "receipts add up to something else than the payments"
    if payments != dict(tenders):
        yield "tenders add up to something else than the payments"
