"""The outbox: every message that was ever about to leave, in full."""
