"""All invoices as a screen."""
