"""Until when can it be brought to court, by which rule, and what moved that day?"""
