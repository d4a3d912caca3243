"""How customers pay, what kind of payers they are, and what is predicted of each."""

from __future__ import annotations

from acquit.scoring.models.payers import (
    Assessment,
    Behaviour,
    Change,
    ClassRisk,
    Norm,
    Objection,
    Override,
    Thresholds,
)
from acquit.scoring.models.predictions import (
    Check,
    CompanyPast,
    Expectation,
    Model,
    Prediction,
)

__all__ = [
    "Assessment",
    "Behaviour",
    "Change",
    "Check",
    "ClassRisk",
    "CompanyPast",
    "Expectation",
    "Model",
    "Norm",
    "Objection",
    "Override",
    "Prediction",
    "Thresholds",
]
