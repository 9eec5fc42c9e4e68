"""Invoices: what is billed to whom, issued once and never changed."""
