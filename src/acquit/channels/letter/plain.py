"""A page for a message that has none: its plain text, paragraph by paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from acquit.channels.letter.words import LOCALES

if TYPE_CHECKING:
    from acquit.channels.models import Message


def page_of(message: Message) -> dict[str, Any]:
    """The page that the message was written with, else one made of its body."""
    if message.page:
        return dict(message.page)
    company, customer = message.company, message.customer
    town = f"{customer.postcode} {customer.city}".strip()
    lines = [customer.name, customer.street, town]
    locale = LOCALES.get(message.language, LOCALES["en"])
    return {
        "language": message.language,
        "country": customer.country,
        "sender": {
            "name": company.name,
            "street": company.street,
            "postcode": company.postcode,
            "city": company.city,
            "country": company.country,
            "vat": company.vat,
            "registration": company.registration,
            "email": company.email,
            "phone": company.phone,
        },
        "address": [line for line in lines if line],
        "place": company.city,
        "date": message.business_day.isoformat(),
        "date_said": format_date(message.business_day, "long", locale=locale),
        "subject": message.subject,
        "customer_code": customer.code,
        "reference": "",
        "blocks": [{"text": text} for text in message.body.strip().split("\n\n")],
    }
