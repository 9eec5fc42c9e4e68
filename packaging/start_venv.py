"""The environment in .venv: made, filled from the locks, stamped when whole, healed when not."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import start_system
from start_steps import (
    ROOT,
    RUNTIME_LOCK,
    TEST_LOCK,
    VENV,
    WINDOWS,
    last_lines,
    run_quietly,
    say,
    stop,
    venv_python,
)

STAMP = VENV / "counterfoil-setup.json"
# Raised when the set-up itself changes, so that every environment is made afresh.
RECIPE = 1
NEEDED_BYTES = 1_200_000_000

_LAUNCHER = """#!/bin/sh
'''exec' {python} -P "$0" "$@"
' '''
import sys

from app.cli.main import main

sys.exit(main())
"""
_LAUNCHER_CMD = (
    '@"%~dp0python.exe" -P -c "import sys; from app.cli.main import main; sys.exit(main())" %*\r\n'
)


def _digest(path: Path) -> str:
    # Line ends are left out of it: a checkout may have its own.
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _place() -> dict[str, Any]:
    """What ties an environment to where it was made; any difference means: make it again."""
    return {"recipe": RECIPE, "root": str(ROOT), "python": os.path.realpath(venv_python())}


def read_stamp() -> dict[str, Any]:
    """The stamp of a whole environment that belongs here; empty for anything else."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(stamp, dict) or not venv_python().exists():
        return {}
    return stamp if all(stamp.get(key) == value for key, value in _place().items()) else {}


def is_ready(*, with_tests: bool) -> bool:
    stamp = read_stamp()
    if stamp.get("runtime") != _digest(RUNTIME_LOCK):
        return False
    return not with_tests or stamp.get("test") == _digest(TEST_LOCK)


def set_up(lock: int, *, with_tests: bool) -> None:
    stamp = read_stamp()
    if stamp:
        say("Counterfoil: bringing its packages up to date")
        STAMP.unlink()  # from here to the end the environment counts as broken
    else:
        say("Counterfoil: setting up in .venv (once, a minute or two)")
        _make_venv(lock)
    _install(TEST_LOCK if with_tests else RUNTIME_LOCK, lock)
    _install_program()
    start_system.check_qt(lock)
    start_system.check_fonts(lock)
    _compile(lock)
    _write_stamp(with_tests=with_tests)
    say("  · ready")


# ------------------------------------------------------------------------------ making it


