"""The day sheet as a screen."""
