"""A Postgres, the ground of simulated histories, and a disk that is soon full, for whoever asks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import Station, open_station
from tests.building import Books, Template
from tests.conftest import MakePractice
from tests.faults.simulating import laid
from tests.faults.small_disk import SIZE, SmallDisk
from tests.migrations.conftest import postgres

__all__ = ["laid", "postgres"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A real file system of its own, where this computer lets us make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(place)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("no file system can be mounted here")
    yield SmallDisk(place)
    if place.is_mount():
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def full(
    small_disk: SmallDisk, practice: MakePractice, template: Template
) -> Iterator[tuple[Station, Books]]:
    """A station on the small disk, with its reserve."""
    data = small_disk.place / "data"
    shutil.copytree(practice("origin"), data)
    station = open_station(data)
    station.keep_room()
    yield station, Books(station, template.actors)
    station.close()
