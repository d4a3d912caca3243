"""Invoices and credit notes: the lists, and the page of one document."""
