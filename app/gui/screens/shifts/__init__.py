"""All shifts as a screen."""
