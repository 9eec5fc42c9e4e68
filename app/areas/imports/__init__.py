"""Bringing in patients and open invoices from files, and the demo practice."""
