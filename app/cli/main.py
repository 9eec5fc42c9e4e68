"""Where the command line begins: runs the word that is meant; failures become exit codes."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

from app.cli import saying
from app.cli.arguments import parser
from app.cli.saying import UsageError, complain, complain_of
from app.kernel.errors import CounterfoilError


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused, 2 usage, 3 outside world, 4 bug."""
    _speak_utf8()
    try:
        code = _run(argv)
        sys.stdout.flush()
        return code
    except UsageError as error:
        complain("usage", error.text)
        return saying.USAGE
    except CounterfoilError as error:
        return complain_of(error)
    except KeyboardInterrupt:
        return saying.INTERRUPTED
    except BrokenPipeError:
        _close_quietly()
        return saying.PIPE_CLOSED
    except OSError as error:
        complain("outside", f"{error.strerror or error} {error.filename or ''}".strip())
        return saying.OUTSIDE
    except Exception as error:  # noqa: BLE001 nobody above could report it
        return _bug(error)


def _run(argv: list[str] | None) -> int:
    chosen = parser().parse_args(argv)
    if chosen.data is None:
        chosen.data = _default_folder()
    module, _, name = chosen.run.partition(":")
    command = getattr(importlib.import_module(f"app.cli.{module}"), name)
    code: int = command(chosen)
    return code


def _default_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("Counterfoil", appauthor=False, roaming=False)


def _bug(error: Exception) -> int:
    """Ours: what broke and where, without a word of what was in it."""
    import traceback
    from uuid import uuid4

    frames = traceback.extract_tb(error.__traceback__)[-3:]
    where = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
    report = uuid4().hex[:8]
    complain(
        "bug",
        "This is a fault of Counterfoil. Nothing was saved by this step. "
        f"Ask for help with report {report}.",
        report=report,
        what=type(error).__name__,
        where=where,
    )
    if os.environ.get("COUNTERFOIL_TRACEBACK"):
        traceback.print_exception(error)
    return saying.BUG


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _close_quietly() -> None:
    """Whoever read has gone: the interpreter's own last flush finds nothing to complain of."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
