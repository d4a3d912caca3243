"""Our bank accounts, their statements and lines, and how fresh they are."""
