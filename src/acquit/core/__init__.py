"""The rules of the trade, as plain Python on values.

Here nothing is fetched: no database, clock, network or environment. Days, instants and
identifiers are given. Every decision comes back with its reason.
"""
