"""The slip of a bag: who gets which copy, what is counted, and what a bag without a seal gives."""

from __future__ import annotations

import pypdfium2
import pytest

from app.areas.deposits import service
from app.areas.deposits.slip_values import PrintSlip, SlipCopy, SlipPrinted
from app.areas.printing import queries as printing
from app.areas.printing.checks import checks
from app.areas.printing.service import preview_paper
from app.areas.printing.values import AuditedPaper, PaperHow, PreviewPaper
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.devices.documents.office_papers import OfficePaper, job_office_paper, office_paper
from app.kernel.errors import NotAllowed, UserError
from app.kernel.ids import DepositId, UserId, new_id
from app.kernel.translate import choose_words, t
from app.storage.reading import Reader
from tests.areas.deposits.banking import Banking, check
from tests.areas.payments.mending import card
from tests.building import command_id

BANK, OFFICE = AuditedPaper.DEPOSIT_SLIP, AuditedPaper.DEPOSIT_SLIP_OFFICE
DRAFT = AuditedPaper.DEPOSIT_SLIP_DRAFT


@pytest.fixture
def sealed(banking: Banking) -> DepositId:
    """35.00 in cash, two checks and a card in one shift, in a sealed bag."""
    banking.shift(3_500, check(7_700, "2001"), card(4_400))
    banking.mail(check(9_900, "3001"))
    return banking.sealed()


def words(paper: OfficePaper) -> str:
    """All a reader of the PDF can copy."""
    document = pypdfium2.PdfDocument(paper.pdf)
    found = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return "\n".join("\n".join(found).splitlines())


def slip(
    banking: Banking,
    deposit_id: DepositId,
    kind: AuditedPaper = BANK,
    copy_no: int = 0,
    asker: UserId | None = None,
) -> str:
    ask = banking.books.station.ask
    return words(ask(office_paper, kind.value, deposit_id, copy_no, asker).result())


def printed(banking: Banking, deposit_id: DepositId, copy: SlipCopy = SlipCopy.BOTH) -> SlipPrinted:
    command = PrintSlip(command_id(), deposit_id, copy)
    act = banking.books.station.act
    return act(banking.books.actors.cashier, service.print_slip, command).result()


def unsound(banking: Banking) -> list[str]:
    def look(reader: Reader) -> list[str]:
        return [said for each in checks() for said, _ in each.findings(reader)]

    return banking.books.station.ask(look).result()


def test_both_copies_are_printed_and_counted_one_by_one(
    banking: Banking, sealed: DepositId
) -> None:
    done = printed(banking, sealed)
    assert [mark.copy_no for mark in done.marks] == [0, 0]
    assert len({mark.number for mark in done.marks}) == 2
    assert done.marks[0].head_seq == done.marks[1].head_seq
    ask = banking.books.station.ask
    bank, office = (words(ask(job_office_paper, job).result()) for job in done.job_ids)
    for said, mark in zip((bank, office), done.marks, strict=True):
        assert mark.words in said
        assert "Net deposit 211.00 USD" in said
        assert "Total cash 35.00" in said
        assert "Total checks 176.00" in said
        assert "COPY 1" not in said
    assert "123456789" in bank
    assert "card" not in bank
    assert "123456789" not in office
    assert "•••• 6789" in office
    assert "1 card payment, 44.00" in " ".join(office.split())
    assert unsound(banking) == []


def test_a_slip_is_in_the_practices_language_whatever_the_window_speaks(
    banking: Banking, sealed: DepositId
) -> None:
    before = slip(banking, sealed)
    choose_words("es")
    try:
        assert t("Cash") == "Efectivo"
        assert slip(banking, sealed) == before
    finally:
        choose_words("")


