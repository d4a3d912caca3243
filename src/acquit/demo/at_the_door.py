"""What became of letters at the door: slips of formal notices come back to the office."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from acquit.channels.actions.arrivals import Known
from acquit.channels.models import ArrivalOutcome, Channel, Message
from acquit.channels.queries import posted_on
from acquit.core.days import next_working_day
from acquit.cycle.actions.arrivals import record_arrival
from acquit.demo.cast import Role

if TYPE_CHECKING:
    from datetime import date

    from acquit.demo.clock import Clock
    from acquit.demo.office import Office

# Slips are looked through on Tuesdays: of so many letters a week in each company.
SLIPS_ON, AT_ONCE = 1, 3
SINCE = timedelta(days=28)
LEGAL = ("FORMAL_NOTICE", "LAST_REMINDER", "HANDOVER_NOTICE")
# Of seven letters one is not collected, as everywhere.
UNCLAIMED_OF = 7
# The weights of the check digit in the numbers of the Universal Postal Union (S10).
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def slips_come(office: Office, clock: Clock, day: date) -> None:
    """People of the office write down what the slips say."""
    if day.weekday() != SLIPS_ON:
        return
    for code, company in office.companies.items():
        rows = Message.objects.filter(
            company=company,
            channel=Channel.LETTER,
            kind__in=LEGAL,
            business_day__gte=day - SINCE,
            arrivals=None,
        )
        waiting = rows.select_related("batch", "company").defer("batch__pdf")
        for letter in waiting.order_by("pk")[:AT_ONCE]:
            known = _known(letter, day)
            if known is not None:
                record_arrival(
                    letter.pk,
                    known,
                    on=day,
                    actor=office.worker(Role.COLLECTOR, code),
                    at=clock(),
                )


def _known(letter: Message, day: date) -> Known | None:
    """What its slip says; None = it is not back yet."""
    posted = posted_on(letter)
    if posted is None:
        return None
    there = posted
    for _ in range(2 + letter.pk % 3):
        there = next_working_day(there, letter.company.country)
    if there >= day:
        return None
    lies = letter.pk % UNCLAIMED_OF == 0
    return Known(
        outcome=ArrivalOutcome.UNCLAIMED if lies else ArrivalOutcome.RECEIVED,
        on=there,
        tracking=tracking(letter.pk, letter.company.country),
        scan=None if lies else (f"slip-{letter.pk}.pdf", slip(letter, there)),
    )


def tracking(number: int, country: str) -> str:
    """Such as posts give it: two letters, eight digits, their check digit, the country."""
    digits = f"{number:08d}"[-8:]
    left = 11 - sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
    check = {10: 0, 11: 5}.get(left, left)
    return f"RR{digits}{check}{country}"


def slip(letter: Message, on: date) -> bytes:
    """A page that says when it was signed: a PDF of the simplest kind."""
    number = tracking(letter.pk, letter.company.country)
    said = f"Acknowledgement of receipt {number}: signed on {on:%d/%m/%Y} (demonstration)"
    text = f"BT /F1 14 Tf 60 360 Td ({said}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 420] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = "%PDF-1.4\n", []
    for place, one in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{place} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n"
    return f"{made}{head}{table}{tail}%%EOF\n".encode("latin-1")
