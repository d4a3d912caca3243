"""How a payer behaves, from its settled receivables, strictly as of a morning.

`habits` counts delays, late shares, weekdays and month ends, one payment after the other;
`trends` asks whether the last quarter differs from before by more than chance;
`reasons` puts what matters for a prediction into a sentence. Pure: no clock, no database.
"""
