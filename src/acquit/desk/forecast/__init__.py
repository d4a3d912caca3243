"""What comes in, and what may not? The forecast with its risks, on a page of its own."""
