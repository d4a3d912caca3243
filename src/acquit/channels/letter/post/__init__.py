"""A service prints our letters and takes them to the post."""
