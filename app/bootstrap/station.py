"""One open practice: actions on the writing thread, queries on readers, slow work beside them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.areas.approvals import service as approvals
from app.areas.approvals.values import ApprovalGranted, GrantApproval
from app.areas.health.rules import told_of
from app.areas.security import pins, rules
from app.areas.security import queries as users
from app.areas.security import service as security
from app.areas.security import tiles as people
from app.areas.security.errors import no_such_number
from app.areas.security.values import PinRefused, PinTry, SetPin, SignedIn
from app.areas.settings import queries as settings
from app.areas.settings.values import Practice
from app.kernel.actor import SYSTEM, Actor
from app.kernel.clock import Clock
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, GatewayId, UserId, new_id
from app.kernel.translate import t, use_language
from app.storage import backup
from app.storage.database import Database
from app.storage.disk_room import words as room_words
from app.storage.pace import Told
from app.storage.print_jobs import SPARE_PRINTER
from app.storage.still_coming import refuse_too_early, still_comes
from app.storage.unit_of_work import UnitOfWork
from app.storage.writer import Priority

if TYPE_CHECKING:
    from app.areas.cards.ports import CardGateway
    from app.areas.health.backup_values import KeptBackup
    from app.areas.health.values import Verdict
    from app.devices.backups.keeper import BackupKeeper
    from app.devices.card_terminal.desk import CardDesk
    from app.devices.card_terminal.refunding import CardRefunds
    from app.devices.office.office_spooler import OfficeSpooler, OfficeTimes
    from app.devices.printing.links import Times
    from app.devices.printing.ports import PagePrinter, TextRaster
    from app.devices.printing.spooler import Spooler
    from app.sync.keeping.bringing import Brought
    from app.sync.keeping.copies import Copies
    from app.sync.worker import SyncWorker

C = TypeVar("C")
A = TypeVar("A")


class Station:
    """One open database with its writer thread and readers; everything above works through it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self.folder = database.folder
        self.practice: Practice = database.read(settings.practice)
        use_language(self.practice.locale)
        self._signed_in: dict[UserId, Actor] = {}
        self._whole = not database.read(still_comes)
        if database.writer is not None:
            database.writer.vouch = self._actor_by_now
        self._slow = ThreadPoolExecutor(2, thread_name_prefix="slow")
        self._spoolers: tuple[Spooler, Spooler, OfficeSpooler] | tuple[()] = ()
        self.cards: CardDesk | None = None
        self.refunds: CardRefunds | None = None
        self._sync: SyncWorker | None = None
        self._copies: Copies | None = None
        self._backups: BackupKeeper | None = None
        self._older: str | None = None
        self._closed = False

    def act(
        self,
        actor: Actor,
        action: Callable[[UnitOfWork, C], A],
        command: C,
        *,
        priority: Priority = Priority.CASHIER,
        run_id: str | None = None,
    ) -> Future[A]:
        """Run one action on the writing thread."""
        writer = self.database.writer
        if writer is None:
            raise UserError(t("Counterfoil is open in another window, so only reading works here."))
        return writer.submit(actor, action, command, priority=priority, run_id=run_id)

    def ask(self, query: Callable[..., A], *args: Any) -> Future[A]:
        """Run `query(reader, *args)` in one snapshot on a reading thread; cancelled once closed."""
        return _too_late() if self._closed else self.database.ask(query, *args)

    def give_up(self, asked: Future[Any]) -> None:
        """End a question of `ask` that nobody waits for any more."""
        self.database.give_up(asked)

    def run(self, work: Callable[[], A]) -> Future[A]:
        """Run slow work that is neither an action nor a query, such as a PDF or checking a PIN;
        cancelled once closed.
        """
        return _too_late() if self._closed else self._slow.submit(work)

    def record(self, action: Callable[[UnitOfWork, C], A], command: C) -> Future[A]:
        """Let the program itself note something, after all that people do."""
        return self.act(SYSTEM, action, command, priority=Priority.BACKGROUND)

    def start_printing(
        self,
        raster: TextRaster | None = None,
        times: Times | None = None,
        pages: PagePrinter | None = None,
        office_times: OfficeTimes | None = None,
    ) -> None:
        """Bring waiting papers to the printers from now on; harmless twice, and nobody waits.

        Without `raster` papers with letters that the printer lacks stay on the list; `pages` prints
        whole pages on Windows.
        """
        if self._spoolers or self.database.writer is None:
            return
        from app.devices.office.office_spooler import OfficeSpooler
        from app.devices.printing.spooler import Spooler

        self._spoolers = (
            Spooler(self, raster, times),
            Spooler(self, raster, times, SPARE_PRINTER),
            OfficeSpooler(self, pages, office_times),
        )
        for spooler in self._spoolers:
            self.listen(spooler.heard)
            spooler.start()

    def start_cards(self, gateway_of: Callable[[GatewayId], CardGateway] | None = None) -> None:
        """Charge cards and find out about interrupted ones from now on; harmless twice."""
        if self.cards is not None or self.database.writer is None:
            return
        from app.areas.cards import gateways
        from app.devices.card_terminal.desk import CardDesk
        from app.devices.card_terminal.gateways import gateway_for
        from app.devices.card_terminal.refunding import CardRefunds
        from app.devices.secrets import OsKeyring

        def opened(gateway_id: GatewayId) -> CardGateway:
            row = self.ask(gateways.gateway, gateway_id).result()
            return gateway_for(row, OsKeyring(), self)

        room = self.database.writer.room
        self.cards = CardDesk(
            self, gateway_of or opened, has_room=lambda: not room.look() or room.can_finish()
        )
        self.refunds = CardRefunds(self, self.cards.gateway)
        for beside in (self.cards, self.refunds):
            self.listen(beside.heard)
            beside.start()

    def start_sync(self, idle_s: float | None = None) -> None:
        """Send what is done here to the centre from now on, where this station has joined one."""
        if self._sync is not None or self.database.writer is None:
            return
        from app.devices.secrets import OsKeyring
        from app.sync.joining import connector
        from app.sync.worker import IDLE_S, SyncWorker

        self._sync = SyncWorker(self, lambda: connector(self, OsKeyring()), idle_s or IDLE_S)
        self.listen(self._sync.heard)
        self._sync.start()

    def keep_room(self) -> None:
        """Hold a reserve on the disk from now on: with it an open charge can be written when the
        disk is full.
        """
        if self.database.writer is not None:
            self.database.writer.room.keep()

    def disk_words(self) -> str:
        """What people should know of the disk; empty while there is room. Asks the disk."""
        writer = self.database.writer
        return "" if writer is None else room_words(writer.room)

    def older_words(self) -> str:
        """That the books are older than their own latest backup; empty otherwise. Looks once."""
        if self._older is None:
            from app.bootstrap.doctor.books import older_words

            self._older = older_words(self.folder, self)
        return self._older

    def start_copies(self) -> None:
        """Keep what further copies of the log were chosen: a second journal, neighbours."""
        if self._copies is not None or self.database.writer is None:
            return
        from app.devices.secrets import OsKeyring
        from app.sync.joining import connector
        from app.sync.keeping.copies import Copies

        keys = self.database.keys
        self._copies = Copies(self, self.folder, keys, lambda: connector(self, OsKeyring()))
        self.listen(self._copies.heard)
        self._copies.start()

    def start_backups(self, first_s: int | None = None) -> None:
        """Make backups by themselves from now on."""
        if self._backups is not None or self.database.writer is None:
            return
        from app.devices.backups.keeper import FIRST_S

        self._backups = self._keeper(FIRST_S if first_s is None else first_s)
        self.listen(self._backups.heard)
        self._backups.start()

    def _keeper(self, first_s: int = 0) -> BackupKeeper:
        from app.bootstrap.proving import prove
        from app.devices.backups.keeper import BackupKeeper

        keys = self.database.keys
        return BackupKeeper(
            self, self.folder, keys, lambda copy, stop: prove(copy, keys, stop), first_s
        )

    def back_up_now(self, told: Told, stop: Callable[[], bool]) -> KeptBackup:
        """Make a backup among those that are kept, bring it to the second place and prove it;
        blocks as long as that takes. `told(done, of)` hears how far the copy is.
        """
        return (self._backups or self._keeper()).back_up_now(told, stop)

    def verify(self, told: Callable[[str, int, int], None], stop: Callable[[], bool]) -> Verdict:
        """Look at every promise of the books; blocks as long as that takes. `told(promise, done,
        of)` hears how far it is, from some thread; `stop()` ends it within a second.
        """
        from app.bootstrap.looking_through import verify_open

        return verify_open(self.database, told, stop)

    def write_journal(self) -> None:
        """Write the second journal up to now; an OutsideError or OSError where it can't be."""
        from app.sync.keeping.second_journal import SecondJournal

        journal = SecondJournal(self, self.folder, self.database.keys)
        journal.catch_up()
        journal.stop()

    def bring_records(self, path: Path, key: str) -> Brought:
        """Bring a file of records home, or a second journal (`key` empty: this station's own one);
        blocks as long as that takes. UserError for a file or key that is wrong, OutsideError where
        the centre is away.
        """
        from app.devices.secrets import OsKeyring
        from app.sync import inbox
        from app.sync.exchange import Exchange
        from app.sync.joining import connector
        from app.sync.keeping.bringing import bring_records
        from app.sync.line import Line

        connect = connector(self, OsKeyring())
        line = Line(self, connect) if connect is not None else None
        try:
            brought = bring_records(self, line, path, key, self.database.keys.database)
            if line is not None:
                Exchange(self, line).drain()
            elif brought.again:
                self.record(inbox.rescue, None).result()
        finally:
            if line is not None:
                line.hang_up()
        return brought

    def sync_now(self) -> Future[None]:
        """Send and take at once; done when that is tried. Nothing where sync does not run."""
        if self._sync is None:
            idle: Future[None] = Future()
            idle.set_result(None)
            return idle
        return self._sync.now()

    def listen(self, heard: Callable[[frozenset[str]], None]) -> None:
        """Be told, on the writing thread, which tables each commit wrote."""
        if self.database.writer is not None:
            self.database.writer.listeners.append(heard)

    def sign_in(self, user_id: UserId, pin: str) -> SignedIn:
        """Check a PIN; blocks for about 0.1 s. UserError when it is wrong, too early or dead."""
        tried = _may_try(self.act(SYSTEM, security.count_pin_try, user_id).result())
        if pins.matches(tried.verifier, pin):
            signed_in = self.act(SYSTEM, security.finish_sign_in, user_id).result()
            self._signed_in[user_id] = signed_in.actor
            return signed_in
        refused = self.act(SYSTEM, security.record_failed_try, tried).result()
        raise UserError(refused.words, field="pin", retry_after_s=refused.retry_after_s)

    def _actor_by_now(self, uow: UnitOfWork) -> Actor:
        """What an administrator takes away counts at once, not only at the next sign-in; what needs
        all of the books waits for them.
        """
        if not self._whole:
            self._whole = refuse_too_early(uow, uow.action)
        actor, then = uow.actor, self._signed_in.get(uow.actor.user_id)
        if then is None:
            return actor
        taken = then.permissions - users.permissions_now(uow, actor.user_id)
        return replace(actor, permissions=actor.permissions - taken) if taken else actor

    def approve(self, number: str, pin: str, grant: GrantApproval) -> ApprovalGranted:
        """Let somebody else agree to a command, by badge number and PIN; blocks for about 0.1 s.

        The PIN is checked like at a sign-in, and nobody is signed in. UserError when it is wrong,
        too early or dead, and when that person may not approve.
        """
        user_id = self.ask(users.user_by_number, number.strip()).result()
        if user_id is None:
            raise no_such_number()
        tried = _may_try(self.act(SYSTEM, security.count_pin_try, user_id).result())
        if not pins.matches(tried.verifier, pin):
            refused = self.act(SYSTEM, security.record_failed_try, tried).result()
            raise UserError(refused.words, field="pin", retry_after_s=refused.retry_after_s)
        approver = self.act(SYSTEM, security.confirm_pin, user_id).result()
        return self.act(approver, approvals.grant_approval, grant).result()

    def sign_out(self, actor: Actor) -> None:
        """Record that somebody left."""
        self.act(actor, security.record_sign_out, actor.user_id).result()

    def recover(self, code: str, user_id: UserId, new_pin: str) -> None:
        """Give an administrator a new PIN against the recovery code; UserError when it is wrong."""
        tiles = {tile.user_id: tile for tile in self.ask(people.sign_in_tiles).result()}
        number = tiles[user_id].number if user_id in tiles else ""
        rules.check_new_pin(new_pin, number)
        tried = _may_try(self.act(SYSTEM, security.count_code_try, user_id).result())
        if not pins.matches(tried.verifier, pins.plain_code(code)):
            raise UserError(t("The recovery code is not right. Check each group."), field="code")
        fresh = (user_id, pins.make_verifier(new_pin), tried.verifier)
        self.act(SYSTEM, security.finish_recovery, fresh).result()

    def set_pin(self, actor: Actor, user_id: UserId, pin: str, number: str) -> None:
        """Give a user a PIN; blocks for about 0.1 s."""
        rules.check_new_pin(pin, number)
        command = SetPin(CommandId(new_id()), user_id, pins.make_verifier(pin))
        self.act(actor, security.set_pin, command).result()

    def check_file(self) -> Future[str]:
        """Read the database file for damage, on a slow thread; empty when it is sound."""
        return self.run(self.database.quick_check)

    def back_up(self, target: Path | None = None) -> backup.Backup:
        """Make and verify a backup; blocks as long as the copy takes."""
        inside = told_of(self.practice)
        keys = self.database.keys
        return backup.back_up(self.folder, keys, self.clock, target=target, inside=inside)

    @property
    def closing(self) -> bool:
        """Whether slow work must come to its end."""
        return self._closed

    def close(self) -> None:
        """Finish what is queued and let another process have the data."""
        if self.database.writer is not None:
            self.database.writer.listeners.clear()
        if self._sync is not None:
            self._sync.stop()
        if self._copies is not None:
            self._copies.stop()
        if self._backups is not None:
            self._backups.stop()
        for beside in (self.refunds, self.cards):
            if beside is not None:
                beside.stop()
        for spooler in self._spoolers:
            spooler.stop()
        self._closed = True
        self._slow.shutdown(wait=True)
        self.database.close()


def _too_late() -> Future[Any]:
    late: Future[Any] = Future()
    late.cancel()
    late.set_running_or_notify_cancel()
    return late


def _may_try(found: PinTry | PinRefused) -> PinTry:
    if isinstance(found, PinRefused):
        raise UserError(found.words, field="pin", retry_after_s=found.retry_after_s)
    return found
