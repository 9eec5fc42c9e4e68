"""The outside world at a station: printers, readers, documents; never Qt, never a table."""
