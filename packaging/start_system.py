"""What the system has to bring itself: Python's venv, the libraries Qt opens, and fonts."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from pathlib import Path

from start_steps import LINUX, last_lines, run_quietly, say, stop, venv_python

# Library → Debian package. The first table is needed to load Qt at all, the second to open a
# window under X11 or Wayland.
NEEDED_TO_LOAD = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
}
NEEDED_FOR_WINDOWS = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")

_PROBE = """
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print("missing", name)
import PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets
print("loaded")
"""


def apt_command(packages: list[str]) -> str:
    return "sudo apt-get install -y --no-install-recommends " + " ".join(packages)


def _apt_prefix() -> list[str] | None:
    """How apt-get may be run without asking anybody for a password; None where it may not."""
    if not (LINUX and shutil.which("apt-get")):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and run_quietly(["sudo", "-n", "true"], timeout_s=10)[0] == 0:
        return ["sudo", "-n"]
    return None


def apt_install(packages: list[str], lock: int) -> bool:
    prefix = _apt_prefix()
    if prefix is None:
        return False
    base = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    base += ["-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=1"]
    install = [*base, "install", "-y", "--no-install-recommends", *packages]
    for attempt in (install, [*base, "update"], install):
        code, _ = run_quietly(attempt, keep_open=(lock,), timeout_s=900)
        if attempt is install and code == 0:
            return True
    return False


def _probe() -> tuple[list[str], str | None]:
    """Libraries that cannot be opened, and what Qt said when it did not load."""
    names = [*NEEDED_TO_LOAD, *NEEDED_FOR_WINDOWS] if LINUX else []
    code, said = run_quietly([venv_python(), "-I", "-c", _PROBE, *names])
    lines = said.splitlines()
    missing = [line.split()[1] for line in lines if line.startswith("missing ")]
    return missing, None if code == 0 and "loaded" in lines else said


def check_qt(lock: int) -> None:
    missing, trouble = _probe()
    packages = {**NEEDED_TO_LOAD, **NEEDED_FOR_WINDOWS}
    if missing:
        wanted = [packages[name] for name in missing]
        say("  · libraries Qt needs: " + " ".join(wanted))
        if apt_install(wanted, lock):
            missing, trouble = _probe()
    wanted = [packages[name] for name in missing]
    if trouble is not None:
        _explain_qt(wanted, missing, trouble)
    if missing:
        say("    not installed; to open windows here, once: " + apt_command(wanted))


def _explain_qt(wanted: list[str], missing: list[str], trouble: str) -> None:
    if wanted and shutil.which("apt-get"):
        stop("Qt needs a few libraries of the system. Install them once with:", apt_command(wanted))
    if wanted:
        stop("Qt needs libraries this system lacks; install: " + ", ".join(missing))
    stop("Qt does not load on this computer." + glibc_hint(), last_lines(trouble))


def glibc_hint() -> str:
    """Qt's wheels are built against glibc 2.34 on x86-64 and 2.39 on ARM."""
    if not LINUX:
        return ""
    name, version = platform.libc_ver()
    needed = (2, 39) if platform.machine() in ("aarch64", "arm64") else (2, 34)
    words = ".".join(str(part) for part in needed)
    if name != "glibc":
        return f" Its Qt needs a Linux with glibc {words} or newer; this one has none."
    have = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    if have >= needed:
        return ""
    return f" Its Qt needs a Linux with glibc {words} or newer; this one has {version}."


def check_fonts(lock: int) -> None:
    """Pictures of receipts in Burmese need its letters; without them the rest still works."""
    if not LINUX or _has_myanmar_font():
        return
    package = "fonts-noto-core"
    if apt_install([package], lock):
        say("  · fonts for receipts in every script")
    else:
        say("    no Noto font for Burmese here; for such receipts: " + apt_command([package]))


def _has_myanmar_font() -> bool:
    code, said = run_quietly(["fc-list", ":", "family"], timeout_s=60)
    if code == 0:
        return "Noto Sans Myanmar" in said or "Noto Serif Myanmar" in said
    for folder in FONT_FOLDERS:
        for _, _, names in os.walk(Path(folder).expanduser()):
            if any("Myanmar" in name for name in names):
                return True
    return False


def venv_package() -> str:
    """The Debian package that holds what this Python is missing."""
    return f"python3.{sys.version_info.minor}-venv"
