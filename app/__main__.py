"""Starts the window: `python -m app [--data DIR]`; decides nothing but which folder."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.areas.security.values import FrontDoor
    from app.bootstrap import Station
    from app.bootstrap.opening_news import OpeningNews


def default_data() -> Path:
    """Where this user's practice lies when nothing else is said."""
    from platformdirs import user_data_path

    return user_data_path("Counterfoil", appauthor=False, roaming=False)


def opener(data: Path, passphrase: str = "", news: OpeningNews | None = None) -> Station | None:
    """Open the practice in `data`; None where there is none yet. Errors as `open_station`."""
    from app.bootstrap import Unlock, has_practice, open_station
    from app.bootstrap.opening_news import silent

    if not has_practice(data):
        return None
    return open_station(data, Unlock(passphrase), told=news or silent)


def look_ahead(data: Path) -> FrontDoor | None:
    """Who may sign in, read by the shortest way; None where only the whole program can tell."""
    from app.bootstrap import Unlock, has_practice, open_front

    return open_front(data, Unlock()) if has_practice(data) else None


def open_ahead(data: Path) -> Future[FrontDoor | None]:
    """Begin to look while the window's own code is still being loaded."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="opening")
    future = pool.submit(look_ahead, data)
    pool.shutdown(wait=False)
    return future


def main(arguments: list[str] | None = None) -> int:
    """Run the window until it is closed; the exit code."""
    parser = argparse.ArgumentParser(prog="counterfoil-window", description="Counterfoil's window")
    parser.add_argument("--data", type=Path, help="folder of the practice")
    chosen = parser.parse_args(arguments)
    data: Path = (chosen.data or default_data()).expanduser().absolute()
    ahead = open_ahead(data)
    from app.bootstrap.crash_file import CrashFile
    from app.bootstrap.report_log import keeping_log, log_folder

    faults = CrashFile(log_folder(data))
    crash = faults.watch()
    with keeping_log(log_folder(data), "window") as keeper:
        keeper.log.begin()
        from app.gui.application import run

        code = run(data, partial(opener, data), ahead, keeper, crash)
    faults.end_well()
    return code


if __name__ == "__main__":
    sys.exit(main())