def test_printed_again_it_is_a_copy(banking: Banking, sealed: DepositId) -> None:
    printed(banking, sealed)
    (again,) = printed(banking, sealed, SlipCopy.BANK).marks
    assert again.copy_no == 1
    said = slip(banking, sealed, copy_no=1)
    assert "COPY 1" in said
    assert again.words in said
    assert "COPY 1" not in slip(banking, sealed)
    looked = preview(banking, sealed, PaperHow.PREVIEWED)
    assert looked == -1
    assert "COPY 1" not in slip(banking, sealed, copy_no=looked)
    assert "COPY -1" not in slip(banking, sealed, copy_no=looked)
    assert preview(banking, sealed, PaperHow.SAVED) == 2
    marks = banking.books.station.ask(printing.paper_marks, BANK.value, sealed).result()
    assert [mark.copy_no for mark in marks] == [0, 1, -1, 2]
    assert unsound(banking) == []


def preview(
    banking: Banking, deposit_id: DepositId, how: PaperHow, kind: AuditedPaper = BANK
) -> int:
    command = PreviewPaper(command_id(), kind.value, deposit_id, how)
    act = banking.books.station.act
    return act(banking.books.actors.cashier, preview_paper, command).result().copy_no


def test_before_the_seal_there_is_a_draft_and_no_slip(
    banking: Banking, prepared: DepositId
) -> None:
    actors = banking.books.actors
    with pytest.raises(UserError, match="once the bag is sealed"):
        printed(banking, prepared)
    for other in (actors.other_cashier.user_id, None):
        with pytest.raises(UserError, match="waits for its second count"):
            slip(banking, prepared, DRAFT, asker=other)
    looked = preview(banking, prepared, PaperHow.SAVED, DRAFT)
    mine = slip(banking, prepared, DRAFT, looked, actors.cashier.user_id)
    assert "NOT SEALED · DRAFT" in mine
    assert "Audit" in mine
    assert "123456789" not in mine
    banking.count(prepared)
    assert "Net deposit 211.00 USD" in slip(banking, prepared, DRAFT)
    banking.seal(prepared)
    assert [mark.copy_no for mark in printed(banking, prepared).marks] == [0, 0]


def test_the_cash_is_what_was_counted_last(banking: Banking, prepared: DepositId) -> None:
    banking.count(prepared, 3_400)
    banking.count(prepared, 3_400)
    banking.seal(prepared)
    assert "Total cash 34.00" in slip(banking, prepared)


def test_a_check_taken_out_is_not_on_it(banking: Banking, prepared: DepositId) -> None:
    banking.take_out(prepared, "2001")
    banking.count(prepared)
    banking.seal(prepared)
    said = slip(banking, prepared)
    assert "2001" not in said
    assert "3001" in said
    assert "Checks (1) 99.00" in said


def test_the_slip_of_a_void_deposit_says_so(banking: Banking, sealed: DepositId) -> None:
    printed(banking, sealed)
    banking.void(sealed)
    assert "VOID" in slip(banking, sealed)
    with pytest.raises(UserError, match="was voided"):
        printed(banking, sealed)
    assert "COPY 1" in slip(banking, sealed, copy_no=preview(banking, sealed, PaperHow.SAVED))


def test_paper_and_endorsement_follow_the_settings(banking: Banking, sealed: DepositId) -> None:
    for key, value in (
        ("documents.paper_size", "a4"),
        ("deposits.endorsement", "For deposit only"),
    ):
        command = ChangeSetting(command_id(), key, value)
        banking.act(banking.books.actors.administrator, settings.change_setting, command)
    ask = banking.books.station.ask
    paper = ask(office_paper, BANK.value, sealed).result()
    assert (paper.paper, paper.file_name) == ("a4", f"deposit-slip-{paper.title[13:].lower()}")
    assert "On the back of each check: For deposit only" in words(paper)


def test_who_may_not_prepare_prints_none(banking: Banking, sealed: DepositId) -> None:
    command = PrintSlip(command_id(), sealed)
    with pytest.raises(NotAllowed):
        banking.act(banking.books.actors.administrator, service.print_slip, command)
    with pytest.raises(UserError):
        printed(banking, DepositId(new_id()))
