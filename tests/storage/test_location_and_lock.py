"""Where a database may live, and that one process has it."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from app.bootstrap import FirstAdministrator as First
from app.bootstrap import init_station, open_station
from app.kernel.errors import UserError
from app.storage import location
from app.storage.location import refuse_unsafe_folder
from app.storage.lock import DatabaseLock
from tests.building import PIN, set_up

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/mounts")

MOUNTS = r"""
rootfs / rootfs rw 0 0
/dev/sda1 / ext4 rw,relatime 0 0
tmpfs /run tmpfs rw 0 0
//server/share {base}/share cifs rw,vers=3.0 0 0
server:/export {base}/nfs nfs4 rw 0 0
me@host:/x {base}/ssh fuse.sshfs rw 0 0
drive: {base}/with\040space fuse.rclone rw 0 0
server:/d {base}/données nfs rw 0 0
gvfsd-fuse {base}/gvfs fuse.gvfsd-fuse rw 0 0
/dev/sdb1 {base}/nfs/disk ext4 rw 0 0
server:/over {base}/twice nfs rw 0 0
/dev/sdc1 {base}/twice xfs rw 0 0
/dev/sdd1 {base}/covered xfs rw 0 0
server:/over {base}/covered nfs rw 0 0
"""


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    table = tmp_path / "mounts"
    table.write_text(MOUNTS.lstrip().replace("{base}", str(tmp_path)), encoding="utf-8")
    monkeypatch.setattr(location, "MOUNTS", table)
    return tmp_path


@linux
@pytest.mark.parametrize(
    "name", ["share", "nfs", "ssh", "with space", "données", "gvfs", "covered", "nfs/a/b/c"]
)
def test_a_network_share_is_refused(base: Path, name: str) -> None:
    (base / name.split("/")[0]).mkdir(exist_ok=True)
    for folder in (base / name, base / name / "counterfoil" / "data"):
        with pytest.raises(UserError, match="on a network share") as caught:
            refuse_unsafe_folder(folder)
        assert caught.value.field == "data"


@linux
@pytest.mark.parametrize("name", ["nfs/disk", "twice", "other", "sharepoint", "share2"])
def test_a_disk_of_this_computer_is_fine(base: Path, name: str) -> None:
    (base / name).mkdir(parents=True)
    refuse_unsafe_folder(base / name / "data")


@linux
def test_a_link_to_a_share_is_seen_through(base: Path) -> None:
    (base / "share").mkdir()
    (base / "link").symlink_to(base / "share", target_is_directory=True)
    with pytest.raises(UserError, match="on a network share"):
        refuse_unsafe_folder(base / "link" / "data")


UNC = ["//server/share/data", *([r"\\server\share\data"] if sys.platform == "win32" else [])]


@pytest.mark.parametrize("path", UNC)
def test_an_unc_path_is_refused(path: str) -> None:
    with pytest.raises(UserError, match="on a network share"):
        refuse_unsafe_folder(Path(path))


@pytest.mark.parametrize(
    "folder",
    [
        "OneDrive",
        "onedrive",
        "OneDrive - Riverside Clinic",
        "OneDrive-Personal",
        "Dropbox",
        "Dropbox (Riverside)",
        "Google Drive",
        "GoogleDrive-me@example.org",
        "iCloudDrive",
        "iCloud Drive",
        "Mobile Documents",
        "CloudStorage",
        "Box Sync",
        "Nextcloud",
    ],
)
def test_a_folder_that_a_cloud_copies_is_refused(tmp_path: Path, folder: str) -> None:
    for inside in (tmp_path / folder, tmp_path / folder / "a" / "data"):
        with pytest.raises(UserError, match="copied by a cloud service") as caught:
            refuse_unsafe_folder(inside)
        assert folder in caught.value.text


def test_a_link_into_a_cloud_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "plain").symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    with pytest.raises(UserError, match="cloud service"):
        refuse_unsafe_folder(tmp_path / "plain" / "data")


@pytest.mark.parametrize("folder", ["Dropboxes", "My OneDriver", "boxsync2", "data", "Clouds"])
def test_names_that_only_resemble_one_are_fine(tmp_path: Path, folder: str) -> None:
    refuse_unsafe_folder(tmp_path / folder)


def test_no_practice_is_made_or_opened_there(tmp_path: Path) -> None:
    data = tmp_path / "Dropbox" / "data"
    with pytest.raises(UserError, match="cloud service"):
        init_station(data, set_up(), First("Ana", "1", PIN))
    with pytest.raises(UserError, match="cloud service"):
        open_station(data)
    assert not data.exists()


HOLD = """
    import sys
    from pathlib import Path
    from app.storage.lock import DatabaseLock
    lock = DatabaseLock(Path(sys.argv[1]))
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_of_another_process_holds_until_it_dies(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLD), str(tmp_path)],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(UserError, match="already open on this data"):
            DatabaseLock(tmp_path)
        other.kill()
        other.wait(10)
    lock = DatabaseLock(tmp_path)
    with pytest.raises(UserError, match="already open"):
        DatabaseLock(tmp_path)
    lock.release()
    lock.release()
    DatabaseLock(tmp_path).release()
