"""What is held of a natural person, how long, and what may go when. Pure rules.

The times lie in `data/retention.toml`, each with its source and how sure that is.
Told in docs/explanation/personal-data.md; not legal advice. Tests: tests/core/privacy.
"""

from __future__ import annotations

from acquit.core.privacy.erasing import Group, Standing, Verdict, What, verdicts
from acquit.core.privacy.natural import Nature, nature
from acquit.core.privacy.register import ACTIVITIES, Activity
from acquit.core.privacy.requests import RequestKind, answer_by
from acquit.core.privacy.retention import Kind, NoRetention, Retention, retention

__all__ = [
    "ACTIVITIES",
    "Activity",
    "Group",
    "Kind",
    "Nature",
    "NoRetention",
    "RequestKind",
    "Retention",
    "Standing",
    "Verdict",
    "What",
    "answer_by",
    "nature",
    "retention",
    "verdicts",
]
