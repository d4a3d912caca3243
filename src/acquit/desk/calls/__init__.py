"""Calls: what to know and say before one picks up the phone, and what came of it."""
