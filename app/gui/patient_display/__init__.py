"""The second screen for patients: what it shows, where it stands, what it says aloud."""
