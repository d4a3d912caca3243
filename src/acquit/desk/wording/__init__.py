"""Templates: the texts of messages, which of them are a company's own, and their editor."""
