"""Bytes in, records out: each format is one file and knows neither ledger nor framework.

`recognise` says by content which format a file has; `records` are the words that all
readers speak; a `Problem` tells where, what was seen, what was expected and what to do.
"""
