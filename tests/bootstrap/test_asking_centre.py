"""After a backup was restored: which centre the practice had, and whether it can be asked."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from app.bootstrap.asking_centre import Answer, CentreKnows, ask_centre
from app.gui.screens.first_run.view import centre_words
from app.storage.keys import NoSecretStore

_TABLES = """
CREATE TABLE this_station (station_id TEXT);
INSERT INTO this_station VALUES ('s1');
CREATE TABLE central_trust (one INTEGER, ca TEXT);
CREATE TABLE central_link (one INTEGER, address TEXT, role TEXT, secret TEXT);
CREATE TABLE station_log (station TEXT, incarnation TEXT, seq INTEGER);
"""


def test_a_centre_that_can_not_be_asked_is_told_apart(tmp_path: Path) -> None:
    books = sqlite3.connect(":memory:")
    books.executescript(_TABLES)

    def asked() -> CentreKnows:
        return ask_centre(books, tmp_path, NoSecretStore())

    assert asked() == CentreKnows(Answer.ALONE)
    assert not centre_words(asked())[1]
    books.execute("INSERT INTO central_link VALUES (1, 'host=127.0.0.1 port=9', 'w1', '')")
    assert asked() == CentreKnows(Answer.NO_PASSWORD)
    assert "not on this computer" in centre_words(asked())[1]
    books.execute("UPDATE central_link SET secret = 'x'")
    assert asked() == CentreKnows(Answer.AWAY)
    assert "does not answer" in centre_words(asked())[1]
    assert centre_words(CentreKnows(Answer.TOLD, 3))[1].startswith("The centre has 3 later steps")
    assert centre_words(CentreKnows(Answer.TOLD))[0] == "money_in"
    assert "no more" in centre_words(CentreKnows(Answer.SHUT_OUT))[1]
    books.close()
