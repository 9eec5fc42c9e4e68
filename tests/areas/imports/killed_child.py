"""Brings files in in forked children that are really killed; a process of its own with one thread.

One job a line on standard input: [data folder, folder of the files, statement to die at, or after
how many transactions of the patients to die]; the signal that ended the child comes back.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


class KilledChildren:
    """The other end: start it once, hand it jobs."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True,
        )

    def run(self, data: Path, files: Path, statement: int = 0, transaction: int = 0) -> int:
        """The signal that ended the child; 0 when it lived to the end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        job = [str(data), str(files), statement, transaction]
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def stop(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _work(data: Path, files: Path, statement: int, transaction: int) -> None:
    from app.bootstrap import open_station
    from app.kernel.actor import SYSTEM
    from tests.areas.imports.files import Importer, bring_both

    importer = Importer(open_station(data), SYSTEM)
    writer = importer.station.database.writer
    assert writer is not None
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == (statement or transaction):
            _die()

    if transaction:
        importer.apply(importer.check(files / "p.csv"), progress=count)
    else:
        writer.connection.set_trace_callback(count)
        bring_both(importer, files)


def main() -> None:
    """Import first, so that a fork has nothing left to load; then one job a line."""
    import app.bootstrap  # noqa: F401
    import tests.areas.imports.files  # noqa: F401

    for line in sys.stdin:
        data, files, statement, transaction = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                _work(Path(data), Path(files), statement, transaction)
            finally:
                os._exit(9)
        _, status = os.waitpid(child, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, flush=True)


if __name__ == "__main__":
    main()
