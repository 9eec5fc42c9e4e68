"""Bringing in what another program holds: a file is chosen, looked at, checked and applied."""
