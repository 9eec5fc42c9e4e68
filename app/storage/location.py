"""Where a database may live: a local disk, never a network share or a folder that a cloud service
copies.

SQLite's WAL needs shared memory of one machine; a synced copy of a live file is a corrupt one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from app.kernel.errors import UserError
from app.kernel.translate import t

_NETWORK = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "webdav",
        "davfs",
        "davfs2",
        "afs",
        "ncpfs",
        "ceph",
        "glusterfs",
        "lustre",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.s3fs",
        "fuse.gvfsd-fuse",
        "fuse.onedriver",
        "fuse.google-drive-ocamlfuse",
        "fuse.smbnetfs",
    ]
)
_CLOUD = re.compile(
    r"(onedrive|dropbox|google ?drive|icloud ?drive|mobile documents|cloudstorage|box sync"
    r"|nextcloud|owncloud)([ -].*)?"
)
"""Folder names such as `OneDrive - Company`, `Dropbox (Personal)`, `GoogleDrive-me@example.org`."""
MOUNTS = Path("/proc/mounts")
_DRIVE_REMOTE = 4


def refuse_unsafe_folder(folder: Path) -> None:
    """A UserError when `folder` is on a network share, inside a synced folder, or no folder."""
    path = folder.expanduser().absolute()
    there = _nearest(path)
    if not there.is_dir():
        raise UserError(
            t(
                "{path} is a file. The data needs a folder of its own: name another one.",
                path=there,
            ),
            field="data",
        )
    if str(path).startswith(("\\\\", "//")) or _file_system(path) in _NETWORK:
        raise UserError(
            t(
                "{path} is on a network share. Choose a folder on this computer's own disk.",
                path=path,
            ),
            field="data",
        )
    resolved = path.resolve()
    for part in (*path.parts, *resolved.parts):
        if _CLOUD.fullmatch(part.casefold()):
            raise UserError(
                t(
                    "{path} is copied by a cloud service ({part}). That damages a database in use. "
                    "Choose a folder outside it.",
                    path=path,
                    part=part,
                ),
                field="data",
            )


def refuse_unfit_folder(folder: Path) -> None:
    """The same for a practice that is still to be made: it must be possible to write there."""
    refuse_unsafe_folder(folder)
    there = _nearest(folder.expanduser().absolute())
    if not os.access(there, os.W_OK | os.X_OK):
        raise UserError(
            t(
                "{path} can’t be written to. Ask whoever looks after this computer for the right "
                "to write there, or name another folder.",
                path=there,
            ),
            field="data",
        )


def _nearest(path: Path) -> Path:
    """The path itself, or the closest place above it that is there."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def _file_system(path: Path) -> str:
    path = _nearest(path)
    if sys.platform == "win32":
        import ctypes

        drive = os.path.splitdrive(str(path))[0] + "\\"
        return "cifs" if ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE else "local"
    mounts = _mounts_linux() if MOUNTS.exists() else _mounts_by_command()
    resolved = path.resolve()
    best = max(
        (m for m in reversed(mounts) if resolved.is_relative_to(m[0])),
        key=lambda m: len(m[0]),
        default=("/", "local"),
    )
    return best[1]


def _mounts_linux() -> list[tuple[str, str]]:
    lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    fields = [line.split(" ") for line in lines]
    return [(_unescaped(f[1]), f[2]) for f in fields if len(f) > 2]


def _unescaped(point: str) -> str:
    """A mount point as /proc/mounts writes it: spaces and the like in octal."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), point)


def _mounts_by_command() -> list[tuple[str, str]]:
    said = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
    found = []
    for line in said.splitlines():
        _, _, rest = line.partition(" on ")
        point, _, kind = rest.partition(" (")
        found.append((point, kind.split(",")[0].rstrip(")")))
    return found
