"""Company, unit, person, role, scope: whose money it is, and who may see and do what.

Any room above may ask; `rights` is the one place that answers.
"""
