"""The index of names is read as it is, whatever other connections merged of it meanwhile."""

from __future__ import annotations

from random import Random

from app.kernel.actor import SYSTEM
from app.kernel.ids import new_id
from app.storage.checks import page_checks
from app.storage.search import accounts_by_words, index_name
from app.storage.unit_of_work import UnitOfWork
from tests.building import Books

NAMES = ("Nguyễn Thị Hoa", "Okafor Ada", "Cho Cho Win", "Silva Rui", "Trần Văn Anh")


def test_no_damage_is_told_where_names_were_merged(books: Books) -> None:
    """A connection that looked somebody up before keeps what it knew of the index then."""
    station, chance = books.station, Random(1)
    accounts = [new_id() for _ in range(60)]

    def rename(uow: UnitOfWork, _nothing: None) -> None:
        for account_id in chance.sample(accounts, 3):
            name = f"{chance.choice(NAMES)} {chance.choice(NAMES)}"
            index_name(uow, account_id, name, name)

    (pages,) = (check for check in page_checks() if check.name == "storage.pages")
    for number in range(150):
        station.act(SYSTEM, rename, None).result()
        if number % 4 == 0:
            assert station.database.read(accounts_by_words, "n")
        if number % 4 == 3:
            assert station.database.read(pages.findings) == ()
            assert station.database.quick_check() == ""
