"""Every widget on a few pages, for the eye: what a new screen is made from, in both themes."""
