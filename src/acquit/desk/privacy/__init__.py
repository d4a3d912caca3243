"""What is held of natural persons, what they asked, and what became of it."""
