"""Identifiers with right check digits, from ranges that belong to nobody where known.

Belgian accounts take bank codes 990 to 999 (kept for circular cheques, so never an
account), enterprise numbers 01xx (the register starts at 02). Check digits follow ISO 7064
(IBAN, RF, German VAT), mod 97 (Belgium, France), Luhn (SIREN, SIRET), the eleven-test (NL).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stdnum import iban, luhn
from stdnum.ch import uid
from stdnum.gb import vat as gb_vat
from stdnum.iso7064 import mod_11_10, mod_97_10
from stdnum.lu import tva as lu_tva

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

RIB_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")


def digits(chance: Random, count: int) -> str:
    """So many digits, leading zeros among them."""
    return f"{chance.randrange(10**count):0{count}}"


def _until_valid(draw: Callable[[], str], valid: Callable[[str], bool]) -> str:
    """Draw again until the check holds; for the rare countries only."""
    number = draw()
    while not valid(number):
        number = draw()
    return number


def be_enterprise(chance: Random) -> str:
    """Ten digits, such as 0123456749."""
    base = "01" + digits(chance, 6)
    return f"{base}{97 - int(base) % 97:02}"


def fr_siren(chance: Random) -> str:
    """Nine digits, the last by Luhn."""
    base = "0" + digits(chance, 7)
    return base + luhn.calc_check_digit(base)


def fr_siret(siren: str) -> str:
    """The registered office: SIREN, branch 0001, Luhn digit."""
    base = siren + "0001"
    return base + luhn.calc_check_digit(base)


def nl_rsin(chance: Random) -> str:
    """Nine digits that pass the eleven-test."""
    while True:
        base = "7" + digits(chance, 7)
        check = sum((9 - place) * int(digit) for place, digit in enumerate(base)) % 11
        if check < 10:
            return f"{base}{check}"


def vat(chance: Random, country: str, registered: str) -> str:
    """The VAT number; for BE, FR, NL it is built on the registered number."""
    match country:
        case "BE":
            return "BE" + registered
        case "FR":
            return f"FR{int(registered + '12') % 97:02}{registered}"
        case "NL":
            return f"NL{registered}B01"
        case "DE":
            base = str(chance.randrange(10_000_000, 99_999_999))
            return "DE" + base + mod_11_10.calc_check_digit(base)
        case "LU":
            return "LU" + _until_valid(lambda: digits(chance, 8), lu_tva.is_valid)
        case "GB":
            return "GB" + _until_valid(lambda: digits(chance, 9), gb_vat.is_valid)
        case "CH":
            return _until_valid(lambda: "CHE" + digits(chance, 9), uid.is_valid) + "MWST"
        case _:
            return ""


def registered_number(chance: Random, country: str) -> str:
    """What the country's VAT number is built on; elsewhere a number of the register."""
    match country:
        case "BE":
            return be_enterprise(chance)
        case "FR":
            return fr_siren(chance)
        case "NL":
            return nl_rsin(chance)
        case _:
            return digits(chance, 6)


def registration(chance: Random, country: str, registered: str) -> str:
    """As written on paper: KBO 0123.456.789, SIRET, KvK, HRB …"""
    match country:
        case "BE":
            return f"{registered[:4]}.{registered[4:7]}.{registered[7:]}"
        case "FR":
            return fr_siret(registered)
        case "NL":
            return "9" + digits(chance, 7)
        case "DE":
            return f"HRB {registered[:5]}"
        case "LU":
            return f"B{registered}"
        case _:
            return registered


def new_iban(chance: Random, country: str) -> str:
    """A valid IBAN of a bank that does not exist, as far as the country's rules allow."""
    bban = _bban(chance, country)
    return f"{country}{iban.calc_check_digits(country + '00' + bban)}{bban}"


def _bban(chance: Random, country: str) -> str:
    match country:
        case "BE":
            base = f"99{digits(chance, 8)}"
            return f"{base}{int(base) % 97 or 97:02}"
        case "FR":
            base = "99" + digits(chance, 3) + digits(chance, 5) + digits(chance, 11)
            return f"{base}{97 - int(base.translate(RIB_LETTERS)) * 100 % 97:02}"
        case "NL":
            return "DEMO" + _eleven_tested(chance)
        case "DE":
            return "99" + digits(chance, 16)
        case "LU":
            return "999" + digits(chance, 13)
        case "GB":
            return "DEMO" + digits(chance, 14)
        case _:
            return "99" + digits(
                chance, 15
            )  # Switzerland: five digits of bank, twelve of account


def _eleven_tested(chance: Random) -> str:
    """Ten digits of a Dutch account: the weighted sum divides by eleven."""
    while True:
        base = "0" + digits(chance, 8)
        check = -sum((10 - place) * int(digit) for place, digit in enumerate(base)) % 11
        if check < 10:
            return f"{base}{check}"


def creditor_identifier(country: str, national: str) -> str:
    """The SEPA identifier of who collects: the business code ZZZ stays out of the check."""
    check = mod_97_10.calc_check_digits(f"{national}{country}")
    return f"{country}{check}ZZZ{national}"


def ogm(base: int) -> str:
    """Twelve digits of a Belgian structured communication, on a base of at most ten."""
    return f"{base:010}{base % 97 or 97:02}"


def ogm_written(twelve: str) -> str:
    """As it stands on the invoice: +++123/4567/89002+++."""
    return f"+++{twelve[:3]}/{twelve[3:7]}/{twelve[7:]}+++"


def creditor_reference(base: str) -> str:
    """An RF reference (ISO 11649) on letters and digits."""
    return "RF" + mod_97_10.calc_check_digits(base + "RF") + base
