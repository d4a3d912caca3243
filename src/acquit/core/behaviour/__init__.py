"""How a payer behaves, from its settled receivables, strictly as of a day."""
