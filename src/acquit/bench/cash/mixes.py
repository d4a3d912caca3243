"""Three mixes of payments: how many of a thousand lines are of each class."""

from __future__ import annotations

from dataclasses import dataclass

from acquit.bench.cash.makers import (
    numbers,
    others,
    references,
    several,
    silent,
    strangers,
    unequal,
)

MAKERS = {
    **references.MAKERS,
    **numbers.MAKERS,
    **silent.MAKERS,
    **several.MAKERS,
    **unequal.MAKERS,
    **others.MAKERS,
    **strangers.STRANGERS,
    **strangers.OUTGOINGS,
}
# Without a customer: of each thousand lines 170 of money in and 60 of money out.
_STRANGERS = {
    "interest": 8,
    "tax_refund": 12,
    "own_transfer": 14,
    "supplier_refund": 20,
    "insurance": 12,
    "rent": 16,
    "grant": 8,
    "salary_back": 10,
    "asset_sold": 10,
    "lookalike": 20,
    "stranger_number": 22,
    "customer_refunds": 18,
}
_OUTGOINGS = {
    "supplier_paid": 22,
    "salary_paid": 14,
    "bank_costs": 6,
    "tax_paid": 5,
    "own_transfer_out": 5,
    "debit_returned": 8,
}


@dataclass(frozen=True, slots=True)
class Mix:
    """countries: of the companies in turn, for each family. shares: in thousandths of the
    lines. reference_share: of the Belgian invoices that carry a structured reference.
    """

    countries: dict[str, tuple[str, ...]]
    shares: dict[str, int]
    reference_share: float


MIXES = {
    "clean_be": Mix(
        countries={"dev": ("BE",), "held_out": ("BE",)},
        reference_share=0.95,
        shares={
            "ogm_exact": 500,
            "ogm_in_text": 39,
            "ogm_wrong_check": 8,
            "ogm_of_other": 4,
            "number_exact": 86,
            "number_separated": 8,
            "number_without_prefix": 6,
            "number_typo": 4,
            "number_in_end_to_end": 4,
            "name_amount": 12,
            "iban_amount": 8,
            "blank": 3,
            "month_unnamed": 4,
            "month_named": 4,
            "numbers_listed": 20,
            "summed": 8,
            "oldest_first": 6,
            "all_due": 4,
            "credit_listed": 6,
            "credit_silent": 3,
            "discount_in_time": 6,
            "short_rounding": 3,
            "short_dispute": 4,
            "part_payment": 4,
            "overpaid": 3,
            "paid_twice": 4,
            "prepaid": 4,
            "accountant_pays": 3,
            "parent_pays": 2,
        }
        | _STRANGERS
        | _OUTGOINGS,
    ),
    "free_text": Mix(
        countries={
            "dev": ("FR", "NL", "DE"),
            "held_out": ("DE", "FR", "LU", "NL"),
        },
        reference_share=0.0,
        shares={
            "number_exact": 192,
            "number_separated": 55,
            "number_without_prefix": 45,
            "number_cut_35": 16,
            "number_typo": 14,
            "number_transposed": 8,
            "number_of_other": 4,
            "number_wrong_year": 6,
            "number_in_end_to_end": 14,
            "own_order": 22,
            "rf_exact": 14,
            "rf_spaced": 6,
            "name_amount": 36,
            "iban_amount": 20,
            "blank": 6,
            "contact_name": 8,
            "near_name": 6,
            "month_named": 10,
            "month_unnamed": 10,
            "instalment": 10,
            "numbers_listed": 60,
            "numbers_short": 16,
            "numbers_range": 8,
            "numbers_cut_140": 5,
            "summed": 20,
            "sums_ambiguous": 5,
            "oldest_first": 12,
            "all_due": 10,
            "credit_listed": 12,
            "credit_silent": 6,
            "discount_in_time": 16,
            "discount_late": 6,
            "discount_silent": 6,
            "short_fee": 4,
            "short_rounding": 5,
            "short_dispute": 8,
            "part_payment": 8,
            "withheld": 5,
            "overpaid": 5,
            "paid_twice": 7,
            "prepaid": 8,
            "parent_pays": 6,
            "sister_pays": 4,
            "accountant_pays": 6,
            "spouse_pays": 4,
            "on_behalf": 4,
            "group_listed": 4,
            "factor_listed": 3,
            "factor_silent": 2,
            "service_payout": 3,
        }
        | _STRANGERS
        | _OUTGOINGS,
    ),
    "nasty": Mix(
        countries={
            "dev": ("BE", "FR", "NL", "DE", "LU", "GB"),
            "held_out": ("DE", "GB", "BE", "LU", "FR", "NL"),
        },
        reference_share=0.5,
        shares={
            "ogm_exact": 16,
            "ogm_in_text": 12,
            "ogm_wrong_check": 12,
            "ogm_of_other": 12,
            "rf_exact": 10,
            "rf_spaced": 8,
            "number_exact": 40,
            "number_separated": 30,
            "number_without_prefix": 34,
            "number_cut_35": 20,
            "number_typo": 24,
            "number_transposed": 20,
            "number_of_other": 12,
            "number_wrong_year": 16,
            "number_in_end_to_end": 12,
            "own_order": 20,
            "name_amount": 24,
            "iban_amount": 20,
            "blank": 12,
            "contact_name": 14,
            "near_name": 14,
            "month_named": 12,
            "month_unnamed": 13,
            "instalment": 12,
            "numbers_listed": 28,
            "numbers_short": 20,
            "numbers_range": 14,
            "numbers_cut_140": 8,
            "summed": 20,
            "sums_ambiguous": 12,
            "oldest_first": 16,
            "all_due": 12,
            "credit_listed": 14,
            "credit_silent": 10,
            "discount_in_time": 14,
            "discount_late": 12,
            "discount_silent": 10,
            "short_fee": 10,
            "short_rounding": 8,
            "short_dispute": 12,
            "part_payment": 10,
            "withheld": 10,
            "overpaid": 10,
            "paid_twice": 12,
            "prepaid": 12,
            "parent_pays": 10,
            "sister_pays": 10,
            "accountant_pays": 10,
            "spouse_pays": 8,
            "on_behalf": 10,
            "group_listed": 8,
            "factor_listed": 7,
            "factor_silent": 6,
            "service_payout": 8,
        }
        | _STRANGERS
        | _OUTGOINGS,
    ),
}
