"""Room on the disk of the data folder: nothing new is begun when it runs out, and a reserve lets
what was begun before be written.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
import sys
import uuid
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.kernel.errors import OutsideError, UserError
from app.kernel.translate import t
from app.storage.private import private_file

_LOG = logging.getLogger("counterfoil.storage")
RESERVE_NAME: Final = "reserve"
RESERVE: Final = 16 << 20
"""Bytes of the file that is given up when the disk is full: some hundred payments."""
LEAST: Final = 48 << 20
"""With fewer bytes free no money is taken and nothing large is begun; backups leave more."""
SOON: Final = 500_000_000
"""With fewer bytes free a person is told, and nothing stops."""
LAST: Final = 4 << 20
"""What has to be free or in reserve so that one thing that was begun can surely be written."""
_LITTLE: Final = 1 << 18
"""Bytes that any one record may take."""
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL_WINDOWS: Final = (39, 112, 1295)
"""Windows: the disk is full, by two names, or a quota is."""
_UNKNOWN: Final = 1 << 62
"""Some file systems don't say how large they are: then SQLite's own word comes when it is full."""
BEGINS: Final = (
    *("payments.take_payment", "payments.apply_credit", "payments.void_payment"),
    *("payments.correct_tender", "payments.settle_late_cash", "payments.reallocate"),
    *("cards.open_attempt", "cards.try_again", "cards.choose_other_amount"),
    *("refunds.request_refund", "refunds.approve_refund", "refunds.pay_refund"),
    *("refunds.begin_card_refund", "drawers.open_shift", "drawers.move_cash"),
    *("drawers.reverse_movement", "drawers.count_safe", "deposits.prepare_deposit"),
    *("deposits.count_deposit", "deposits.seal_deposit", "deposits.submit_deposit"),
    *("deposits.clear_deposit", "deposits.return_check", "deposits.take_back_"),
    *("deposits.take_out_check", "deposits.void_deposit", "deposits.state_bank_balance"),
    *("invoices.issue_", "invoices.cancel_invoice", "ledger.post_manual_entry"),
)
"""Actions that move money or post: not begun any more, only finished where they were."""
LARGE: Final = (
    *("imports.begin_import", "imports.stage_rows", "imports.apply_next"),
    *("invoices.bring_forward", "payments.bring_credit_forward"),
    *("health.rebuild", "health.index_again"),
)
"""What would fill the rest of the disk at once; it goes on by itself when there is room."""
OF_OTHERS: Final = ("sync.take_page", "sync._take", "keeping._keep_records")
"""What takes in that other windows did; what was done here is sent all the same."""
CAN_WAIT: Final = (
    *("parties.", "catalog.", "settings.", "scans.", "imports.", "health."),
    *("invoices.save_draft", "invoices.discard_draft", "ledger.add_", "ledger.save_"),
    *("cards.save_", "deposits.save_", "payments.save_", "printing.save_", "displays.save_"),
)
"""What is neither money nor its end: on a full disk it waits, and leaves the reserve to those."""


class DiskRoom:
    """How much is free in `folder`, and the reserve that lies there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reserve = folder / RESERVE_NAME
        self.since: datetime | None = None
        self._keeps = self._refused = False

    def free(self) -> int:
        """Bytes that may still be written. Money is taken without place for one more file: it needs
        none.
        """
        if sys.platform == "win32":
            return shutil.disk_usage(self.folder).free
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize if found.f_blocks else _UNKNOWN

    def takes_no_more(self) -> bool:
        """Whether not even a little file can be written: also where another sum than the disk's
        own is used up, as a person's quota, or the number of files.
        """
        path = self.folder / f"{RESERVE_NAME}.{os.getpid()}.part"
        try:
            with private_file(path) as file:
                file.write(os.urandom(_LITTLE))
        except OSError as error:
            return error.errno in _FULL or getattr(error, "winerror", None) in _FULL_WINDOWS
        finally:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        return False

    def note_refused(self) -> None:
        """Something was not written for want of room: however much the disk says is free, it is
        full until it takes something again, and the reserve.
        """
        self._refused = True

    def look(self) -> bool:
        """Whether the disk is nearly full now; the reserve is made again where there is room."""
        try:
            free = self.free()
        except OSError:  # the folder is gone: opening and writing say it better
            return False
        if self._refused and free >= LEAST + RESERVE:
            self._refused = self._still_refused()
        if free >= LEAST and not self._refused:
            self.since = None
            if self._keeps and free >= LEAST + RESERVE and not self.holds_reserve:
                self._make()
            return False
        if self.since is None:
            now = datetime.now(UTC)
            self.since = now.replace(microsecond=now.microsecond // 1000 * 1000)
        return True

    def _still_refused(self) -> bool:
        if self.holds_reserve:
            return self.takes_no_more()
        self._make(LEAST)
        return not self.holds_reserve

    def keep(self) -> None:
        """Hold a reserve from now on, as soon as there is room for it."""
        self._keeps = True
        self.look()

    @property
    def holds_reserve(self) -> bool:
        try:
            return self.reserve.stat().st_size >= RESERVE
        except OSError:
            return False

    def can_finish(self) -> bool:
        """Whether something that was begun can still be written."""
        if self.holds_reserve:
            return True
        try:
            return self.free() >= LAST and not (self._refused and self.takes_no_more())
        except OSError:
            return True

    def release(self, action: str) -> bool:
        """Give the reserve up for `action`; whether that was done. What is large or may wait gets
        none.
        """
        if action.startswith(LARGE + OF_OTHERS + CAN_WAIT) or not self.holds_reserve:
            return False
        try:
            self.reserve.unlink()
        except OSError:
            return False
        _LOG.warning("the disk is full: the reserve is given up")
        return True

    def refuse(self, action: str, command_id: str | None) -> None:
        """Raises for an action that may not begin on a disk that is nearly full; one whose form was
        opened before it was is let through.
        """
        begins = action.startswith(BEGINS)
        if not (begins or action.startswith(LARGE + OF_OTHERS)) or not self.look():
            return
        if action.startswith(OF_OTHERS):
            raise others_wait()
        if begins and self._opened_before(command_id) and self.can_finish():
            return
        raise nearly_full(self.folder)

    def _opened_before(self, command_id: str | None) -> bool:
        made = made_at(command_id)
        return made is not None and self.since is not None and made < self.since

    def _make(self, beside: int = 0) -> None:
        """Where so many bytes are free `beside` it."""
        try:
            with private_file(self.reserve) as file:
                if sys.platform == "linux":
                    os.posix_fallocate(file.fileno(), 0, RESERVE + beside)
                else:
                    for _ in range((RESERVE + beside) >> 20):
                        file.write(os.urandom(1 << 20))
                if beside:
                    file.truncate(RESERVE)
        except OSError:
            with suppress(OSError):
                self.reserve.unlink()


def made_at(command_id: str | None) -> datetime | None:
    """When a form was opened: its id says so (UUIDv7); None for any other id."""
    if command_id is None:
        return None
    try:
        found = uuid.UUID(command_id)
    except ValueError:
        return None
    if found.version != 7:
        return None
    return datetime.fromtimestamp((found.int >> 80) / 1000, UTC)


def nearly_full(folder: Path) -> OutsideError:
    """What is said instead of beginning anything."""
    return OutsideError(
        t(
            "The disk is nearly full, so nothing new is begun. Nothing was saved, and no card was "
            "charged. Free some space on the disk of {folder}, then try again.",
            folder=folder,
        )
    )


def others_wait() -> UserError:
    """Why nothing comes from other windows."""
    return UserError(
        t(
            "The disk of this computer is nearly full: what is done here is sent, and what other "
            "windows do is taken in when some space is free."
        )
    )


def words(room: DiskRoom) -> str:
    """What people at the window should know of the disk; empty while there is room."""
    if not room.look():
        return ""
    return t(
        "The disk is nearly full: what is open can be finished, and the drawer can be counted and "
        "closed. No new payment, refund or deposit is taken until some space is free."
    )
