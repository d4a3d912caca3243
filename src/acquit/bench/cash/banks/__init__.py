"""How banks write lines down: what fits of a line, and the file of a month.

Each module has `fit`, which cuts a line as the format does, and `pages`, the text of the
file. Written from the standards, apart from our readers and from the demonstration's bank.
"""
