"""The bank's side of the demo: booked lines, days of statements, and their files (CODA, CAMT.053)."""
