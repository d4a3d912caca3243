"""Until when each receivable can still be brought to court, and what moved that day."""
