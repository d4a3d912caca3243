"""What is asked for beside the amount of a late invoice.

Terms (does this company ask at all, at which rate), debit notes (what was asked for, with
its working), waivers (what was let go). docs/explanation/law.md#in-the-books.
"""
