"""Sources that run by themselves: how their files are fetched and put aside.

A kind of source is one module with a `Connector`; what is due, tried again and told to
people is the same for all of them.
"""
