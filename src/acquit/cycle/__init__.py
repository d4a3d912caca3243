"""The daily walk: decide, prepare, dispatch, thank; and what happens at once when a fact
arrives.
"""
