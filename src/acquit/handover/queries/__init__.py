"""Questions to cases, insolvencies and write-offs."""
