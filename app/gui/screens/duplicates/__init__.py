"""Who may be there twice: candidates, both sides of one, and what was merged."""
