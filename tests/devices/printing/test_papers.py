"""Every kind of document that is queued becomes a paper, by the program's own actions."""

from __future__ import annotations

from typing import Any

import pytest

from app.areas.drawers import service as drawers
from app.areas.drawers.closing_values import RunReport
from app.areas.drawers.values import MoveCash, MovementKind
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments import closing, undoing
from app.areas.payments import service as payments
from app.areas.payments.undoing_values import VoidPayment
from app.areas.payments.values import ReprintReceipt
from app.devices.printing.paper_lines import as_text
from app.devices.printing.papers import Paper, job_paper
from app.kernel.errors import UserError
from app.kernel.ids import new_id
from app.storage.print_jobs import DRAWER_KICK
from app.storage.reading import Reader, ReadSql
from tests.building import Books, command_id

_JOBS = ReadSql("SELECT id, doc_kind FROM print_job WHERE doc_kind <> :kick ORDER BY at, id")


def papers(books: Books) -> list[tuple[str, Paper]]:
    """What waits for paper, oldest first."""

    def jobs(reader: Reader) -> Any:
        return reader.fetch(_JOBS, kick=DRAWER_KICK)

    ask = books.station.ask
    found = ask(jobs).result()
    return [(kind, ask(job_paper, job_id).result()) for job_id, kind in found]


def said(paper: Paper) -> str:
    return as_text(paper.lines, paper.columns)


def test_every_document_of_a_day_has_its_paper(books: Books) -> None:
    act, cashier = books.station.act, books.actors.cashier
    account = books.register_patient().account_id
    books.issue_invoice(account, 5000)
    shift = books.open_shift()
    taken = books.take_cash(account, 3500, 4000)
    act(cashier, payments.reprint_receipt, ReprintReceipt(command_id(), taken.receipt_id)).result()

    def reason(kind: ReasonKind) -> Any:
        return books.station.ask(ledger.reasons, kind).result()[0].reason_id

    why = reason(ReasonKind.PAID_OUT)
    out = MoveCash(command_id(), MovementKind.PAID_OUT, books.money(700), why)
    act(cashier, drawers.move_cash, out).result()
    void = VoidPayment(command_id(), taken.payment_id, reason(ReasonKind.VOID))
    act(cashier, undoing.void_payment, void).result()
    act(cashier, closing.run_report, RunReport(command_id(), shift.shift_id)).result()
    found = papers(books)
    kinds = [kind for kind, _ in found]
    assert kinds == [
        "receipt",
        "receipt",
        "cash_movement",
        "receipt_revision",
        "drawer_report",
    ]
    texts = [said(paper) for _, paper in found]
    assert "COPY 1" in texts[1]
    assert books.actors.cashier.name in texts[1]
    assert "7.00 USD" in texts[2]
    assert "VOID" in texts[3]
    assert "left out" in texts[4]
    for _, paper in found:
        assert paper.title[-1].isdigit()


def test_a_job_that_is_not_there_is_refused(books: Books) -> None:
    with pytest.raises(UserError, match="no paper"):
        books.station.ask(job_paper, new_id()).result()
