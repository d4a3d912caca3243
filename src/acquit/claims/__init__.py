"""What is asked for beside the amount of an invoice: terms, debit notes, what was waived."""
