"""`acquit matches`: what became of each line, as a program reads it."""

from __future__ import annotations

import json

from papers import Paid, statement

INVOICES = """invoice_number,customer_code,type,issue_date,due_date,amount
F26-001,C1,invoice,2026-02-01,2026-03-01,100.00
F26-002,C1,invoice,2026-02-01,2026-03-01,55.00
F26-003,C1,invoice,2026-02-01,2026-03-01,55.00
CN26-01,C1,credit_note,2026-02-05,,20.00
"""


def test_each_line_says_what_it_settles_and_by_what(acquit, tmp_path):
    acquit("setup", "--company", "X", "--name", "X NV", "--country", "BE")
    (tmp_path / "customers.csv").write_text("customer_code,name\nC1,Bakkerij Peeters BV\n")
    (tmp_path / "invoices.csv").write_text(INVOICES)
    paper = statement(
        Paid("80.00", "F26-001 min creditnota", name="BAKKERIJ PEETERS"),
        Paid("55.00", "", name="Bakkerij Peeters"),
        Paid("12.00", "intrest"),
        Paid("-9.00", "kosten"),
    )
    (tmp_path / "statement.xml").write_bytes(paper)
    for name in ("customers.csv", "invoices.csv", "statement.xml"):
        done = acquit("import", str(tmp_path / name), "--company", "X")
        assert done.returncode == 0, done.stderr + done.stdout
    rows = json.loads(acquit("matches", "--company", "X", "--json").stdout)
    by_text = {(row["amount"], row["text"]): row for row in rows}
    netted = by_text["80.00", "F26-001 min creditnota"]
    assert netted["outcome"] == "posted"
    assert netted["allocations"] == [
        {"invoice": "F26-001", "amount": "100.00"},
        {"invoice": "CN26-01", "amount": "-20.00"},
    ]
    assert netted["evidence"][0]["kind"] == "number/name/netted"
    rival = by_text["55.00", ""]
    assert (rival["outcome"], rival["allocations"]) == ("proposed", [])
    assert rival["proposals"] == [
        [{"invoice": "F26-002", "amount": "55.00"}],
        [{"invoice": "F26-003", "amount": "55.00"}],
    ]
    assert by_text["12.00", "intrest"]["outcome"] == "unknown"
    assert by_text["-9.00", "kosten"]["outcome"] == "unknown"
    assert "posted   F26-001 100.00" in acquit("matches", "--company", "X").stdout
