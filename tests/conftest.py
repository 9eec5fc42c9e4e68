"""What every test may ask for: fresh practices in no time, an open station, people
with roles, and options.
"""

from __future__ import annotations

import gc
import itertools
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from app.bootstrap import Station, open_station
from tests.building import Actors, Books, Template, make_template

MakePractice = Callable[[str], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="run the long forms: thousands of kills, a million rows"
    )
    parser.addoption(
        "--seed", type=int, default=None, help="repeat the random kills of a run that printed it"
    )
    parser.addoption(
        "--scale", type=int, default=1, help="multiply the examples and rounds of tests that can"
    )


# How long one example takes says how busy the computer is.
settings.register_profile("busy", deadline=None)
settings.load_profile("busy")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the seed once; a worker is handed the one that is printed."""
    handed = getattr(config, "workerinput", {})
    if config.option.seed is None:
        config.option.seed = handed.get("seed", random.randrange(2**32))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand a worker the seed: it gets the words of the command line and nothing else."""
    node.workerinput["seed"] = node.config.option.seed


def pytest_report_header(config: pytest.Config) -> str:
    """Say the seed, so that what a run found can be found again."""
    return f"seed: {config.option.seed} (repeat with --seed {config.option.seed})"


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """What all modules hold stays for the whole run: no collection need look at it again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Free widgets of a test on this thread: on another one Qt would end the process. A window that
    is to be deleted later goes now: the next test's theme would dress all of it again.
    """
    if not {"qapp", "qtbot"} & set(getattr(item, "fixturenames", ())):
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        _bury()
        gc.collect()
        # What outlived the test stays for good, mostly: the next collection need not walk it.
        gc.freeze()
        gc.enable()


def _bury() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def hands(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of a test that say not when they were struck are a person's, however quick they come;
    a test of scans stamps its keys or brings a clock.
    """
    if {"qapp", "qtbot"} & set(request.fixturenames):
        from app.gui import scan_guard

        struck = itertools.count(0, 90)
        monkeypatch.setattr(scan_guard, "unstamped_ms", lambda: next(struck))


@pytest.fixture(scope="session")
def seed(request: pytest.FixtureRequest) -> int:
    """What the random choices of this run begin with; new each time and printed at the top."""
    return int(request.config.getoption("--seed"))


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    """Whether this run has time for the long forms."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def scale(request: pytest.FixtureRequest) -> int:
    """How many times the usual number of examples or rounds to run."""
    return max(1, int(request.config.getoption("--scale")))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A practice made once: set up for real, with one user of each role, nothing else."""
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def practice(template: Template, tmp_path: Path) -> MakePractice:
    """`practice("a")` is the data folder of a fresh practice, a copy of the template."""

    def make(name: str = "data") -> Path:
        folder = tmp_path / name
        shutil.copytree(template.folder, folder)
        return folder

    return make


@pytest.fixture
def station(practice: MakePractice) -> Iterator[Station]:
    """An open station of a fresh practice."""
    opened = open_station(practice("station"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def actors(template: Template) -> Actors:
    """The people of the template, as they act when signed in."""
    return template.actors


@pytest.fixture
def books(station: Station, actors: Actors) -> Books:
    """Short verbs that put things into the station's books, acting as the right person."""
    return Books(station, actors)
