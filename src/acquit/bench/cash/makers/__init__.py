"""The makers of payments: one function for each class, by what the payer says and does.

A maker takes the scene and gives a draft, or None where nobody fits on that day.
"""
