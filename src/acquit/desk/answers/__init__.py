"""What debtors wrote to us, and whose it is."""
