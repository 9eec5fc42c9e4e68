"""The first window of a new station: try the demo practice or set this one up."""
