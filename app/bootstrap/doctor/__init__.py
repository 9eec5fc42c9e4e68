"""Looks at everything Counterfoil stands on (computer, folder, books, devices) and says what to do;
it changes nothing, asks no patient's data and works where nothing opens.
"""

from __future__ import annotations

from app.bootstrap.doctor.examining import examine
from app.bootstrap.doctor.findings import Finding, Light, Place, WindowSeen

__all__ = ["Finding", "Light", "Place", "WindowSeen", "examine"]
