"""Where the command line begins: runs the word that is meant; failures become exit codes."""

from __future__ import annotations

import faulthandler
import importlib
import os
import sys
from pathlib import Path
from typing import Final

from app.bootstrap.report_log import ReportLog, keeping_log, log_folder
from app.cli import saying
from app.cli.arguments import parser
from app.cli.saying import UsageError, complain, complain_of
from app.kernel.errors import CounterfoilError
from app.kernel.log_lines import places, report_number

_LOG_NAME: Final = "cli"
_NO_WORD: Final = (
    "Say what to do, for example: counterfoil verify. counterfoil --help lists every word. The "
    "window opens with: python packaging/start.py"
)


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused, 2 usage, 3 outside world, 4 bug."""
    _speak_utf8()
    _tell_faults()
    data: list[Path] = []
    try:
        code = _run(argv, data)
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
        return _bug(error, data)


def _run(argv: list[str] | None, data: list[Path]) -> int:
    """Run the word; `data` learns which folder it is about, for what is said of a failure."""
    chosen = parser().parse_args(argv)
    if chosen.word is None:
        raise UsageError(_NO_WORD)
    if chosen.data is None:
        chosen.data = _default_folder()
    module, _, name = chosen.run.partition(":")
    command = getattr(importlib.import_module(f"app.cli.{module}"), name)
    code: int
    if not chosen.data.is_dir():
        # A log makes no folder: a practice begins in one that is not there.
        code = command(chosen)
        return code
    data.append(chosen.data)
    with keeping_log(log_folder(chosen.data), _LOG_NAME):
        code = command(chosen)
        return code


def _default_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("Counterfoil", appauthor=False, roaming=False)


def _bug(error: Exception, data: list[Path]) -> int:
    """Ours: what broke and where, without a word of what was in it."""
    report, log = report_number(), ""
    for folder in data:
        kept = ReportLog(log_folder(folder), _LOG_NAME)
        kept.write(report, error).join()
        log = str(kept.file)
    complain(
        "bug",
        "This is a fault of Counterfoil. Nothing was saved by this step. "
        f"Ask for help with report {report}.",
        report=report,
        what=type(error).__name__,
        where=" < ".join(reversed(places(error.__traceback__)[-3:])),
        log=log,
    )
    if os.environ.get("COUNTERFOIL_TRACEBACK"):
        import traceback

        traceback.print_exception(error)
    return saying.BUG


def _tell_faults() -> None:
    """Should the process itself fall over, what each thread did goes to standard error."""
    if faulthandler.is_enabled() or sys.stderr is None:
        return
    try:
        faulthandler.enable()
    except (OSError, ValueError, RuntimeError):
        # Standard error is no real file: nobody could read it anyway.
        return


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
