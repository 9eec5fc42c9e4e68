"""Card readers at the counter and those who charge for them; never Qt, never a table."""
