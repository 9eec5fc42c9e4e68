"""A computer is not emptied while money of it stands nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import has_practice
from app.bootstrap.leaving import Left, empty, make_ready, refuse_to_leave
from app.kernel.errors import UserError
from app.kernel.money import Money
from app.storage.keys import NoSecretStore
from app.sync.keeping.saving import save_records
from tests.cli.conftest import Run, data, run
from tests.two_stations.conftest import Pair

__all__ = ["data", "run"]


def test_unsent_money_keeps_the_practice_here(pair: Pair, tmp_path: Path) -> None:
    two, store, file = pair.two, NoSecretStore(), tmp_path / "carry.cfrecords"
    make_ready(two.station, store)
    role = pair.centre.one("SELECT role_name FROM sync.station WHERE code = 'W2'")
    two.hang_up()
    pair.centre.admin.execute(f"ALTER ROLE {role} NOLOGIN")
    patient = two.books.register_patient("Okafor", "Ada")
    with pytest.raises(UserError, match="One step that is held here"):
        make_ready(two.station, store)
    two.books.open_shift()
    two.books.take_cash(patient.account_id, 1500)
    with pytest.raises(UserError, match=r"^One payment of.*records save FILE"):
        make_ready(two.station, store)
    assert save_records(two.station, file).amounts == (), "who has a drawer open counts it blind"
    make_ready(two.station, store, saved=file)
    whole = file.read_bytes()
    file.write_bytes(whole[:-40])  # a copy that broke off
    with pytest.raises(UserError, match="One payment of"):
        make_ready(two.station, store, saved=file)
    file.write_bytes(whole)
    two.books.take_cash(patient.account_id, 500)
    with pytest.raises(UserError, match=r"^2 payments of"):
        make_ready(two.station, store, saved=file)
    inside = two.station.folder / "carry.cfrecords"
    save_records(two.station, inside)
    with pytest.raises(UserError, match="outside"):
        make_ready(two.station, store, saved=inside)
    pair.centre.admin.execute(f"ALTER ROLE {role} LOGIN")
    make_ready(two.station, store)
    assert pair.centre.one("SELECT count(*) FROM public.payment") == 2
    folder = two.station.folder
    two.station.close()
    empty(folder)
    assert not has_practice(folder)


def test_the_only_books_are_copied_first() -> None:
    with pytest.raises(UserError, match="only books"):
        refuse_to_leave(Left(False, False, 9, 0, ()))
    refuse_to_leave(Left(False, True, 9, 0, ()))
    with pytest.raises(UserError, match=r"^2 payments \(20.00\) of"):
        refuse_to_leave(Left(True, False, 4, 2, (Money(2000, "USD"),)))


def test_an_uninstaller_may_ask(run: Run, tmp_path: Path) -> None:
    """A demo alone may go; where there is no practice there is nothing to lose."""
    assert run("leave", "--check").code == 0
    assert run("leave", "--check", folder=tmp_path / "nothing").code == 0
    copy = tmp_path / "copy.cfbackup"
    gone = run("leave", "--backup", str(copy), user="1")
    assert gone.code == 0, gone.err
    assert copy.exists()
    assert run("verify").code == 1
