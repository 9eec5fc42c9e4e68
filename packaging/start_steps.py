"""What every step of the set-up shares: places, plain sentences, and running other programs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
RUNTIME_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
WINDOWS = os.name == "nt"
LINUX = sys.platform.startswith("linux")

# Settings of the person's own Python or pip that would point the set-up somewhere else.
_MISLEADING = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_USER",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_NO_BINARY",
    "VIRTUAL_ENV",
    "__PYVENV_LAUNCHER__",
)


class StartError(Exception):
    """The set-up cannot go on; the text says why and what to do, in words for a person."""


def stop(*sentences: str) -> NoReturn:
    raise StartError("\n".join(sentences))


def say(text: str) -> None:
    print(text, flush=True)


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    return {**kept, **(extra or {})}


def venv_python() -> Path:
    return VENV / "Scripts" / "python.exe" if WINDOWS else VENV / "bin" / "python"


def has_display() -> bool:
    """Only Linux can be without one: Windows and macOS always draw somewhere."""
    return not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_quietly(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    keep_open: tuple[int, ...] = (),
    timeout_s: float | None = None,
) -> tuple[int, str]:
    """Exit code and everything the program said; a program that is missing answers 127.

    `keep_open` hands the set-up lock to the child: should this process be killed, the lock
    holds until the child is gone too, and nobody builds into a folder it still writes to.
    """
    import subprocess

    try:
        done = subprocess.run(
            [str(part) for part in command],
            env=clean_environment(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            pass_fds=() if WINDOWS else keep_open,
            timeout=timeout_s,
            check=False,
        )
    except FileNotFoundError:
        return 127, f"{command[0]} is missing"
    except PermissionError:
        return 126, f"{command[0]} may not be run"
    except subprocess.TimeoutExpired:
        return 124, f"{command[0]} took longer than {timeout_s} seconds"
    return done.returncode, done.stdout


def last_lines(text: str, count: int = 8) -> str:
    lines = [line.rstrip()[:160] for line in text.splitlines() if line.strip()]
    return "\n".join("  | " + line for line in lines[-count:])
