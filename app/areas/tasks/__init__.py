"""What needs somebody's attention: found in the books, answered by people."""
