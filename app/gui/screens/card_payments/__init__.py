"""The list of card payments, those that failed too."""
