"""Tables over frozen rows: one model, one view, one way to look."""
