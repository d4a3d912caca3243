"""Dunning today: what waits for a person, what leaves, what is held and why, what left."""
