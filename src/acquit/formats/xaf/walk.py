"""The lines of customers in an auditfile, one after the other, and its figures.

Two parts of the file may tell them: the subledgers of XAF 3 (with due days and match keys),
or else the debtors' accounts of the ledger itself.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from acquit.core.money import to_minor
from acquit.core.sentences import say
from acquit.formats import markup, values
from acquit.formats.markup import leaf, leaves, local
from acquit.formats.records import Refused
from acquit.formats.xaf.lines import (
    LEDGER,
    SUBLEDGER,
    Head,
    Line,
    drop,
    group_of,
    kind_of,
    place_of,
)
from acquit.formats.xaf.relations import Relation, is_debtors, relation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from acquit.core.sentences import Said
    from acquit.formats.markup import Leaves
    from acquit.formats.records import Problem
    from acquit.formats.source import Source

_TAGS = (
    *("header", "companyName", "taxRegIdent", "Commercenr", "customerSupplier"),
    *("ledgerAccount", "opBalDate", "obLine", "obSbLine", "linesCount", "totalDebit"),
    *("totalCredit", "transaction", "trLine", "sbLine"),
)
_SUBLEDGER_TYPE = markup.paths("sbType")
_ACCOUNT = markup.paths("accID")
_TOTALS = {"linesCount", "totalDebit", "totalCredit"}


@dataclass(slots=True)
class _Transaction:
    journal: str
    kind: str
    number: str
    booked_on: date
    opening: bool


@dataclass(slots=True)
class Walk:
    """A walk through an auditfile. figures: what was counted and added up (minor units),
    unless `counting` is off; stated: what the file itself says the ledger comes to.
    """

    source: Source
    counting: bool = True
    head: Head = field(default_factory=Head)
    relations: dict[str, Relation] = field(default_factory=dict)
    debtors: dict[str, str] = field(default_factory=dict)
    figures: Counter[str] = field(default_factory=Counter)
    stated: dict[str, str] = field(default_factory=dict)
    _days: dict[tuple[str, str], date] = field(default_factory=dict)
    _journals: dict[str, str] = field(default_factory=dict)
    _transaction: _Transaction | None = None

    def lines(self) -> Iterator[Line | Problem]:
        """Every line of a customer, or what is wrong with it; raises Refused."""
        for event, node in markup.events(self.source, _TAGS):
            if event == "start":
                continue
            try:
                line = self._at(local(node), node)
            except Refused as refusal:
                if local(node) not in {"obSbLine", "sbLine"}:
                    raise
                yield refusal.problem
            else:
                if line is not None:
                    yield line

    def _at(self, name: str, node: _Element) -> Line | None:
        """Take an element in; a line of a customer comes out."""
        if name in _TOTALS | {"companyName", "taxRegIdent", "Commercenr", "opBalDate"}:
            self._word(name, node)
            return None
        line = None
        match name:
            case "header":
                self._header(leaves(node))
            case "customerSupplier":
                line = self._relation(node)
            case "ledgerAccount":
                self._account(leaves(node))
            case "obLine":
                self._opening_line(leaves(node))
            case "trLine":
                line = self._ledger_line(node)
            case "transaction":
                self._transaction = None
                self.figures["transactions"] += 1
            case _:
                line = self._subledger_line(node, opening=name == "obSbLine")
        drop(node)
        return line

    def _word(self, name: str, node: _Element) -> None:
        """A word that stands by itself; the same names occur elsewhere."""
        parent = node.getparent()
        within = local(parent) if parent is not None else ""
        text = markup.stripped(node)
        if name in _TOTALS:
            if within == "transactions":
                self.stated[name] = text
        elif name == "opBalDate":
            self.head.opened_on = values.day(text, where=name)
        elif within == "company":
            match name:
                case "companyName":
                    self.head.name = text
                case "taxRegIdent":
                    self.head.tax_number = text
                case _:
                    self.head.register_number = text

    def _header(self, found: Leaves) -> None:
        self.head.currency = leaf(found, "curCode").upper() or self.head.currency
        written = leaf(found, "startDate")
        if written:
            self.head.began_on = values.day(written, where=say("the header"))

    def _relation(self, node: _Element) -> Line | None:
        """A relation; XAF 4.0 says of a customer what was open at the beginning."""
        parent = node.getparent()
        if parent is None or local(parent) != "customersSuppliers":
            return None  # what it was called before
        found = leaves(node)
        self.figures["customers_suppliers"] += 1
        code = leaf(found, "custSupID")
        if not code or code in self.relations:
            return None
        one = self.relations[code] = relation(found)
        return self._carried(one) if one.is_customer and one.opening[0] else None

    def _carried(self, one: Relation) -> Line | None:
        day, code = self.head.began_on, one.row.customer_code
        where = say("customer %(code)s", code=code)
        amount, side = one.opening
        minor = self._minor({"amnt": [amount], "amntTp": [side]}, where)
        if day is None or not minor:
            return None
        return Line(
            basis=LEDGER,
            customer=code,
            minor=minor,
            kind=kind_of(minor, "O", "", opening=True),
            reference=f"OB{day.year}-{code}",
            journal="O",
            issued_on=day,
            booked_on=day,
            due_on=None,
            group="",
            letters="",
            sale=True,
            opening=True,
            text="",
            where=where,
        )

    def _account(self, found: Leaves) -> None:
        self.figures["accounts"] += 1
        if is_debtors(found):
            self.debtors[leaf(found, "accID")] = leaf(found, "accDesc")

    def _opening_line(self, found: Leaves) -> None:
        self.figures["opening_lines"] += 1
        if leaf(found, "accID") in self.debtors:
            self.figures["debtors"] += self._minor(found, "obLine")

    def _minor(self, found: Leaves, where: Said) -> int:
        """The amount of a line, debit positive."""
        written, side = leaf(found, "amnt"), leaf(found, "amntTp").upper()
        if side not in {"D", "C"}:
            raise values.refused(
                where=where, saw=values.shown(side), wanted=say("D or C as amntTp")
            )
        amount = values.amount(written, currency=self.head.currency, where=where)
        minor = to_minor(amount, self.head.currency)
        return minor if side == "D" else -minor

    def _ledger_line(self, node: _Element) -> Line | None:
        parent = node.getparent()
        if self._transaction is None and parent is not None:
            self._transaction = self._begun(parent)
        transaction = self._transaction
        if not self.counting and markup.text(node, _ACCOUNT) not in self.debtors:
            return None
        found = leaves(node)
        where = place_of("trLine", found, node)
        minor = self._minor(found, where)
        self.figures["lines"] += 1
        if leaf(found, "amntTp").upper() == "D":
            self.figures["debit"] += minor
        else:
            self.figures["credit"] -= minor
        account = leaf(found, "accID")
        if transaction is None or account not in self.debtors or not minor:
            return None
        self.figures["debtors"] += minor
        customer = leaf(found, "custSupID") or account
        reference = leaf(found, "invRef")
        effective = leaf(found, "effDate")
        issued_on = values.day(effective, where=where) if effective else None
        return Line(
            basis=LEDGER,
            customer=customer,
            minor=minor,
            kind=kind_of(minor, transaction.kind, "", opening=transaction.opening),
            reference=reference or leaf(found, "docRef") or transaction.number,
            journal=transaction.journal,
            issued_on=issued_on or transaction.booked_on,
            booked_on=transaction.booked_on,
            due_on=None,
            group=f"{customer}\t{reference}" if reference else "",
            letters=reference,
            sale=transaction.kind == "S",
            opening=transaction.opening,
            text=leaf(found, "desc"),
            where=where,
        )

    def _begun(self, node: _Element) -> _Transaction:
        """What stands above the first line of a transaction, and of its journal."""
        found = leaves(node, without="trLine")
        parent = node.getparent()
        journal = leaves(parent, without="transaction") if parent is not None else {}
        code, number = leaf(journal, "jrnID"), leaf(found, "nr")
        kind = leaf(journal, "jrnTp").upper()
        where = say("transaction %(number)s", number=f"{code} {number}".strip())
        day = values.day(leaf(found, "trDt"), where=where)
        self._journals[code] = kind
        self._days[code, number] = day
        period = leaf(found, "periodNumber")
        opening = kind == "O" or bool(period and not period.strip("0"))
        return _Transaction(code, kind, f"{code}-{number}", day, opening)

    def _subledger_line(self, node: _Element, *, opening: bool) -> Line | None:
        found = leaves(node)
        self.figures["opening_subledger_lines" if opening else "subledger_lines"] += 1
        self.figures["due_dates"] += bool(leaf(found, "invDueDt"))
        where = place_of("obSbLine" if opening else "sbLine", found, node)
        minor = self._minor(found, where)
        customer = leaf(found, "custSupID")
        parent = node.getparent()
        ledger = markup.text(parent, _SUBLEDGER_TYPE) if parent is not None else ""
        if not minor or not customer or not self._is_sale(found, ledger, customer):
            return None
        journal = leaf(found, "jrnID")
        kind = self._journals.get(journal, "")
        due, match = leaf(found, "invDueDt"), leaf(found, "matchKeyID")
        reference = leaf(found, "invRef")
        written = reference or leaf(found, "docRef") or leaf(found, "recRef")
        issued_on, booked_on = self._days_of(found, journal, where, opening=opening)
        moved = leaf(found, "mutTp").upper()
        return Line(
            basis=SUBLEDGER,
            customer=customer,
            minor=minor,
            kind=kind_of(minor, kind, moved, opening=opening),
            reference=written or f"{journal}-{leaf(found, 'trNr')}".strip("-") or customer,
            journal=journal,
            issued_on=issued_on,
            booked_on=booked_on,
            due_on=values.day(due, where=where) if due and minor > 0 else None,
            # A match key says more than an invoice that both name.
            group=group_of(customer, match, reference),
            letters=match or reference,
            sale=opening or moved == "I" or kind == "S",
            opening=opening,
            text=leaf(found, "desc"),
            where=where,
        )

    def _is_sale(self, found: Leaves, ledger: str, customer: str) -> bool:
        """Whether the line is one of a customer and not of a supplier."""
        sides = {"S": True, "P": False}
        said = sides.get(leaf(found, "invPurSalTp").upper())
        if said is None:
            said = {"CU": True, "SU": False}.get(ledger.upper())
        if said is None:
            said = sides.get(self._journals.get(leaf(found, "jrnID"), ""))
        if said is not None:
            return said
        known = self.relations.get(customer)
        if known is not None and known.kind == "B":
            self.figures["undecided"] += 1
            return False
        return known is None or not known.is_supplier

    def _days_of(
        self, found: Leaves, journal: str, where: Said, *, opening: bool
    ) -> tuple[date, date]:
        """The day of the document and that of the booking; one stands for the other."""
        written = leaf(found, "invDt")
        issued_on = values.day(written, where=where) if written else None
        booked_on = self._days.get((journal, leaf(found, "trNr")))
        if opening:
            booked_on = self.head.opened_on or self.head.began_on
        first = booked_on or issued_on or self.head.began_on
        if first is None:
            raise values.refused(where=where, saw=say("no day"), wanted=say("invDt"))
        return issued_on or first, first
