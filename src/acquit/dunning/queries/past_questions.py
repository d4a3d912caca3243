"""What is asked of the tables to tell the past: one question per kind of fact.

%(ids)s: the customers; %(first)s, %(last)s: the days, both included. Where something ends
without an instant of its own, the audit trail knows it.
"""

from __future__ import annotations

COMPANY = """
    SELECT country, currency, sells_to, vat <> '' OR registration <> ''
      FROM organisation_company WHERE id = %(company)s
"""
CUSTOMERS = """
    SELECT c.id, c.party_type, c.vat <> '' OR c.registration <> '', c.country,
           c.payment_method = 'DIRECT_DEBIT', c.representative_id IS NOT NULL,
           coalesce(f.group_id, c.id),
           ARRAY(SELECT a.email FROM (
                    SELECT c.email AS email UNION ALL
                    SELECT t.email FROM ledger_contact t WHERE t.customer_id = c.id) a
                  WHERE a.email <> ''),
           ARRAY(SELECT a.phone FROM (
                    SELECT c.phone AS phone UNION ALL
                    SELECT t.phone FROM ledger_contact t WHERE t.customer_id = c.id) a
                  WHERE a.phone <> ''),
           CASE WHEN c.city = '' THEN '' ELSE c.street END
      FROM ledger_customer c
      LEFT JOIN dunning_following f ON f.customer_id = c.id
     WHERE c.id = ANY(%(ids)s)
"""
# What was settled long before the first day is no part of the trial.
_CONCERNED = """
    r.customer_id = ANY(%(ids)s)
    AND (r.settled_on IS NULL OR r.settled_on >= %(first)s::date - 90
         OR EXISTS (SELECT 1 FROM ledger_allocation late
                     WHERE late.receivable_id = r.id AND late.recorded_at >= %(since)s))
"""
OWED = f"""
    SELECT r.recorded_at, r.customer_id, r.id, r.currency, r.due_on, r.amount_minor,
           CASE WHEN i.kind = 'DEBIT_NOTE' THEN 'DEBIT_NOTE'
                WHEN r.amount_minor <> i.total_minor THEN 'INSTALMENT'
                ELSE 'INVOICE' END,
           i.document_id IS NOT NULL, i.issued_on
      FROM ledger_receivable r JOIN ledger_invoice i ON i.id = r.invoice_id
     WHERE {_CONCERNED}
"""  # noqa: S608  # a constant
MOVED = f"""
    SELECT a.recorded_at, r.customer_id, r.id, a.amount_minor, a.booked_on,
           a.kind NOT IN ('CREDIT_NOTE', 'WRITE_OFF'),
           a.amount_minor < 0 AND coalesce(a.evidence->>'how' = 'returned', false)
      FROM ledger_allocation a JOIN ledger_receivable r ON r.id = a.receivable_id
     WHERE {_CONCERNED}
     ORDER BY a.id
"""  # noqa: S608  # a constant
# A promise or a dispute may have been replaced by the next one of the receivable.
PROMISES = """
    SELECT p.recorded_at, p.customer_id, p.receivable_id, p.id, p.promised_on, p.closed_on,
           CASE WHEN p.kept IS NULL THEN
               coalesce((SELECT min(e.at) FROM audit_entry e
                          WHERE e.customer_id = p.customer_id
                            AND e.event = 'promise_withdrawn' AND e.subject_id = p.id),
                        (SELECT min(n.recorded_at) FROM ledger_promise n
                          WHERE n.receivable_id = p.receivable_id AND n.id > p.id)) END
      FROM ledger_promise p
     WHERE p.customer_id = ANY(%(ids)s)
"""
DISPUTES = """
    SELECT d.recorded_at, d.customer_id, d.receivable_id, d.id, d.amount_minor, d.closed_on,
           coalesce((SELECT min(e.at) FROM audit_entry e
                      WHERE e.customer_id = d.customer_id
                        AND e.event = 'dispute_closed' AND e.subject_id = d.id),
                    (SELECT min(n.recorded_at) FROM ledger_dispute n
                      WHERE n.receivable_id = d.receivable_id AND n.id > d.id))
      FROM ledger_dispute d
     WHERE d.customer_id = ANY(%(ids)s)
"""
HOLDS = """
    WITH one AS (
        SELECT h.*, (SELECT min(e.at) FROM audit_entry e
                      WHERE e.customer_id = h.customer_id
                        AND e.event = 'hold_ended' AND e.subject_id = h.id) AS ended_at
          FROM ledger_hold h WHERE h.until_on >= %(first)s)
    SELECT recorded_at, customer_id, receivable_id, id, from_on, until_on, ended_on,
           ended_at
      FROM one WHERE customer_id = ANY(%(ids)s)
    UNION ALL
    SELECT h.recorded_at, f.customer_id, NULL, h.id, h.from_on, h.until_on, h.ended_on,
           h.ended_at
      FROM one h
      JOIN dunning_following own ON own.customer_id = h.customer_id
      JOIN dunning_following f ON f.group_id = own.group_id
       AND f.customer_id <> own.customer_id
     WHERE h.whole_group AND f.customer_id = ANY(%(ids)s)
"""
# Missing from a list of open items: still, or until a person said what became of it.
MISSING = """
    SELECT customer_id, id, missing_on, NULL::timestamptz FROM ledger_receivable
     WHERE missing_on IS NOT NULL AND customer_id = ANY(%(ids)s)
    UNION ALL
    SELECT customer_id, subject_id, (details->>'missing_on')::date, at FROM audit_entry
     WHERE event IN ('missing_settled', 'missing_kept') AND subject_kind = 'Receivable'
       AND customer_id = ANY(%(ids)s)
"""
# Whose money it is was known from the beginning, or by the word of a person.
RECEIPTS = """
    SELECT r.id, r.customer_id, r.currency, r.amount_minor, r.on_account, r.received_on,
           r.recorded_at,
           EXISTS (SELECT 1 FROM ledger_customeriban k
                    WHERE k.customer_id = r.customer_id AND k.iban = r.payer_iban
                      AND r.payer_iban <> ''),
           (SELECT min(a.recorded_at) FROM ledger_allocation a
             WHERE a.receipt_id = r.id AND a.source = 'PERSON'),
           (SELECT min(a.recorded_at) FROM ledger_allocation a
             WHERE a.receipt_id = r.id AND a.source <> 'PERSON'),
           (SELECT min(e.at) FROM audit_entry e
             WHERE e.customer_id = r.customer_id
               AND e.event = 'receipt_put_on_account' AND e.subject_id = r.id)
      FROM ledger_receipt r
     WHERE r.customer_id = ANY(%(ids)s) AND r.same_as_id IS NULL
       AND (r.available_minor > 0
            OR EXISTS (SELECT 1 FROM ledger_allocation a
                        WHERE a.receipt_id = r.id AND a.recorded_at > r.recorded_at))
"""
USED = """
    SELECT a.receipt_id, a.amount_minor, a.recorded_at, a.booked_on
      FROM ledger_allocation a
     WHERE a.receipt_id = ANY(%(receipts)s)
    UNION ALL
    SELECT b.receipt_id, b.amount_minor, b.recorded_at, b.returned_on FROM bank_return b
     WHERE b.receipt_id = ANY(%(receipts)s) AND b.undone_on IS NULL
"""
# Of a credit note, what the accounting says may have taken part without a use of ours.
NOTES = """
    SELECT i.recorded_at, i.customer_id, i.currency,
           i.available_minor + coalesce(u.minor, 0), i.issued_on, u.parts, u.instants,
           u.days
      FROM ledger_invoice i
      LEFT JOIN LATERAL (
           SELECT sum(a.amount_minor)::bigint AS minor,
                  array_agg(a.amount_minor ORDER BY a.id) AS parts,
                  array_agg(a.recorded_at ORDER BY a.id) AS instants,
                  array_agg(a.booked_on ORDER BY a.id) AS days
             FROM ledger_allocation a WHERE a.credit_note_id = i.id) u ON true
     WHERE i.kind = 'CREDIT_NOTE' AND i.customer_id = ANY(%(ids)s)
       AND (i.available_minor > 0 OR u.minor IS NOT NULL)
"""
# What was proposed and then decided had been proposed when the payment came.
SUSPECTED = """
    SELECT m.customer_id, m.id,
           CASE WHEN m.state = 'PROPOSED' THEN m.decided_at ELSE r.recorded_at END,
           CASE WHEN m.state <> 'PROPOSED' THEN m.decided_at END
      FROM matching_match m JOIN ledger_receipt r ON r.id = m.receipt_id
     WHERE m.state IN ('PROPOSED', 'ACCEPTED', 'DECLINED')
       AND m.customer_id = ANY(%(ids)s)
"""
# As the last check before a thank-you asks it; see `file_questions.SETTLED`.
GONE_BACK = """
    WITH back AS (
        SELECT l.*, (SELECT min(b.recorded_at) FROM bank_return b WHERE b.line_id = l.id)
                    AS returned_at
          FROM bank_line l JOIN bank_account k ON k.id = l.account_id
         WHERE k.company_id = %(company)s AND l.amount_minor < 0
           AND (l.state = 'OPEN' OR EXISTS (
                SELECT 1 FROM bank_return b
                 WHERE b.line_id = l.id AND b.recorded_at > l.recorded_at)))
    SELECT DISTINCT back.recorded_at, r.customer_id, r.id, back.id, back.returned_at
      FROM back
      JOIN bank_line paid ON paid.account_id = back.account_id
                         AND paid.receipt_id IS NOT NULL
      JOIN ledger_allocation a ON a.receipt_id = paid.receipt_id
      JOIN ledger_receivable r ON r.id = a.receivable_id
     WHERE r.customer_id = ANY(%(ids)s)
       AND CASE WHEN '' NOT IN (back.end_to_end_id, paid.end_to_end_id)
                THEN back.end_to_end_id = paid.end_to_end_id
                ELSE back.iban IN (NULLIF(paid.iban, ''),
                     (SELECT k.iban FROM ledger_customeriban k
                       WHERE k.customer_id = r.customer_id AND k.iban = back.iban)) END
"""
DEAD = """
    SELECT coalesce(m.sent_at, m.claimed_at), m.customer_id, m.channel, m."to"
      FROM channels_message m
     WHERE m.permanent AND m.customer_id = ANY(%(ids)s)
"""
MOVES = """
    SELECT "on", customer_id, version_id FROM dunning_move
     WHERE customer_id = ANY(%(ids)s) ORDER BY id
"""
ACCOUNTS = """
    SELECT k.id, coalesce((SELECT min(e.at) FROM audit_entry e
                            WHERE e.company_id = k.company_id
                              AND e.event = 'account_opened' AND e.subject_id = k.id),
                          (SELECT min(s.recorded_at) FROM bank_statement s
                            WHERE s.account_id = k.id))
      FROM bank_account k WHERE k.company_id = %(company)s
"""
STATEMENTS = """
    SELECT s.recorded_at, s.account_id, s.fresh_on
      FROM bank_statement s JOIN bank_account k ON k.id = s.account_id
     WHERE k.company_id = %(company)s
"""
TAKEN = """
    SELECT i.receivable_id, max(i.rank)::int, max(i.sent_on) FILTER (WHERE i.rank >= 0),
           bool_or(i.sent_on IS NULL),
           bool_or(i.rank >= 100 AND i.sent_on IS NOT NULL), bool_or(i.rank < 0),
           (SELECT max(l.term_until) FROM dunning_legalnotice l
              JOIN dunning_action a ON a.id = l.action_id
             WHERE l.receivable_id = i.receivable_id AND NOT l.void
               AND a.for_day < %(first)s)
      FROM dunning_actionitem i
      JOIN dunning_action n ON n.id = i.action_id
      JOIN ledger_receivable r ON r.id = i.receivable_id
     WHERE i.counts AND r.customer_id = ANY(%(ids)s)
       AND coalesce(i.sent_on, n.for_day) < %(first)s
     GROUP BY i.receivable_id
"""
# What really left in the week before; and, until the last day, what others of a group got.
CONTACTED = """
    SELECT m.customer_id, m.business_day FROM channels_message m
     WHERE m.state IN ('CLAIMED', 'SENDING', 'SENT', 'UNCERTAIN')
       AND m.channel <> 'WEBHOOK' AND m.kind NOT LIKE 'CHASE%%'
       AND m.business_day > %(first)s::date - 7 AND m.business_day < %(first)s
       AND m.customer_id = ANY(%(ids)s)
     ORDER BY m.business_day
"""
OTHERS = """
    SELECT min(f.customer_id), m.id, m.business_day
      FROM channels_message m
      JOIN dunning_following own ON own.customer_id = m.customer_id
      JOIN dunning_following f ON f.group_id = own.group_id
       AND f.customer_id <> own.customer_id
     WHERE m.state IN ('CLAIMED', 'SENDING', 'SENT', 'UNCERTAIN')
       AND m.channel <> 'WEBHOOK' AND m.kind NOT LIKE 'CHASE%%'
       AND m.business_day > %(first)s::date - 7 AND m.business_day <= %(last)s
       AND f.customer_id = ANY(%(ids)s) AND NOT m.customer_id = ANY(%(ids)s)
     GROUP BY m.id, m.business_day
"""
