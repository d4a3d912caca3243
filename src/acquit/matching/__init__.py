"""Bank line ↔ invoice: which receivables a payment settles, with the evidence."""
