"""Whether the system asks for high contrast, and how a theme looks then."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from app.gui.theme import Tokens

BY_ENVIRONMENT: Final = "COUNTERFOIL_CONTRAST"
"""`high` in the environment asks for it whatever the system says."""
BLACK, WHITE = "#000000", "#FFFFFF"


def is_wanted() -> bool:
    """Windows, macOS and GNOME tell it from Qt 6.10 on; an older Qt is not told."""
    if os.environ.get(BY_ENVIRONMENT) == "high":
        return True
    style: Any = QGuiApplication.styleHints()
    if not hasattr(style, "accessibility"):
        return False
    return bool(style.accessibility().contrastPreference().name == "HighContrast")


def when_changed(changed: Callable[[], None]) -> None:
    """Call `changed` when somebody turns it on or off while the window runs."""
    style: Any = QGuiApplication.styleHints()
    if hasattr(style, "accessibility"):
        style.accessibility().contrastPreferenceChanged.connect(lambda _preference: changed())


def stark(tokens: Tokens) -> Tokens:
    """The same theme with words in black or white, edges that are as strong as they, and no tinted
    ground but that of what is chosen.
    """
    ground, ink = (BLACK, WHITE) if tokens.dark else (WHITE, BLACK)
    return replace(
        tokens,
        canvas=ground,
        surface=ground,
        raised=ground,
        border=ink,
        hairline=tokens.border,
        text=ink,
        muted=ink,
        disabled=tokens.muted,
        money_in_tint=ground,
        caution_tint=ground,
        danger_tint=ground,
    )
