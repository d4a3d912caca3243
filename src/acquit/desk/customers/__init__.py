"""Customers: the list, and the file of one customer."""
