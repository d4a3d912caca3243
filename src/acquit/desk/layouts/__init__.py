"""Foreign tables: a person says what each column is, and sees what would be booked."""
