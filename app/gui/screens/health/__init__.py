"""How the program itself is: backups, books, and all it stands on."""
