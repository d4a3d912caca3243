"""Sources: how files come in by themselves, whether they do, and what to mend."""
