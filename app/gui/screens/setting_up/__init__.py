"""The screen that leads through the first steps in a new practice."""
