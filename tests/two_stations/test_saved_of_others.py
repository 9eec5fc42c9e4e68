"""What a computer alone holds of other windows goes into its file of records too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap.leaving import refuse_to_leave, what_is_left
from app.kernel.actor import SYSTEM
from app.kernel.errors import UserError
from app.storage.statements import Reader
from app.storage.unit_of_work import UnitOfWork
from app.sync import outbox
from app.sync.keeping.saving import records_after, save_records
from app.sync.schema import neighbour_record
from tests.two_stations.conftest import Pair
from tests.two_stations.copies import copied, loses, replaced_by
from tests.two_stations.test_record_files import paid, payments


def test_what_it_alone_holds_of_another_goes_into_its_file(pair: Pair, tmp_path: Path) -> None:
    """The centre lost some of it, some was never sent; the other computer has an old copy now."""
    one, two = pair.one, pair.two
    pair.sync()
    copy = copied(one, tmp_path / "copy")
    before, stands = paid(one.station), one.station.ask(outbox.stands).result()
    payments(one, 1100)
    one.sync()
    two.sync()
    sent = one.station.ask(outbox.position).result().have
    one.books.take_cash(one.books.register_patient("Never", "Sent").account_id, 2200)
    [unsent] = one.station.ask(lambda reader: list(others_of(reader, sent))).result()
    two.station.act(SYSTEM, keep_for_a_neighbour, unsent).result()
    loses(pair.centre, stands.own[1], stands.head[0])
    two.exchange.greet()
    payments(two, 4400)
    replaced_by(one, copy)
    saved = save_records(two.station, tmp_path / "w2.cfrecords")
    assert saved.others == sent - stands.head[0] + len(unsent)
    with pytest.raises(UserError, match="not at the centre yet"):
        refuse_to_leave(two.station.ask(what_is_left, False).result())
    refuse_to_leave(two.station.ask(what_is_left, False, saved.path).result())
    two.hang_up()  # and is stolen
    brought = one.station.bring_records(saved.path, saved.transfer_key)
    assert brought.known == 0
    one.sync()
    assert paid(one.station) == (before[0] + 3, before[1] + 1100 + 2200 + 4400)
    assert one.sound == []
    assert pair.centre.rows("SELECT * FROM sync.verify()") == []


def others_of(reader: Reader, after: int) -> Iterator[list[dict[str, Any]]]:
    here = outbox.here(reader)
    return records_after(reader, here.station, here.incarnation, after)


def keep_for_a_neighbour(uow: UnitOfWork, records: list[dict[str, Any]]) -> None:
    for record in records:
        uow.put(neighbour_record, record)
