"""What every paper is called names nobody: it stands on panels, in queues and in file names."""

from __future__ import annotations

import re

from app.areas.deposits import banks
from app.areas.reports.money_rules import paper_kind
from app.areas.reports.money_values import ReportName
from app.areas.settings import queries as settings
from app.devices.documents.office_papers import MAKERS, SLIPS, job_office_paper, office_paper
from app.storage import print_jobs
from app.storage.reading import ReadSql
from tests.areas.deposits.banking import Banking, check
from tests.building import Books
from tests.devices.office.office_till import BAG

_NAMES = ReadSql(
    "SELECT family_name || ' ' || given_names FROM patient UNION SELECT name FROM app_user "
    "UNION SELECT family_name || ' ' || given_names FROM guarantor"
)
_JOBS = ReadSql("SELECT id FROM print_job WHERE doc_kind <> 'drawer_kick'")


def test_no_name_of_anybody_stands_in_the_title_of_any_paper(books: Books) -> None:
    banking = Banking(books)
    banking.shift(250_00, check(80_00, "1182"), 40_00)
    deposit_id, ask = banking.sealed(), books.station.ask
    mine = ask(banks.default_bank_account).result()
    assert mine is not None
    here = ask(settings.practice).result()
    day = ask(lambda reader: settings.business_today(here, reader.now)).result()
    documents: dict[str, str] = {kind.value: str(deposit_id) for kind in SLIPS}
    documents |= {paper_kind(name): f"{day} {day}" for name in ReportName}
    documents[print_jobs.SLIP_CALIBRATION] = mine.bank_account_id
    documents[print_jobs.OFFICE_TEST_PAGE] = "test"
    # The letter on a returned check is called by its receipt's number; it has tests of its own.
    assert set(documents) | {"return_letter"} == set(MAKERS) - {BAG}
    titles = [ask(office_paper, kind, doc_id).result().title for kind, doc_id in documents.items()]
    for (job_id,) in ask(lambda reader: reader.fetch(_JOBS)).result():
        titles.append(
            ask(job_office_paper, job_id, books.actors.administrator.user_id).result().title
        )
    assert len(titles) > len(documents)
    names = {
        part.casefold()
        for (name,) in ask(lambda reader: reader.fetch(_NAMES)).result()
        for part in re.split(r"\W+", name)
        if len(part) > 1
    }
    assert len(names) > 4
    for title in titles:
        assert not names & set(re.split(r"\W+", title.casefold())), title
