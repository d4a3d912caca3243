"""What is held of a natural person: shown to them, erased in time, and who looked."""
