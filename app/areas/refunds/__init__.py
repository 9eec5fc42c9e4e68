"""Refunds: asked for, approved, paid out by the way the money came or another, and what failed."""
