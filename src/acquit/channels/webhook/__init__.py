"""A program of the creditor's own is told of a step, by a signed request."""
