"""Puts the screen of the first steps together from parts that other screens own."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.gui.desk import Desk
    from app.gui.screen import Screen


def setting_up(desk: Desk) -> Screen:
    """The screen, with the printer's assistant and the page that brings files in."""
    from app.gui.screens.setting_up.view import Parts, View

    return View(desk, Parts(_assistant, _import_page))


def _assistant(desk: Desk) -> QWidget:
    from app.gui.screens.printer.assistant import Assistant

    return Assistant(desk)


def _import_page(desk: Desk) -> QWidget:
    page: QWidget = importlib.import_module("app.gui.screens.imports.page").ImportPage(desk)
    return page
