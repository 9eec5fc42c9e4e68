"""What must hold of the practice's bank accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.areas.deposits import banks
from app.areas.settings import queries as settings
from app.kernel.translate import t
from app.storage.checking import Check
from app.storage.statements import Reader


def checks() -> tuple[Check, ...]:
    """The promises of bank accounts."""
    return (
        Check(
            "deposits.bank_accounts",
            "Every bank account is one GL account of its own, and deposits go to exactly one.",
            _bank_accounts,
        ),
    )


def _bank_accounts(reader: Reader) -> Iterator[str]:
    rows = banks.bank_accounts(reader, all=True)
    for code, times in sorted(Counter(row.gl_code for row in rows).items()):
        if times > 1:
            yield t("{code} is {count} bank accounts.", code=code, count=times)
    for row in rows:
        if row.active and not banks.is_for_banks(reader, row.gl_code):
            yield t("{code} can't be the bank account {name}.", code=row.gl_code, name=row.name)
    here = settings.practice(reader).currency if rows else ""
    wanted = any(row.active and row.currency == here for row in rows)
    found = [row for row in rows if row.is_default]
    if len(found) != int(wanted) or any(not row.active or row.currency != here for row in found):
        yield t("Deposits go to {count} bank accounts, not to one.", count=len(found))
