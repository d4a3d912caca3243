"""What the law gives to creditors, and the rates of half-years that people enter."""
