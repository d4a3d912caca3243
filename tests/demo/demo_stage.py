"""The stage: what the tests of the demo hold in their hands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from acquit.demo.plan import Content, Delivery, Plan

TODAY = date(2026, 9, 23)


@dataclass(frozen=True)
class Demo:
    folder: Path
    plan: Plan

    def read(self, delivery: Delivery) -> bytes:
        return (self.folder / delivery.path).read_bytes()

    def delivered(self, content: Content, ending: str) -> list[Delivery]:
        return [
            delivery
            for delivery in self.plan.deliveries
            if delivery.content is content and delivery.path.name.endswith(ending)
        ]
