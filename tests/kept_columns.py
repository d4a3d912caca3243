"""Columns that stay when a person is erased, and why; what of the others is not exported.

docs/explanation/personal-data.md tells the same to people.
"""

from __future__ import annotations

US = "Of us: our companies, people, accounts and partners; nothing of a debtor."
RULES = "How a company works: its rules, texts and scenarios; nobody stands in them."
SUMS = "Sums and figures over many; nobody can be told from them."
ACCOUNTS = "The program's own record of its work, by keys and codes."

KEPT_TABLES = {
    "audit.Entry": "The trail: who did what must be shown, nothing is ever taken out.",
    "organisation.Company": US,
    "organisation.Unit": US,
    "organisation.Person": US,
    "bank.Account": US,
    "bank.Statement": "The bank's own number of a statement; payers stand in its lines.",
    "bank.Repetition": "The key by which a statement that comes again adds nothing.",
    "channels.Mailbox": US,
    "channels.PrintRun": ACCOUNTS,
    "handover.Partner": US,
    "law.EnteredRate": RULES,
    "matching.KindRecord": SUMS,
    "scoring.Thresholds": RULES,
    "scoring.Norm": SUMS,
    "scoring.Model": SUMS,
    "scoring.CompanyPast": SUMS,
    "scoring.Check": SUMS,
    "intake.TableLayout": RULES,
    "intake.Source": US,
    "intake.SourceToken": US,
    "intake.Delivery": "Why a folder could not be reached; files stand in their runs.",
    "claims.DebitLine": "A sum with its law and its days; words stand in the note.",
    "dunning.Scenario": RULES,
    "dunning.Version": RULES,
    "dunning.AssignmentRule": RULES,
    "dunning.Wording": RULES,
    "dunning.Trial": "Sums, and customers by key alone.",
    "dunning.Following": "Written anew each day by the rules, from what is held then.",
    "dunning.Outlook": "Codes of steps and reasons, written anew each day.",
    "dunning.LegalNotice": "Codes of the law, and days.",
    "limitation.Watched": "Written anew each day: a rule of the law.",
    "privacy.Past": "Codes of groups, written anew each day; goes when somebody is erased.",
    "insight.Snapshot": SUMS,
    "insight.Loss": SUMS,
    "cycle.Cycle": ACCOUNTS,
}
NUMBER = "The books know the document by it; the next import finds it by it."
KEY = "A key of the machine, by which the same never comes in twice."
STAFF = "Who of our own people it was."
MEDIA = "What kind of file it was."

KEPT = {
    "ledger.Customer.code": "The number in the accounting: all that is left of the name.",
    "ledger.Customer.segment": "A class of customers of the company, not of a person.",
    "ledger.Document.media_type": MEDIA,
    "ledger.Document.sha256": "Replaced by the key of the row when the paper is emptied.",
    "ledger.Invoice.number": NUMBER,
    "ledger.Invoice.number_key": NUMBER,
    "ledger.Invoice.corrects": NUMBER,
    "ledger.Invoice.discounts": "Days and percents of an early payment.",
    "ledger.Receipt.key": KEY,
    "ledger.Receipt.pays": NUMBER,
    "claims.ClaimItem.notes": ACCOUNTS,
    "agenda.Task.key": KEY,
    "agenda.Note.author_name": STAFF,
    "bank.Line.key": KEY,
    "bank.Line.return_reason": "The bank's code.",
    "bank.Line.why": STAFF,
    "bank.Return.reason": "The bank's code.",
    "channels.Message.kind": "A code of the step.",
    "channels.Message.occasion": "A code with the key of a row.",
    "channels.Message.sender": US,
    "channels.Message.carrier": "A code of the way it left.",
    "channels.Message.external_id": KEY,
    "channels.Enclosure.media_type": MEDIA,
    "channels.DeliveryEvent.key": KEY,
    "channels.Incoming.key": KEY,
    "matching.Match.kind": "A code of the evidence.",
    "intake.Run.format": "A code of the format.",
    "intake.Run.layout": RULES,
    "intake.Run.sums": SUMS,
    "intake.Run.actor_name": STAFF,
    "dunning.Action.step": "A code of the step.",
    "dunning.Action.role": "A code of a role.",
    "dunning.Action.tone": "A code of the tone.",
    "dunning.Action.enclose": "Codes of what goes along.",
    "dunning.Action.why": "A code of the reason.",
    "dunning.Action.approver": "A code of who agrees.",
    "dunning.Action.ground": "A code of why.",
    "dunning.ActionItem.step": "A code of the step.",
    "handover.Insolvency.deadline_source": RULES,
}
# Columns of HELD that the export does not tell (art. 15), each with why.
A_FILE = "The file is told by its name; whoever wants a copy asks for it."
AGAIN = "The same as is told elsewhere, folded or set for a machine."
NOT_TOLD = {
    "channels.Enclosure.content": A_FILE,
    "channels.IncomingFile.content": A_FILE,
    "channels.IncomingFile.media_type": A_FILE,
    "ledger.Document.content": A_FILE,
    "channels.Message.page": AGAIN,
    "channels.PrintBatch.pdf": "Letters of several people; each is told as a message.",
    "handover.DossierPart.content": AGAIN,
    "handover.CaseDossier.why": "Why the program could not make a file.",
    "dunning.Action.basis": AGAIN,
    "ledger.Customer.search_key": AGAIN,
    "ledger.Contact.search_key": AGAIN,
    "ledger.Contact.name": "Other people, who are handed their own; theirs is told.",
    "ledger.Contact.email": "Other people, who are handed their own; theirs is told.",
    "ledger.Contact.phone": "Other people, who are handed their own; theirs is told.",
    "privacy.Request.email": "Of a contact person: it is the address they gave.",
    "scoring.Prediction.evidence": "Told as a sentence where it says something.",
}
