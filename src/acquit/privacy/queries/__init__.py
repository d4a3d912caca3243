"""Questions about what is held of a person."""