def _base_python() -> str:
    """The Python outside of any environment: this one may be about to remove its own."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def _remove_venv() -> None:
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        try:
            shutil.rmtree(VENV)
        except OSError as error:
            stop(
                f"The unfinished environment {VENV} cannot be removed: {error.strerror}.",
                "Close every Counterfoil window, remove that folder, and start again.",
            )


def _make_venv(lock: int) -> None:
    _remove_venv()
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        stop(
            f"The disk is too full: {free // 1_000_000} MB are free at {ROOT}, "
            f"about {NEEDED_BYTES // 1_000_000} MB are needed.",
        )
    say(f"  · an environment with Python {sys.version.split()[0]}")
    said = "This Python has no ensurepip."
    if _has("ensurepip"):
        code, said = run_quietly([_base_python(), "-m", "venv", VENV], keep_open=(lock,))
        if code == 0:
            return
        _stop_for_known_trouble(said)
    if _make_without_ensurepip(lock):
        return
    package = start_system.venv_package()
    stop(
        "This Python cannot make an environment: it comes without venv or pip.",
        "Install that once with:  " + start_system.apt_command([package]),
        last_lines(said, 3),
    )


def _make_without_ensurepip(lock: int) -> bool:
    """Debian splits venv and pip from Python: use its own pip, else apt, else uv."""
    python = _base_python()
    bare = [python, "-m", "venv", "--without-pip", str(VENV)]
    if _own_pip_can_reach_out() and run_quietly(bare, keep_open=(lock,))[0] == 0:
        return True
    _remove_venv()
    package = start_system.venv_package()
    if python.startswith("/usr/bin/") and start_system.apt_install([package], lock):
        say("  · " + package)
        if run_quietly([python, "-m", "venv", VENV], keep_open=(lock,))[0] == 0:
            return True
        _remove_venv()
    uv = shutil.which("uv")
    if uv is None:
        return False
    made = run_quietly([uv, "venv", "--quiet", "--python", python, VENV], keep_open=(lock,))
    return made[0] == 0


def _has(module: str) -> bool:
    try:
        __import__(module)
    except ImportError:
        return False
    return True


def _own_pip_can_reach_out() -> bool:
    """Whether this Python has a pip (22.3 or newer) that can install into another environment."""
    code, said = run_quietly([_base_python(), "-m", "pip", "--version"])
    words = said.split()
    if code != 0 or len(words) < 2:
        return False
    version = tuple(int(part) for part in words[1].split(".")[:2] if part.isdigit())
    return version >= (22, 3)


# ------------------------------------------------------------------------------ filling it


def _site_packages() -> Path:
    if WINDOWS:
        return VENV / "Lib" / "site-packages"
    folders = sorted((VENV / "lib").glob("python3.*/site-packages"))
    if not folders:
        stop(f"The environment {VENV} has no folder for packages; remove it and start again.")
    return folders[0]


def _installer() -> list[str]:
    python = str(venv_python())
    pip_options = ["--no-compile", "--retries", "2", "--progress-bar", "off", "--no-input"]
    pip_options += ["--disable-pip-version-check", "--no-warn-script-location"]
    if (_site_packages() / "pip").is_dir():
        return [python, "-I", "-m", "pip", "install", *pip_options]
    if _own_pip_can_reach_out():
        return [_base_python(), "-m", "pip", "--python", python, "install", *pip_options]
    uv = shutil.which("uv")
    if uv is None:
        stop("The environment has no pip. Remove the folder .venv and start again.")
    return [uv, "pip", "install", "--quiet", "--python", python]


def _install(lock_file: Path, lock: int) -> None:
    lines = lock_file.read_text(encoding="utf-8").splitlines()
    count = sum(1 for line in lines if line[:1].isalpha())
    say(f"  · the locked packages (up to {count})")
    command = [*_installer(), "--require-hashes", "--only-binary", ":all:", "--no-deps"]
    # A pip.conf that says "user = true" would aim past the environment.
    code, said = run_quietly(
        [*command, "-r", str(lock_file)], env={"PIP_USER": "0"}, keep_open=(lock,)
    )
    if code != 0:
        _stop_for_known_trouble(said)
        stop("The packages could not be installed. What the installer said:", last_lines(said))


def _stop_for_known_trouble(said: str) -> None:
    """Turns what pip or uv printed into one sentence; returns when it knows none."""
    low = said.lower()

    def heard(*parts: str) -> bool:
        return any(part in low for part in parts)

    if heard("no space left on device", "errno 28", "disk quota exceeded", "os error 28"):
        stop("The disk is full. Make about 1 GB of room (temporary folder too) and start again.")
    if heard("do not match the hashes", "hash mismatch"):
        stop(
            "A downloaded package is not the one that was locked; nothing of it was installed.",
            "Start again; if it stays so, the download is damaged or tampered with on its way.",
            last_lines(said, 6),
        )
    if heard("certificate_verify_failed", "sslerror", "invalid peer certificate"):
        stop("The secure connection for the packages was refused: check the clock and the proxy.")
    if heard(
        "newconnectionerror", "name resolution", "failed to resolve", "getaddrinfo",
        "connection refused", "network is unreachable", "timed out", "timeouterror",
        "connecttimeout", "proxyerror", "max retries", "error sending request", "dns error",
        "failed to establish", "connection broken", "connection reset", "incompleteread",
    ):  # fmt: skip
        stop("The packages could not be fetched: no network, or a proxy stands in between.",
             "Connect and start again.")  # fmt: skip
    if heard("no matching distribution", "no solution found", "no wheels", "not a supported wheel"):
        version = ".".join(str(part) for part in sys.version_info[:2])
        stop(
            f"A package has no build for this computer ({sys.platform}, Python {version}), or "
            "cannot be found where pip looks." + start_system.glibc_hint(),
            last_lines(said, 3),
        )
    if heard("permission denied", "errno 13", "read-only file system", "errno 30"):
        stop(f"The set-up may not write where it must ({VENV}).", last_lines(said, 3))


# ------------------------------------------------------------------- the program itself


def _install_program() -> None:
    """Editable, without a build: a path file, a launcher, and the name for importlib.metadata."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = project["name"], project["version"]
    site = _site_packages()
    root = str(ROOT)
    # Pythons read path files in the locale's encoding; an escaped line works in every one.
    line = root if root.isascii() else f"import sys; sys.path.append({root!a})"
    (site / f"{name}.pth").write_text(line + "\n", encoding="ascii")
    for old in site.glob(f"{name}-*.dist-info"):
        shutil.rmtree(old)
    info = site / f"{name}-{version}.dist-info"
    info.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (info / "METADATA").write_text(metadata, encoding="utf-8")
    (info / "INSTALLER").write_text("packaging/start.py\n", encoding="utf-8")
    (info / "RECORD").write_text(
        f"{name}.pth,,\n{info.name}/METADATA,,\n{info.name}/INSTALLER,,\n{info.name}/RECORD,,\n",
        encoding="utf-8",
    )
    if WINDOWS:
        (VENV / "Scripts" / f"{name}.cmd").write_bytes(_LAUNCHER_CMD.encode("ascii"))
        return
    launcher = VENV / "bin" / name
    quoted = "'" + str(venv_python()).replace("'", "'\"'\"'") + "'"
    launcher.write_text(_LAUNCHER.replace("{python}", quoted), encoding="utf-8")
    launcher.chmod(0o755)


def _compile(lock: int) -> None:
    """Bytecode once for everybody: the program opens in less than half the time."""
    say("  · bytecode")
    workers = str(min(4, os.cpu_count() or 1))
    # A file some package ships for another Python may not compile; that is no failure.
    command = [str(venv_python()), "-I", "-m", "compileall", "-q", "-j", workers]
    run_quietly([*command, _site_packages(), ROOT / "app"], keep_open=(lock,))


def _write_stamp(*, with_tests: bool) -> None:
    stamp = {
        **_place(),
        "runtime": _digest(RUNTIME_LOCK),
        "test": _digest(TEST_LOCK) if with_tests else None,
    }
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
    os.replace(fresh, STAMP)
