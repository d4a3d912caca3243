"""Who did what, when, why: an append-only trail. Every room above writes to it."""
