"""Questions about follow-up: the customer files that rules decide on, and what pages show."""
