"""The bank: what came in, what it was used for, and what people say of the rest."""
