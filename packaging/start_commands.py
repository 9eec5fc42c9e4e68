"""The commands of start.py: set up, open the program, play the demo day, run the tests."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import TYPE_CHECKING

import start_venv
from start_steps import (
    ROOT,
    WINDOWS,
    StartError,
    clean_environment,
    has_display,
    say,
    stop,
    venv_python,
)

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Mapping

USAGE = """\
python3 packaging/start.py                 set up if needed, then open Counterfoil
python3 packaging/start.py setup           only set up
python3 packaging/start.py test [--long] [pytest's own words]
                                           set up with the test packages and run every check
python3 packaging/start.py words [check]   bring the catalogues of resources/locale up to date
"""
FAILED = 3
_WORKERS = ["-n", "3", "--dist", "loadfile"]
"""Tests side by side: three keep two processors busy, as each waits for a fifth of its time; more
would hold databases and windows of their own for nothing.
"""
_LONG_TEST_S = 7200
_IN_MEMORY = "/dev/shm"
_PLENTY = 6 << 30


def main(words: list[str]) -> int:
    try:
        return _run(words)
    except StartError as error:
        sys.stderr.write(str(error).rstrip() + "\n")
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. The next start begins where it makes sense.\n")
        return 130
    except OSError as error:
        if error.errno not in _PLAIN:
            raise
        sys.stderr.write(f"{_PLAIN[error.errno]} ({error.filename or ROOT})\n")
    return FAILED


_PLAIN = {
    errno.ENOSPC: "The disk is full.",
    errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC: "The disk is full.",
    errno.EACCES: "The set-up may not write here.",
    errno.EPERM: "The set-up may not write here.",
    errno.EROFS: "The set-up cannot write here: the disk is read-only.",
}


def _run(words: list[str]) -> int:
    command = words[0] if words and not words[0].startswith("-") else ""
    rest = words[1:] if command else words
    if command == "help" or rest[:1] in (["-h"], ["--help"]):
        say(USAGE.rstrip())
        return 0
    if command == "":
        ensure_set_up(with_tests=False)
        return _open(rest)
    if command == "setup" and not rest:
        ensure_set_up(with_tests=False)
        say("Counterfoil is set up. Open it with: python3 packaging/start.py")
        return 0
    if command == "test":
        ensure_set_up(with_tests=True)
        return _test(rest)
    if command == "words":
        ensure_set_up(with_tests=False)
        return _words(*rest)
    sys.stderr.write(USAGE)
    return 2


def ensure_set_up(*, with_tests: bool) -> None:
    if not start_venv.is_ready(with_tests=with_tests):
        with _only_one_at_a_time() as lock:
            if not start_venv.is_ready(with_tests=with_tests):
                # Somebody who has the test packages keeps them when the locks change.
                wide = with_tests or bool(start_venv.read_stamp().get("test"))
                start_venv.set_up(lock, with_tests=wide)
    if not _words_are_compiled():
        # Should it fail, the program compiles what it needs when it opens.
        _words("compile")


def _words_are_compiled() -> bool:
    sources = (ROOT / "resources" / "locale").glob("*/LC_MESSAGES/*.po")
    return all(
        (ready := each.with_suffix(".mo")).exists()
        and ready.stat().st_mtime_ns >= each.stat().st_mtime_ns
        for each in sources
    )


def _words(*words: str) -> int:
    return _wait_for([str(venv_python()), str(ROOT / "packaging" / "words.py"), *words])


@contextlib.contextmanager
def _only_one_at_a_time() -> Iterator[int]:
    """A lock the system itself lets go of when its holders are gone, however they went."""
    handle = os.open(ROOT / ".venv-setup.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _try_lock(handle, wait=False):
            say("Another set-up is still running; waiting for it.")
            if not _try_lock(handle, wait=True):
                stop("Another set-up is still running. Start again when it is done.")
        yield handle
    finally:
        os.close(handle)


def _try_lock(handle: int, *, wait: bool) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True


# ---------------------------------------------------------------------------- what follows


def _environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    env = clean_environment(extra)
    if not has_display():
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    return env


def _become(words: list[str]) -> int:
    """Hands this process over; Windows has no such thing, so there it waits."""
    command = [str(venv_python()), *words]
    if not WINDOWS:
        sys.stdout.flush()
        os.execve(command[0], command, _environment())
    return _wait_for(command)


def _wait_for(command: list[str]) -> int:
    import subprocess

    return subprocess.run(command, env=_environment(), check=False).returncode


def _open(rest: list[str]) -> int:
    # -P: a folder named "app" where the person happens to stand must not be taken for ours.
    if has_display():
        return _become(["-P", "-m", "app", *rest])
    import time

    out = ROOT / "demo-day" / time.strftime("%Y-%m-%d-%H%M%S")
    say("No display here, so no window: playing the demo day instead.")
    return _become(["-P", "-m", "app.cli.main", "demo-day", "--out", str(out), *rest])


def _test(rest: list[str]) -> int:
    """Every check, however the ones before it ended; the types, which need but one processor, are
    checked beside the tests, which often wait.
    """
    os.chdir(ROOT)
    python = str(venv_python())
    worst = _wait_for([python, "-m", "ruff", "check", "--quiet", "."])
    _say_how("ruff", worst)
    workers = [] if any(word.startswith(("-n", "-p", "--pdb")) for word in rest) else _WORKERS
    if "--long" in rest:
        rest = ["-o", f"faulthandler_timeout={_LONG_TEST_S}", *rest]
    # A process that a test starts says what each thread did, too, should it fall over.
    os.environ.setdefault("PYTHONFAULTHANDLER", "1")
    # What one process compiled is kept for the hundreds that follow it.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with _beside([python, "-m", "mypy", "--no-error-summary"]) as types, _scratch():
        tests = _wait_for([python, "-m", "pytest", *workers, *rest])
        said, _ = types.communicate()
    if said:
        say(said.rstrip())
    _say_how("mypy", types.returncode)
    return tests or worst or types.returncode


def _say_how(name: str, code: int) -> None:
    say(f"{name}: {'ok' if code == 0 else 'FAILED'}")


@contextlib.contextmanager
def _beside(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """A program that runs meanwhile; what it says is kept until it is asked for."""
    import subprocess

    started = subprocess.Popen(
        command, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@contextlib.contextmanager
def _scratch() -> Iterator[None]:
    """Where the tests' thousands of databases go: into memory where there is plenty of it, because
    waiting for the disk is a third of a run; else where temporary files go anyway.
    """
    import shutil
    import tempfile

    if "TMPDIR" in os.environ or not _plenty(_IN_MEMORY):
        yield
        return
    folder = tempfile.mkdtemp(prefix="counterfoil-test-", dir=_IN_MEMORY)
    # A Postgres that the tests start as somebody else has to get through.
    os.chmod(folder, 0o755)
    os.environ["TMPDIR"] = folder
    try:
        yield
    finally:
        del os.environ["TMPDIR"]
        shutil.rmtree(folder, ignore_errors=True)


def _plenty(folder: str) -> bool:
    """Whether that is a folder in memory with room, and the memory is really there."""
    import shutil

    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            sizes = dict(line.split(":") for line in file)
        free = int(sizes["MemAvailable"].split()[0]) * 1024
        return min(free, shutil.disk_usage(folder).free) > _PLENTY
    except (OSError, KeyError, ValueError):
        return False
