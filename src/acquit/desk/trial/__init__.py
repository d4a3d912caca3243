"""The page *Try it*: what a scenario would have sent, and what leaves on the next day."""
