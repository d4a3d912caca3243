"""How customers pay, what kind of payers they are, and what is predicted of each."""

from __future__ import annotations

from acquit.scoring.models.payers import (
    Assessment,
    Behaviour,
    Change,
    ClassRisk,
    Norm,
    Override,
    Thresholds,
)
from acquit.scoring.models.predictions import Expectation, Model, Prediction

__all__ = [
    "Assessment",
    "Behaviour",
    "Change",
    "ClassRisk",
    "Expectation",
    "Model",
    "Norm",
    "Override",
    "Prediction",
    "Thresholds",
]
