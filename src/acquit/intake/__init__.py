"""Files that come in: each run keeps its file, counts, sums and problems."""
