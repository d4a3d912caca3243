"""What is asked of the books for customer files, for a range of customers at once.

Each names its customers by BETWEEN; `files` asks for some instead, where it needs to.
"""

from __future__ import annotations

RECEIVABLES = """
    SELECT customer_id, id, currency, due_on, open_minor, missing_on IS NOT NULL
      FROM ledger_receivable
     WHERE open_minor > 0 AND customer_id BETWEEN %s AND %s
     ORDER BY customer_id, due_on, id
"""
# Asked apart: together they cost several times what each does, an index alone.
OUTLOOKS = """
    SELECT receivable_id, next_action, next_on, next_channel, reason, until_on
      FROM dunning_outlook WHERE customer_id BETWEEN %s AND %s
"""
# Asked only where a scenario has to know: it takes as long as all the rest.
PAPERS = """
    SELECT r.id, r.amount_minor <> i.total_minor, i.document_id IS NOT NULL
      FROM ledger_receivable r JOIN ledger_invoice i ON i.id = r.invoice_id
     WHERE r.open_minor > 0 AND r.customer_id BETWEEN %s AND %s
"""
DEBIT_NOTES = """
    SELECT r.id FROM ledger_invoice i
      JOIN ledger_receivable r ON r.invoice_id = i.id AND r.open_minor > 0
     WHERE i.kind = 'DEBIT_NOTE' AND i.customer_id BETWEEN %s AND %s
"""
# Direct debits that the bank took back: from then on they are asked for as any other.
RETURNED = """
    SELECT DISTINCT r.id
      FROM ledger_customer c
      JOIN ledger_receivable r ON r.customer_id = c.id AND r.open_minor > 0
      JOIN ledger_allocation a ON a.receivable_id = r.id AND a.amount_minor < 0
     WHERE c.payment_method = 'DIRECT_DEBIT' AND c.id BETWEEN %s AND %s
       AND a.evidence->>'how' = 'returned'
"""
# A thank-you is no step: when its money goes back, the gap counts from the last reminder.
STEPS = """
    SELECT i.receivable_id, max(i.rank)::int, max(i.sent_on) FILTER (WHERE i.rank >= 0),
           bool_or(i.sent_on IS NULL)
      FROM dunning_actionitem i JOIN ledger_receivable r ON r.id = i.receivable_id
     WHERE i.counts AND r.open_minor > 0 AND r.customer_id BETWEEN %s AND %s
     GROUP BY i.receivable_id
"""
# The terms that letters of the law gave, and that are not over.
TERMS = """
    SELECT receivable_id, max(term_until) FROM dunning_legalnotice
     WHERE customer_id BETWEEN %s AND %s AND term_until >= %s AND NOT void
     GROUP BY receivable_id
"""
PROMISES = """
    SELECT receivable_id, promised_on FROM ledger_promise
     WHERE closed_on IS NULL AND customer_id BETWEEN %s AND %s
"""
DISPUTES = """
    SELECT receivable_id, coalesce(amount_minor, 9223372036854775807) FROM ledger_dispute
     WHERE closed_on IS NULL AND customer_id BETWEEN %s AND %s
"""
# A hold of the whole group holds every customer that is the same debtor.
HOLDS = """
    SELECT customer_id, receivable_id, max(until_on) FROM ledger_hold
     WHERE ended_on IS NULL AND customer_id BETWEEN %s AND %s
       AND until_on >= %s AND from_on <= %s
     GROUP BY customer_id, receivable_id
    UNION ALL
    SELECT f.customer_id, NULL, max(h.until_on)
      FROM ledger_hold h
      JOIN dunning_following own ON own.customer_id = h.customer_id
      JOIN dunning_following f ON f.group_id = own.group_id
     WHERE h.whole_group AND h.ended_on IS NULL AND f.customer_id BETWEEN %s AND %s
       AND h.until_on >= %s AND h.from_on <= %s
     GROUP BY f.customer_id
"""
MONEY = """
    SELECT customer_id, currency, on_account, sum(available_minor)::bigint
      FROM ledger_receipt WHERE available_minor > 0 AND customer_id BETWEEN %s AND %s
     GROUP BY customer_id, currency, on_account
    UNION ALL
    SELECT customer_id, currency, true, sum(available_minor)::bigint FROM ledger_invoice
     WHERE available_minor > 0 AND customer_id BETWEEN %s AND %s
     GROUP BY customer_id, currency
"""
SUSPECTED = """
    SELECT DISTINCT customer_id FROM matching_match
     WHERE state = 'PROPOSED' AND customer_id BETWEEN %s AND %s
"""
# What our own people are told does not count; what another of the group got does.
MESSAGES = """
    SELECT m.customer_id, m.business_day FROM channels_message m
     WHERE m.business_day > %s AND m.state IN ('CLAIMED', 'SENDING', 'SENT', 'UNCERTAIN')
       AND m.channel <> 'WEBHOOK' AND m.kind NOT LIKE 'CHASE%%'
       AND m.customer_id BETWEEN %s AND %s
    UNION ALL
    SELECT f.customer_id, m.business_day
      FROM channels_message m
      JOIN dunning_following own ON own.customer_id = m.customer_id
      JOIN dunning_following f ON f.group_id = own.group_id
       AND f.customer_id <> own.customer_id
     WHERE m.business_day > %s AND m.state IN ('CLAIMED', 'SENDING', 'SENT', 'UNCERTAIN')
       AND m.channel <> 'WEBHOOK' AND m.kind NOT LIKE 'CHASE%%'
       AND f.customer_id BETWEEN %s AND %s
     ORDER BY 1, 2
"""
# Reachable by a channel: an address that no server has refused for good.
CUSTOMERS = """
    SELECT c.id, c.company_id, c.party_type, c.vat <> '' OR c.registration <> '', c.country,
           p.sells_to, c.payment_method = 'DIRECT_DEBIT', c.representative_id IS NOT NULL,
           f.version_id, coalesce(f.strategic, false),
           EXISTS (SELECT 1 FROM (
                        SELECT c.email AS email UNION ALL
                        SELECT t.email FROM ledger_contact t WHERE t.customer_id = c.id) a
                    WHERE a.email <> '' AND NOT EXISTS (
                        SELECT 1 FROM channels_message m
                         WHERE m.customer_id = c.id AND m.permanent AND m."to" = a.email)),
           c.street <> '' AND c.city <> '' AND NOT EXISTS (
                SELECT 1 FROM channels_message m
                 WHERE m.customer_id = c.id AND m.permanent AND m.channel = 'LETTER'
                   AND strpos(m."to", c.street) > 0),
           ARRAY(SELECT a.phone FROM (
                    SELECT c.phone AS phone UNION ALL
                    SELECT t.phone FROM ledger_contact t WHERE t.customer_id = c.id) a
                  WHERE a.phone <> '' AND NOT EXISTS (
                    SELECT 1 FROM channels_message m
                     WHERE m.customer_id = c.id AND m.permanent AND m.channel = 'SMS'))
      FROM ledger_customer c
      JOIN organisation_company p ON p.id = c.company_id
      LEFT JOIN dunning_following f ON f.customer_id = c.id
            AND f.customer_id BETWEEN %s AND %s
     WHERE c.id BETWEEN %s AND %s
"""
# Nobody is thanked while money that settled it has gone back and waits for a person; nor
# for what was given up, or collected by somebody else.
SETTLED = """
    SELECT r.customer_id, r.id, r.settled_on FROM ledger_receivable r
     WHERE r.open_minor = 0 AND r.settled_on >= %s AND r.customer_id BETWEEN %s AND %s
       AND EXISTS (SELECT 1 FROM dunning_actionitem i
                    WHERE i.receivable_id = r.id AND i.counts AND i.rank >= 100
                      AND i.sent_on IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM dunning_actionitem i
                        WHERE i.receivable_id = r.id AND i.counts AND i.rank < 0)
       AND EXISTS (SELECT 1 FROM ledger_allocation a
                    WHERE a.receivable_id = r.id AND a.amount_minor > 0
                      AND a.kind NOT IN ('CREDIT_NOTE', 'WRITE_OFF'))
       AND NOT EXISTS (SELECT 1 FROM ledger_hold h
                        WHERE h.customer_id = r.customer_id
                          AND (h.receivable_id = r.id OR h.receivable_id IS NULL)
                          AND h.reason IN ('HANDED_OVER', 'INSOLVENCY')
                          AND h.from_on <= r.settled_on AND h.until_on >= r.settled_on
                          AND (h.ended_on IS NULL OR h.ended_on >= r.settled_on))
       AND NOT EXISTS (SELECT 1 FROM ledger_allocation a
                         JOIN bank_line paid ON paid.receipt_id = a.receipt_id
                         JOIN bank_line back ON back.account_id = paid.account_id
                          AND back.state = 'OPEN' AND back.amount_minor < 0
                        WHERE a.receivable_id = r.id
                          AND CASE
                              WHEN '' NOT IN (back.end_to_end_id, paid.end_to_end_id)
                              THEN back.end_to_end_id = paid.end_to_end_id
                              ELSE back.iban IN (NULLIF(paid.iban, ''),
                                   (SELECT k.iban FROM ledger_customeriban k
                                     WHERE k.customer_id = r.customer_id
                                       AND k.iban = back.iban)) END)
     ORDER BY r.customer_id, r.settled_on, r.id
"""
