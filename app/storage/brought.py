"""Accounts for which more than one window brought in money of an old system: noted where numbers
that stand twice are noted.

What came from another window is noted by the recipe of that view, what is written here by
`note_brought`, in the same transaction.
"""

from __future__ import annotations

from app.storage.schema import search_made
from app.storage.statements import Reader, ReadSql
from app.storage.unit_of_work import UnitOfWork

VERSION = 1
"""How they are noted; what an older program wrote is looked through at opening."""
BROUGHT = "brought"
"""Its kind in `number_twice`; the number is the account."""
_TWO_WINDOWS = (
    f"SELECT '{BROUGHT}', account_id FROM (SELECT account_id, station_id FROM invoice "
    "WHERE generated_by = 'import'{here} UNION ALL SELECT account_id, payment.station_id "
    "FROM payment JOIN tender ON tender.payment_id = payment.id "
    "WHERE tender.method = 'brought_forward'{here}) AS u "
    "GROUP BY account_id HAVING min(station_id) <> max(station_id)"
)
ALL = ReadSql(_TWO_WINDOWS.format(here=""))
SOME = ReadSql(_TWO_WINDOWS.format(here=" AND account_id IN (SELECT value FROM json_each(:keys))"))
_MADE = ReadSql(f"SELECT version FROM search_made WHERE name = '{BROUGHT}'")
_NOTE_ALL = "INSERT OR IGNORE INTO number_twice " + _TWO_WINDOWS.format(here="")
_NOTE = "INSERT OR IGNORE INTO number_twice " + _TWO_WINDOWS.format(here=" AND account_id = ?1")


def note_brought(uow: UnitOfWork, account_id: str) -> None:
    """Money of an old system was written for this account."""
    uow.derive_sql("number_twice", _NOTE, (account_id,))


def is_unnoted(reader: Reader) -> bool:
    """Whether an older program wrote these books, which noted no such accounts."""
    return bool(reader.scalar(_MADE) != VERSION)


def note_all(uow: UnitOfWork, _nothing: None) -> None:
    """Note all such accounts there are."""
    uow.derive_sql("number_twice", _NOTE_ALL)
    uow.put(search_made, {"name": BROUGHT, "version": VERSION})
