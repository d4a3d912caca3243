"""Messages: carried out to debtors, at most once each, kept readable in the outbox."""
