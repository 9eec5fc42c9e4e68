"""All accounts as a screen."""
