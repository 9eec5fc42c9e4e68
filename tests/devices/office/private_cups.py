"""A print service of its own: Debian's cupsd in a temporary folder, with printers that do as told.

A printer is a queue whose backend is a small script; a file beside it says how it behaves.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PDF_DRIVER = Path("/usr/share/ppd/cupsfilters/Generic-PDF_Printer-PDF.ppd")
"""A driver whose printer gets what the usual filters make of a page."""
CUPSD, LPADMIN = Path("/usr/sbin/cupsd"), Path("/usr/sbin/lpadmin")
SERVER = Path("/usr/lib/cups")
_PATIENCE_S = 30

_CUPSD_CONF = """\
Listen 127.0.0.1:{port}
Listen {root}/cups.sock
LogLevel debug
MaxLogSize 0
Browsing No
WebInterface No
DefaultAuthType None
ErrorPolicy stop-printer
PreserveJobHistory Yes
JobRetryInterval 1
MultipleOperationTimeout 5
<Location />
  Order deny,allow
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_FILES_CONF = """\
AccessLog {root}/log/access_log
CacheDir {root}/cache
ErrorLog {root}/log/error_log
FileDevice Yes
PageLog {root}/log/page_log
Printcap
RequestRoot {root}/spool
Sandboxing Relaxed
ServerBin {root}/bin
ServerRoot {root}
StateDir {root}/state
TempDir {root}/spool/tmp
"""
_BACKEND = """\
#!/bin/sh
# What a printer does: "ok" prints, "empty" waits for paper, "stop" fails and stops the queue.
[ $# -eq 0 ] && { echo 'direct acts "Unknown" "A printer that acts"'; exit 0; }
root=${DEVICE_URI#acts://}
how=$(cat "$root/how")
echo "$5" > "$root/options-$1"
said=""
while [ "$how" = empty ]; do
  [ -z "$said" ] && echo "STATE: +media-empty-error" >&2
  [ -z "$said" ] && echo "INFO: Out of paper in tray 1" >&2
  said=yes
  sleep 0.1
  how=$(cat "$root/how")
done
[ -n "$said" ] && echo "STATE: -media-empty-error" >&2
[ "$how" = stop ] && { echo "STATE: +media-jam-error" >&2; echo "ERROR: Paper jam" >&2; exit 4; }
if [ $# -gt 5 ]; then cat "$6" > "$root/.$1"; else cat > "$root/.$1"; fi
mv "$root/.$1" "$root/page-$1.pdf"
echo "INFO: Ready" >&2
exit 0
"""


def missing() -> str:
    """Why there can be no private print service here; empty when there can."""
    needed = (CUPSD, LPADMIN, SERVER / "backend", Path("/bin/sh"))
    lacking = [str(path) for path in needed if not path.exists()]
    return f"CUPS is not installed: no {', '.join(lacking)}" if lacking else ""


class PrivateCups:
    """Runs from the beginning; `close` it at the end."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="cups-"))
        self.root.chmod(0o755)
        for folder in ("log", "cache", "state", "spool/tmp", "bin/backend", "printers"):
            (self.root / folder).mkdir(parents=True)
        for folder in ("filter", "monitor", "daemon", "notifier", "cgi-bin"):
            if (SERVER / folder).exists():
                (self.root / "bin" / folder).symlink_to(SERVER / folder)
        backend = self.root / "bin/backend/acts"
        backend.write_text(_BACKEND)
        backend.chmod(0o700)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        (self.root / "cupsd.conf").write_text(_CUPSD_CONF.format(port=self.port, root=self.root))
        (self.root / "cups-files.conf").write_text(_FILES_CONF.format(root=self.root))
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        root = self.root
        command = [str(CUPSD), "-f", "-c", f"{root}/cupsd.conf", "-s", f"{root}/cups-files.conf"]
        with (root / "log/said").open("ab") as said:
            self._process = subprocess.Popen(command, stdout=said, stderr=said)
        self.until(self._answers)

    def stop(self) -> None:
        """End the service; what it was given stays in its spool."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(_PATIENCE_S)
            self._process = None

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    # ---------------------------------------------------------------------------- its printers

    def add(self, name: str, how: str = "ok", driver: Path | None = None) -> None:
        """A printer that takes PDF as it is, or gets it through a driver."""
        folder = self.root / "printers" / name
        folder.mkdir(exist_ok=True)
        self.act(name, how)
        model = ["-m", "raw"] if driver is None else ["-P", str(driver)]
        self._run("lpadmin", "-p", name, "-E", "-v", f"acts://{folder}", *model)

    def act(self, name: str, how: str) -> None:
        """From now on the printer behaves like this."""
        fresh = self.root / "printers" / f".{name}"
        fresh.write_text(how)
        os.replace(fresh, self.root / "printers" / name / "how")

    def remove(self, name: str) -> None:
        self._run("lpadmin", "-x", name)

    def resume(self, name: str) -> None:
        self._run("cupsenable", name)

    def reject(self, name: str) -> None:
        self._run("cupsreject", name)

    def accept(self, name: str) -> None:
        self._run("cupsaccept", name)

    def cancel_all(self, name: str) -> None:
        """Somebody at the print service drops all that waits there."""
        self._run("cancel", "-a", name)

    def empty(self, name: str) -> None:
        """Throw away what came out, and what still waits."""
        self._run("cancel", "-a", "-x", name)
        for path in (self.root / "printers" / name).glob("*-*"):
            path.unlink()

    def pages(self, name: str) -> list[bytes]:
        """What came out of a printer, in the order of its jobs."""
        found = (self.root / "printers" / name).glob("page-*.pdf")
        return [path.read_bytes() for path in sorted(found, key=lambda p: int(p.stem[5:]))]

    def options(self, name: str) -> list[str]:
        """What each job asked its printer for."""
        found = (self.root / "printers" / name).glob("options-*")
        return [path.read_text() for path in sorted(found, key=lambda p: int(p.name[8:]))]

    def until(self, there: Callable[[], object]) -> None:
        end = time.monotonic() + _PATIENCE_S
        while not there():
            if time.monotonic() > end:
                raise AssertionError((self.root / "log/error_log").read_text()[-3000:])
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def _run(self, *command: str) -> None:
        where = ["-h", self.host]
        done = subprocess.run(
            [command[0], *where, *command[1:]],
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{command}: {done.stderr.decode()}")
