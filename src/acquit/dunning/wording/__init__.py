"""The words of every message: texts by step, channel, tone and language, and how they
become what a debtor, or a colleague, reads.

A *text* is written by us (`texts/`) or by a company (`dunning.models.Wording`); it uses the
variables of `variables` and nothing else. A *case* is all that is known of one message.
`writing.write` is the door: code, case, channel and tone in, `Written` out.
"""
