"""Questions about follow-up: files that rules decide on, and what pages show."""
