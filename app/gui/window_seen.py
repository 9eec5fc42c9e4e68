"""Says as JSON what a window finds on this computer: a display, and letters for many scripts."""

from __future__ import annotations

import json
import os
import sys

from PySide6.QtGui import QFontDatabase, QGuiApplication

from app.kernel.translate import t


def scripts() -> dict[QFontDatabase.WritingSystem, str]:
    """The writing that names of patients come in, most often."""
    kinds = QFontDatabase.WritingSystem
    return {
        kinds.Latin: t("Latin"),
        kinds.Vietnamese: t("Vietnamese"),
        kinds.Cyrillic: t("Cyrillic"),
        kinds.Greek: t("Greek"),
        kinds.Arabic: t("Arabic"),
        kinds.Hebrew: t("Hebrew"),
        kinds.Devanagari: t("Hindi"),
        kinds.Thai: t("Thai"),
        kinds.Myanmar: t("Burmese"),
        kinds.SimplifiedChinese: t("Chinese"),
        kinds.Japanese: t("Japanese"),
        kinds.Korean: t("Korean"),
    }


def seen() -> dict[str, object]:
    """Needs a running QGuiApplication."""
    shown = QGuiApplication.platformName() not in ("offscreen", "minimal")
    lacks = [words for kind, words in scripts().items() if not QFontDatabase.families(kind)]
    why = "" if shown else t("There is no display here: Qt draws where nobody sees it.")
    return {"shown": shown, "why": why, "lacks": lacks}


def has_display() -> bool:
    """Whether Qt may try: on Linux it would end the process."""
    here = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in here)


def main() -> int:
    if has_display():
        QGuiApplication(sys.argv[:1])
        said = seen()
    else:
        said = {"shown": False, "why": t("There is no display here."), "lacks": []}
    sys.stdout.write(json.dumps(said) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
