"""Does to the product what happens where scenarios are drawn: through its verbs, and over
all channels.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from acquit.agenda.models import Task, TaskKind
from acquit.channels.carrying import NotHandedOver, OneWay, Sent
from acquit.channels.email.smtp import Smtp
from acquit.channels.models import Delivery, Message
from acquit.channels.registry import Switchboard
from acquit.channels.reports import Report
from acquit.channels.sms.gateways import account
from acquit.channels.sms.texting import Texting
from acquit.channels.webhook.posting import Webhook
from acquit.core.dunning.assigning import conditions_of_data
from acquit.cycle import actions
from acquit.cycle.actions import answers, scenarios
from acquit.cycle.actions.daily import send_waiting
from acquit.dunning.actions import drafts
from acquit.dunning.actions.scenarios import create_scenario
from acquit.dunning.models import Action, AssignmentRule, Scenario
from acquit.organisation.actions import enrol
from acquit.organisation.models import Company, Person
from simulation import events
from simulation.arrivals import Arrived
from simulation.ends import SECRET
from simulation.files import REPRESENTATIVE, REPRESENTATIVE_EMAIL
from simulation.play import Product, customer

if TYPE_CHECKING:
    from datetime import date

    from acquit.channels.carrying import Carrier, Envelope, Outcome
    from simulation.ends import Ends
    from simulation.events import Event

AFTERNOON = time(12)


class Office(OneWay):
    """The post office round the corner: takes letters, and keeps them."""

    code = "OFFICE"

    def __init__(self, ends: Ends) -> None:
        self._ends = ends

    def carry(self, envelope: Envelope) -> Outcome:
        if not envelope.address:
            return NotHandedOver("a letter without an address")
        one = Arrived(
            channel="LETTER",
            key=envelope.key,
            sender=envelope.sender,
            to=", ".join(envelope.address),
            kind=envelope.kind,
            language=envelope.language,
            subject=envelope.subject,
            text=envelope.body,
        )
        self._ends.keep(one)
        return Sent("taken over the counter")


class Steered(Product):
    """The product with all its channels."""

    def __init__(self, ends: Ends) -> None:
        super().__init__(ends.email_url)
        self.ends = ends
        self._calls: set[int] = set()

    def wait(self, day: date) -> None:
        """Send in the afternoon what waited for a better hour."""
        self._now = max(self._now, datetime.combine(day, AFTERNOON, UTC))
        carrier = self._carrier()
        send_waiting(day, carrier=carrier, clock=self._tick)
        carrier.close()

    def calls(self) -> list[Arrived]:
        """The calls that people were newly given to make."""
        new = Task.objects.filter(kind=TaskKind.CALL).exclude(pk__in=self._calls)
        tasks = list(new.order_by("pk"))
        self._calls |= {one.pk for one in tasks}
        return [self._call(one) for one in tasks]

    def _call(self, task: Task) -> Arrived:
        action = Action.objects.select_related("customer", "company").get(
            pk=task.why["action"]
        )
        rows = action.items.values_list(
            "receivable__invoice__company__code",
            "receivable__invoice__number",
            "receivable__instalment",
            "step",
        )
        return Arrived(
            channel="PHONE",
            key=task.key,
            sender=action.company.email,
            to=action.customer.phone,
            kind=action.step.lower(),
            named=[
                ((code, number, part), step.lower()) for code, number, part, step in rows
            ],
        )

    def _carrier(self) -> Carrier:
        ends = self.ends
        ways: dict[str, Carrier] = {
            "EMAIL": Smtp(ends.email_url),
            "SMS": Texting(account(ends.sms_url)),
            "WEBHOOK": Webhook(ends.webhook_url, SECRET),
            "LETTER": Office(ends),
        }
        return Switchboard(ways, Office(ends))

    def _found(self, company: events.Company) -> None:
        super()._found(company)
        if not Person.objects.filter(email=REPRESENTATIVE_EMAIL).exists():
            enrol(
                email=REPRESENTATIVE_EMAIL,
                name=REPRESENTATIVE,
                language="en",
                **self._by(),
            )

    def _steer(self, day: date, event: Event) -> None:
        given: dict[str, Any] = {"on": day, **self._by()}
        match event:
            case events.Published(code, name, form, moves):
                self._publish(code, name, form, moves=moves, given=given)
            case events.Ruled(code, name, conditions, scenario):
                scenarios.add_rule(
                    Company.objects.get(code=code),
                    name=name,
                    conditions=conditions_of_data(conditions),
                    scenario_id=_scenario(code, scenario).pk,
                    **given,
                )
            case events.Unruled(code, name):
                rule = AssignmentRule.objects.get(company__code=code, name=name)
                scenarios.remove_rule(rule, **given)
            case events.Pinned(who, ""):
                scenarios.unpin_customer(customer(who).pk, **given)
            case events.Pinned(who, code):
                scenarios.pin_customer(
                    customer(who).pk,
                    scenario_id=_scenario(who[0], code).pk,
                    reason="They asked for it.",
                    **given,
                )
            case events.Policed(code, numbers):
                company = Company.objects.get(code=code)
                scenarios.set_policy(company, numbers, **given)
            case events.SaidArrived(key, arrived):
                self._say(key, day, arrived=arrived)
            case events.CameBack(key, dead):
                self._bring_back(key, day, dead=dead)
            case events.Waited():
                self.wait(day)

    def _publish(
        self, code: str, name: str, form: dict[str, Any], *, moves: bool, given: Any
    ) -> None:
        company = Company.objects.get(code=code)
        by = {key: value for key, value in given.items() if key != "on"}
        found = Scenario.objects.filter(company=company, code=name).first()
        if found is None:
            found = create_scenario(company, name=name.title(), code=name, **by)
        drafts.draw(found.pk, form, **by)
        scenarios.publish_scenario(found.pk, note="", moves=moves, **given)

    def _say(self, key: str, day: date, *, arrived: bool) -> None:
        message = Message.objects.get(key=key)
        actions.settle_message(message_id=message.pk, arrived=arrived, on=day, **self._by())

    def _bring_back(self, key: str, day: date, *, dead: bool) -> None:
        by_key = "" if key.startswith("SM") else key
        report = Report(
            message_key=by_key,
            external_id="" if by_key else key,
            kind=Delivery.BOUNCED,
            name=f"back {key}",
            address_dead=dead,
        )
        taken = answers.take_report(report, on=day, at=self._tick())
        assert taken is answers.Taken.NEW, taken


def _scenario(company: str, code: str) -> Scenario:
    return Scenario.objects.get(company__code=company, code=code)
