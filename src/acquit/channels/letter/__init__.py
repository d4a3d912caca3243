"""Letters: a page of words becomes a sheet that stands in the window of its envelope.

`setting` sets pages by typst, `windows` knows the envelopes, `payment` the code that a
banking app reads, `post` the service that prints and posts for us. The form of a page and
every measure with its source: docs/reference/letters.md.
"""
