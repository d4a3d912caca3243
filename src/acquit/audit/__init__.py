"""Who did what, when, why: an append-only trail. Every action of every room writes to it."""
