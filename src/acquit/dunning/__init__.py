"""The follow-up of receivables: what is due for whom, the last check, and the message that
leaves.
"""
