"""What no customer paid: suppliers, wages, taxes, costs, interest, card terminals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from acquit.demo import chance as chances
from acquit.demo import identifiers, names
from acquit.demo.bank.lines import NOBODY, Kind, Line, Party
from acquit.demo.days import banking_day, is_banking_day

if TYPE_CHECKING:
    from random import Random

    from acquit.demo.cast import Account, Company

SUPPLIERS = 24
FLOOR = 180_000_00  # what a main account keeps

WORDS = {
    "BE": {
        "wages": "lonen en wedden {m}",
        "vat": "BTW aangifte {m}",
        "social": "RSZ bijdragen {m}",
        "rent": "huur magazijn {m}",
        "costs": "Beheerskosten rekening {m}",
        "interest": "Interestafrekening {m}",
        "cards": "Ontvangsten terminal 0099{t} dd {d}",
        "supplier": "factuur {n}",
        "refund": "terugbetaling creditnota {n}",
        "insurer": "schadedossier {n} vergoeding",
        "sweep": "eigen overschrijving",
    },
    "FR": {
        "wages": "VIR SALAIRES {m}",
        "vat": "TVA {m} PRELEVEMENT DGFIP",
        "social": "URSSAF COTISATIONS {m}",
        "rent": "LOYER ENTREPOT {m}",
        "costs": "FRAIS TENUE DE COMPTE {m}",
        "interest": "INTERETS {m}",
        "cards": "REMISE CB 0099{t} DU {d}",
        "supplier": "REGLEMENT FACTURE {n}",
        "refund": "REMBOURSEMENT AVOIR {n}",
        "insurer": "INDEMNITE SINISTRE {n}",
        "sweep": "VIREMENT INTERNE TRESORERIE",
    },
    "NL": {
        "wages": "salarissen {m}",
        "vat": "Omzetbelasting {m}",
        "social": "Loonheffingen {m}",
        "rent": "Huur bedrijfspand {m}",
        "costs": "Kosten betalingsverkeer {m}",
        "interest": "Rente {m}",
        "cards": "PIN afrekening terminal 99{t} {d}",
        "supplier": "factuurnummer {n}",
        "refund": "terugbetaling creditfactuur {n}",
        "insurer": "uitkering schade {n}",
        "sweep": "interne overboeking",
    },
}
STATE = {
    "BE": ("Inning BTW", "Rijksdienst Sociale Bijdragen", "Immo Havenzicht NV"),
    "FR": ("Direction des Impôts", "Caisse de Recouvrement Social", "SCI du Beffroi"),
    "NL": ("Belastingkantoor", "Belastingkantoor", "Vastgoed De Vaart B.V."),
}
WAGES = {"BE": 165_000_00, "FR": 118_000_00, "NL": 92_000_00}


@dataclass(frozen=True, slots=True)
class Business:
    """The company's other dealings, with its own chance and its suppliers."""

    company: Company
    chance: Random
    suppliers: tuple[Party, ...]

    @classmethod
    def of(cls, company: Company, seed: int) -> Business:
        chance = chances.source(seed, "business", company.code)
        words = names.WORDS[company.country, company.language]
        suppliers = tuple(
            Party(
                name=f"{names.firm(words, chance)} {chance.choice(words.forms)}",
                iban=identifiers.new_iban(chance, company.country),
            )
            for _ in range(SUPPLIERS)
        )
        return cls(company, chance, suppliers)

    def main_account(self, account: Account, day: date, balance: int) -> list[Line]:
        """What happens besides customers on the account from which everything is paid."""
        lines = [*self._monthly(account, day), *self._income(account, day)]
        if day.weekday() in {1, 3}:
            lines += self._suppliers(
                account, day, balance + sum(line.minor for line in lines)
            )
        return lines

    def side_account(self, account: Account, day: date) -> list[Line]:
        """On the others: what the bank itself charges and credits."""
        return self._charges(account, day)

    def sweep(
        self, source: Account, target: Account, day: date, balance: int
    ) -> list[Line]:
        """Money moved between own accounts: both lines, the outgoing one first."""
        minor = balance * 7 // 10 // 1000_00 * 1000_00
        if minor <= 0:
            return []
        text = self._written("sweep", day)
        owner = self.company.name
        return [
            self._line(source, day, -minor, Party(name=owner, iban=target.iban), text),
            self._line(target, day, minor, Party(name=owner, iban=source.iban), text),
        ]

    def _line(
        self,
        account: Account,
        day: date,
        minor: int,
        party: Party,
        text: str,
        *,
        kind: Kind = Kind.TRANSFER,
    ) -> Line:
        return Line(
            day=day,
            minor=minor,
            currency=account.currency,
            kind=kind,
            reference="",
            party=party,
            text=text,
        )

    def _written(self, what: str, day: date) -> str:
        return WORDS[self.company.country][what].format(
            m=f"{day:%m/%Y}",
            d=f"{day:%d/%m}",
            n=self.chance.randrange(10_000, 999_999),
            t=self.chance.randrange(100, 103),
        )

    def _monthly(self, account: Account, day: date) -> list[Line]:
        wages, country = WAGES[self.company.country], self.company.country
        tax, social, landlord = (Party(name=name) for name in STATE[country])
        lines = self._charges(account, day)
        for dom, minor, party, what, kind in (
            (25, wages, NOBODY, "wages", Kind.SALARIES),
            (20, round(wages * 0.6), tax, "vat", Kind.TRANSFER),
            (5, round(wages * 0.42), social, "social", Kind.TRANSFER),
            (1, round(wages * 0.11), landlord, "rent", Kind.TRANSFER),
        ):
            if day == banking_day(day.replace(day=dom)):
                wobble = 1.0 if what == "rent" else self.chance.uniform(0.9, 1.1)
                text = self._written(what, day)
                lines.append(
                    self._line(account, day, -round(minor * wobble), party, text, kind=kind)
                )
        return lines

    def _charges(self, account: Account, day: date) -> list[Line]:
        """Costs on the month's last banking day; interest when a quarter ends there."""
        following = day + timedelta(days=1)
        while not is_banking_day(following):
            following += timedelta(days=1)
        if following.month == day.month:
            return []
        costs = self._written("costs", day)
        lines = [
            self._line(
                account,
                day,
                -self.chance.randrange(12_00, 90_00),
                NOBODY,
                costs,
                kind=Kind.COSTS,
            )
        ]
        if day.month % 3 == 0:
            minor = self.chance.randrange(4_00, 420_00)
            text = self._written("interest", day)
            lines.append(self._line(account, day, minor, NOBODY, text, kind=Kind.INTEREST))
        return lines

    def _income(self, account: Account, day: date) -> list[Line]:
        """Money in that is no customer's: the shop's terminal, refunds, an insurer."""
        lines, chance = [], self.chance
        if chance.random() < 0.35:
            text = self._written("cards", day)
            minor = chance.randrange(60_00, 2400_00)
            lines.append(self._line(account, day, minor, NOBODY, text, kind=Kind.CARDS))
        if chance.random() < 0.06:
            text = self._written("refund", day)
            party = chance.choice(self.suppliers)
            lines.append(
                self._line(account, day, chance.randrange(80_00, 4000_00), party, text)
            )
        if chance.random() < 0.025:
            text = self._written("insurer", day)
            party = Party(name="Verzekeringen De Havenpoort")
            lines.append(
                self._line(account, day, chance.randrange(300_00, 9000_00), party, text)
            )
        return lines

    def _suppliers(self, account: Account, day: date, balance: int) -> list[Line]:
        """A run of supplier payments: most of what the account can spare."""
        spare = balance - FLOOR
        if spare < 3_000_00:
            return []
        count = self.chance.randrange(2, 6)
        weights = [self.chance.uniform(0.3, 2.0) for _ in range(count)]
        spent = spare * self.chance.uniform(0.55, 0.9)
        return [
            self._line(
                account,
                day,
                -round(spent * weight / sum(weights)),
                self.chance.choice(self.suppliers),
                self._written("supplier", day),
            )
            for weight in weights
        ]
