"""Whether things may move: as the person chose for this window, else as they told their system."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

BY_ENVIRONMENT: Final = "COUNTERFOIL_MOTION"
"""`none` in the environment keeps everything still, whatever the system says."""
_EFFECTS: Final = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)
_SPI_GETCLIENTAREAANIMATION: Final = 0x1042


class Motion(StrEnum):
    """What the user chose; `SYSTEM` follows the system's own wish for less motion."""

    SYSTEM = "system"
    NONE = "none"


_chosen = Motion.SYSTEM


def choose(motion: Motion) -> None:
    """Keep still or follow the system from now on."""
    global _chosen
    _chosen = motion
    if is_still():
        for effect in _EFFECTS:
            QApplication.setEffectEnabled(effect, False)


def choose_kept(kept: object) -> None:
    """What a settings file says; anything else than a choice follows the system."""
    choose(Motion.NONE if kept == Motion.NONE.value else Motion.SYSTEM)


def chosen() -> Motion:
    return _chosen


def is_still() -> bool:
    """Whether nothing may slide or fade now."""
    return _chosen is Motion.NONE or system_is_still()


def system_is_still() -> bool:
    """Whether the person told their system that they want less motion."""
    if os.environ.get(BY_ENVIRONMENT, "").strip().lower() == "none":
        return True
    if sys.platform == "win32":
        return _windows_is_still()
    if sys.platform == "darwin":
        wish = QSettings("com.apple.universalaccess", "").value("reduceMotion")
        return str(wish).lower() in ("1", "true")
    return _linux_is_still(Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"))


def _windows_is_still() -> bool:
    import ctypes

    library: Any = ctypes
    moves = ctypes.c_int(1)
    asked = library.windll.user32.SystemParametersInfoW(
        _SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(moves), 0
    )
    return bool(asked) and not moves.value


def _linux_is_still(folder: Path) -> bool:
    """As Plasma and GTK write it down."""
    plasma = QSettings(str(folder / "kdeglobals"), QSettings.Format.IniFormat)
    if str(plasma.value("KDE/AnimationDurationFactor", "1")) in ("0", "0.0"):
        return True
    gtk = (folder / f"gtk-{version}" / "settings.ini" for version in ("4.0", "3.0"))
    return any(
        str(
            QSettings(str(file), QSettings.Format.IniFormat).value(
                "Settings/gtk-enable-animations", "1"
            )
        ).lower()
        in ("0", "false")
        for file in gtk
    )
