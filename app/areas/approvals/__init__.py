"""Approvals: a second person agrees, at the same desk, to one action and one amount of somebody."""
