"""Lets the on-screen paper look as the practice wants its receipts, as soon as that changes."""

from __future__ import annotations

from typing import Final

from app.areas.printing.design_values import ReceiptDesign
from app.areas.printing.papers import receipt_design
from app.gui.desk import Desk
from app.gui.printing.paper import PaperTray

KEY: Final = "printing.design"
TABLES: Final = frozenset({"receipt_design", "receipt_text", "setting"})


def follow_design(desk: Desk, tray: PaperTray) -> None:
    """Read the design when somebody signs in, and again whenever anybody saves one."""

    def take(design: ReceiptDesign) -> None:
        tray.design = design

    def read() -> None:
        desk.runner.ask(receipt_design, done=take, key=KEY)

    def changed(tables: object) -> None:
        if isinstance(tables, frozenset) and tables & TABLES:
            read()

    desk.seat.signed_in.connect(lambda _actor: read())
    desk.runner.changed.connect(changed)
