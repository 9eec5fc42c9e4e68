"""Where the money is, as a screen."""
