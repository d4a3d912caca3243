"""Who did what, when and why: the whole trail, and the words for what stands in it."""
