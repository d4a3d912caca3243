"""The bank's side of the demo: booked lines, statements, their files (CODA, CAMT)."""
