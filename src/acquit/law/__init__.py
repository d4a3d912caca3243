"""What people add to the law that comes with the program: rates of further half-years."""
