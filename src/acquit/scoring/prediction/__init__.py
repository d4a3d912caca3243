"""When will it be paid? From plain columns of invoices to a distribution over days each.

`books` are the facts; `tallies` and `features` say what was known of a payer on a morning;
`tier0` answers without training, `trained` with it; `distribution` is what both answer.
The learning libraries are loaded by `trained` alone, when it is asked to learn.
docs/explanation/prediction.md tells more.
"""
