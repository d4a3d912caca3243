"""How many payments find their invoices, and how often that is wrong.

Books and statements come from `bench.cash`, which knows nothing of the matcher; they are
taken in by the importers of every day, and what became of each line is compared with its
truth, beside what simple rules (`bench.baselines`) would have made of it.
docs/reference/benchmark-of-matching.md says what the classes and the figures are.
"""
