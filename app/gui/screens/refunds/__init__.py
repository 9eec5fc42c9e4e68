"""Refunds: what waits to be agreed to and given back, and what was."""
