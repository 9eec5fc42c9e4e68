"""Payments: tenders, allocations and the receipt."""
