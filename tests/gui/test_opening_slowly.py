"""What must be done before a practice opens is shown with how far it is, and can be left."""

from __future__ import annotations

from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from app.__main__ import open_ahead, opener
from app.bootstrap import Station, open_station
from app.bootstrap.opening_news import OpeningNews
from app.gui.application import Application
from app.gui.opening_pages import OpeningPage
from app.gui.screens.sign_in.view import SignInView
from app.kernel.actor import SYSTEM
from app.storage import search
from app.storage.pace import GivenUp
from app.storage.schema import search_made
from app.storage.unit_of_work import UnitOfWork
from tests.building import Books, Template
from tests.conftest import MakePractice
from tests.patience import PATIENCE_MS

pytestmark = pytest.mark.usefixtures("theme")


def age(uow: UnitOfWork, _nothing: None) -> None:
    """As an older program derived it."""
    uow.put(search_made, {"name": "accounts", "version": 1})


def test_an_older_index_is_made_afresh_where_everybody_sees_how_far_it_is(
    practice: MakePractice, template: Template, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = practice("data")
    station = open_station(data)
    books = Books(station, template.actors)
    for _ in range(3):
        books.register_patient()
    station.act(SYSTEM, age, None).result()
    station.close()
    monkeypatch.setattr("app.areas.health.indexing.TOLD_EVERY", 1)
    news, seen, go_on = OpeningNews(), list[tuple[str, int, int]](), Event()

    def opened(passphrase: str) -> Station | None:
        return opener(data, passphrase, heard)

    class Heard(OpeningNews):
        def __call__(self, words: str, done: int, of: int) -> None:
            seen.append((words, done, of))
            news(words, done, of)
            if done:
                go_on.wait(PATIENCE_MS / 1000)

    heard = Heard()
    application = Application(data, opened, open_ahead(data), news)
    qtbot.addWidget(application.window)
    application.show()
    window = application.window
    qtbot.waitUntil(
        lambda: isinstance(window.page, OpeningPage) and "%" in window.page.words.text(),
        timeout=PATIENCE_MS,
    )
    page = window.page
    assert isinstance(page, OpeningPage)
    assert page.bar.accessibleName() == page.words.text()
    assert 0 < page.bar.value() <= page.bar.maximum() == 1000
    go_on.set()
    qtbot.waitUntil(lambda: isinstance(window.page, SignInView), timeout=PATIENCE_MS)
    assert application.station is not None
    assert not application.station.ask(search.is_older).result()
    assert [done for _, done, of in seen if of] == sorted(done for _, done, of in seen if of)
    window.close()


def test_a_window_that_is_closed_meanwhile_leaves_nothing_half(
    practice: MakePractice, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = practice("data")
    station = open_station(data)
    Books(station, template.actors).register_patient()
    station.act(SYSTEM, age, None).result()
    station.close()
    news = OpeningNews()
    news.listen = lambda words, done, of: news.stop()
    monkeypatch.setattr("app.areas.health.indexing.TOLD_EVERY", 1)
    with pytest.raises(GivenUp):
        open_station(data, told=news)
    again = open_station(data)
    try:
        assert not again.ask(search.is_older).result()
        assert again.verify(lambda *_: None, lambda: False).sound
    finally:
        again.close()
