"""Measures the program on books that it makes itself: sizes in, seconds out."""
