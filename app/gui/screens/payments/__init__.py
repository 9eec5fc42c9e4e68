"""All payments as a screen."""
