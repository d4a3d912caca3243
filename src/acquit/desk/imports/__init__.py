"""Imports: dropping files, what became of each, and how to mend what was refused."""
