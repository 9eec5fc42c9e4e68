"""The Counter: find a person, see what to ask for, take the money, hand out the change."""
