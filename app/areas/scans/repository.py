"""Keeps the settings of the scanner."""

from __future__ import annotations

from app.areas.scans.schema import scanner
from app.areas.scans.values import ScannerSettings
from app.storage.unit_of_work import UnitOfWork

NAME = "scanner"


def keep_scanner(uow: UnitOfWork, settings: ScannerSettings) -> None:
    uow.put(
        scanner,
        {
            "name": NAME,
            "is_on": int(settings.on),
            "gap_ms": settings.gap_ms,
            "least": settings.least,
            "prefix": settings.prefix,
            "suffix": settings.suffix,
        },
    )
