"""The business, one folder an area, lowest first in `pyproject.toml`; no Qt and no drivers."""
