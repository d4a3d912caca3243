"""Doors for machines: a program sends files with a token, and is answered in JSON.

Whoever comes in here has no session and no cookie, so no other site can make a browser
knock in somebody's name; the token alone says which source this is, and so which company.
"""
