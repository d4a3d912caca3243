"""By what each customer can be reached, and who is spoken to there. Three questions for any
number of customers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.core.phones import is_mobile
from acquit.dunning.wording.addresses import envelope
from acquit.ledger.rows import ask, binary_cursor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CUSTOMERS = """
    SELECT c.id, c.name, c.email, c.phone, c.street, c.postcode, c.city, c.country,
           p.country
      FROM ledger_customer c JOIN organisation_company p ON p.id = c.company_id
     WHERE c.id = ANY(%s)
"""
CONTACTS = """
    SELECT customer_id, name, role, email, phone FROM ledger_contact
     WHERE customer_id = ANY(%s) ORDER BY customer_id, id
"""
# Where a server, or a service, has said that nothing will ever arrive.
DEAD = """
    SELECT DISTINCT customer_id, "to" FROM channels_message
     WHERE customer_id = ANY(%s) AND permanent
"""
ACCOUNTING = "ACCOUNTING"


class _Way(NamedTuple):
    """One way to reach somebody; contact: whose it is, "" = the customer's own."""

    email: str
    phone: str
    contact: str


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom messages go to; "" = nobody can be reached that way.

    emails: all that may be used, the best first. sms: a mobile number. address: the lines
    of the envelope, empty unless street and city are known.
    """

    email: str = ""
    emails: tuple[str, ...] = ()
    sms: str = ""
    phone: str = ""
    address: tuple[str, ...] = ()
    email_contact: str = ""
    phone_contact: str = ""
    letter_contact: str = ""

    def contact(self, channel: str) -> str:
        """Who is greeted on this channel, "" = nobody by name."""
        named = {"EMAIL": self.email_contact, "LETTER": self.letter_contact}
        return named.get(channel, self.phone_contact)

    def reaches(self, channel: str) -> bool:
        """Whether a message can go this way."""
        found = {
            "EMAIL": self.email,
            "SMS": self.sms,
            "PHONE": self.phone,
            "LETTER": self.address,
        }
        return bool(found.get(channel))


def recipients(
    customer_ids: Iterable[int], role: str | None = None
) -> dict[int, Recipients]:
    """For each customer: by e-mail the accounting's contact, then the customer's own
    address, then any other; by phone the contacts, then the customer's own number.

    role: contacts of this role come first. Addresses refused for good are passed over.
    """
    keys = sorted(set(customer_ids))
    if not keys:
        return {}
    with binary_cursor() as cursor:
        customers = ask(cursor, CUSTOMERS, keys)
        contacts = ask(cursor, CONTACTS, keys)
        dead = {(key, to.lower()) for key, to in ask(cursor, DEAD, keys)}
    people: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for customer_id, *contact in contacts:
        people[customer_id].append(tuple(contact))
    return {
        row[0]: _reached(row, people[row[0]], dead, role or ACCOUNTING) for row in customers
    }


def _reached(
    row: tuple[Any, ...],
    contacts: Sequence[tuple[Any, ...]],
    dead: set[tuple[int, str]],
    role: str,
) -> Recipients:
    key, name, email, phone, street, postcode, city, country, home = row
    wanted = [_Way(c[2], c[3], c[0]) for c in contacts if c[1] == role]
    books = [_Way(c[2], c[3], c[0]) for c in contacts if c[1] == ACCOUNTING != role]
    others = [_Way(c[2], c[3], c[0]) for c in contacts if c[1] not in {role, ACCOUNTING}]
    own = _Way(email, phone, "")
    by_mail = [
        way
        for way in (*wanted, *books, own, *others)
        if way.email and (key, way.email.lower()) not in dead
    ]
    by_phone = [way for way in (*wanted, *books, *others, own) if way.phone]
    texted = next((way for way in by_phone if is_mobile(way.phone, country)), None)
    named = wanted[0].contact if wanted else ""
    return Recipients(
        email=by_mail[0].email if by_mail else "",
        emails=tuple(dict.fromkeys(way.email for way in by_mail)),
        sms=texted.phone if texted else "",
        phone=by_phone[0].phone if by_phone else "",
        address=envelope(
            name=name,
            contact=named,
            street=street,
            postcode=postcode,
            city=city,
            country=country,
            home=home,
        ),
        email_contact=by_mail[0].contact if by_mail else "",
        phone_contact=by_phone[0].contact if by_phone else "",
        letter_contact=named,
    )
