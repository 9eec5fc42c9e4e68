"""Which backups there are, and whether one is due."""

from __future__ import annotations

from sqlalchemy import func, select, union_all

from app.areas.drawers.schema import shift_close
from app.areas.health import repository
from app.areas.health.backup_values import BackupState, KeepRule, LastVerify
from app.areas.ledger.schema import day_close
from app.areas.settings import queries as settings
from app.areas.settings.backup_settings import DAYS, EVERY, HOURS, MONTHS
from app.kernel.clock import instant_from
from app.storage.checks import log_head
from app.storage.schema import this_station
from app.storage.statements import Read, Reader

_here = select(this_station.c.station_id).scalar_subquery()
_CLOSED = union_all(
    *(
        select(func.max(table.c.at).label("at")).where(table.c.station_id == _here)
        for table in (shift_close, day_close)
    )
).subquery()
_LAST_CLOSE = Read(select(func.max(_CLOSED.c.at)))


def backups(reader: Reader) -> BackupState:
    """Everything about the backups of this window."""
    closed = reader.scalar(_LAST_CLOSE)
    return BackupState(
        repository.keeping(reader),
        repository.kept(reader),
        KeepRule(*(settings.whole_setting(reader, key) for key in (HOURS, DAYS, MONTHS))),
        settings.whole_setting(reader, EVERY),
        log_head(reader)[0],
        None if closed is None else instant_from(closed),
    )


def last_verify(reader: Reader) -> LastVerify | None:
    """When every promise was last looked at in the open books, and the verdict."""
    return repository.last_verify(reader)
