"""The letter on a returned check says what is owed by now, and is drawn on the office's paper."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest

from app.areas.deposits import papers, returning
from app.areas.deposits.returning_values import CheckReturned, LetterQueued, PrintLetter
from app.areas.payments.values import Channel
from app.devices.documents.office_papers import office_paper
from app.kernel.errors import UserError
from app.storage import print_jobs
from tests.areas.deposits.banking import Banking, cash, check, usd
from tests.areas.deposits.bouncing import Bouncing
from tests.building import command_id


@pytest.fixture
def bouncing(banking: Banking) -> Bouncing:
    return Bouncing(banking)


def bounced(bouncing: Bouncing) -> CheckReturned:
    """A check of 150.00 for two invoices, 100.00 and 80.00, that came back with the usual fee."""
    books = bouncing.banking.books
    account = books.register_patient(
        address_1="48 Elm Street", city="Springfield", region="IL", postal_code="62704"
    ).account_id
    books.issue_invoice(account, 10_000)
    books.issue_invoice(account, 8_000)
    taken = bouncing.mending.take(
        account, check(15_000, "1042"), actor=bouncing.manager, channel=Channel.MAIL
    )
    return bouncing.bounce(taken.payment_id)


def text_of(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    assert len(document) == 1
    return " ".join(str(document[0].get_textpage().get_text_bounded()).split())


def test_it_says_what_is_owed(bouncing: Bouncing) -> None:
    done = bounced(bouncing)
    ask = bouncing.banking.books.station.ask
    letter = ask(papers.return_letter, done.tender_id).result()
    assert [amount for _, _, amount in letter.invoices] == [usd(10_000), usd(5_000)]
    assert (letter.fee, letter.owed) == (usd(2_500), usd(17_500))
    assert letter.no_checks
    paper = ask(office_paper, "return_letter", done.tender_id).result()
    text = text_of(paper.pdf)
    for words in (
        "48 Elm Street",
        "Your check 1042 came back unpaid",
        "Chase",
        "Insufficient funds",
        "150.00 USD",
        "100.00",
        "50.00",
        "Total 175.00 USD",
        "no check for now",
    ):
        assert words in text, words
    assert "COPY" not in text


def test_what_was_paid_meanwhile_is_not_asked_for(bouncing: Bouncing) -> None:
    done = bounced(bouncing)
    banking = bouncing.banking
    view = bouncing.view(done.payment_id)
    opened = banking.books.open_shift()
    bouncing.mending.take(view.header.account_id, cash(20_500))
    banking.close(opened.shift_id, 40_500)
    letter = banking.books.station.ask(papers.return_letter, done.tender_id).result()
    assert (letter.owed, letter.invoices) == (usd(0), ())
    paper = banking.books.station.ask(office_paper, "return_letter", done.tender_id).result()
    assert "Nothing is owed" in text_of(paper.pdf)


def test_it_is_printed_and_again_as_a_copy(bouncing: Bouncing) -> None:
    done = bounced(bouncing)
    act, station = bouncing.banking.act, bouncing.banking.books.station
    for copy_no in range(2):
        command = PrintLetter(command_id(), done.tender_id)
        queued: LetterQueued = act(bouncing.manager, returning.print_letter, command)
        assert queued.copy_no == copy_no
        job = station.ask(print_jobs.job, queued.job_id).result()
        assert job is not None
        assert (job.doc_kind, job.printer) == ("return_letter", print_jobs.OFFICE_PRINTER)
    paper = station.ask(office_paper, "return_letter", done.tender_id, 1).result()
    assert "COPY 1" in text_of(paper.pdf)


def test_there_is_none_for_a_check_that_was_paid(bouncing: Bouncing) -> None:
    done = bounced(bouncing)
    bouncing.take_back(done)
    with pytest.raises(UserError, match="not entered as returned"):
        bouncing.banking.books.station.ask(papers.return_letter, done.tender_id).result()
    with pytest.raises(UserError, match="not entered as returned"):
        bouncing.banking.act(
            bouncing.manager,
            returning.print_letter,
            PrintLetter(command_id(), done.tender_id),
        )
