"""Who did what as a screen."""
