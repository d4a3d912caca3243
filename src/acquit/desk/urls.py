"""The addresses of the desk: nouns, and a verb where something is written."""

from __future__ import annotations

from django.urls import path

from acquit.desk import search, views
from acquit.desk.accuracy import views as proving
from acquit.desk.answers import views as answers
from acquit.desk.audit import views as trail
from acquit.desk.bank import account, caring, returning
from acquit.desk.bank import views as bank
from acquit.desk.bank import writing as matching
from acquit.desk.calls import views as calls
from acquit.desk.cases import dossiers, giving_up, handing, insolvent
from acquit.desk.cases import views as case_views
from acquit.desk.cases import writing as case_writing
from acquit.desk.claims import claiming
from acquit.desk.claims import terms as claim_terms
from acquit.desk.claims import views as claims
from acquit.desk.cockpit import views as cockpit
from acquit.desk.customers import assessing, pinning, writing
from acquit.desk.customers import views as customers
from acquit.desk.dunning import views as dunning
from acquit.desk.dunning import writing as approving
from acquit.desk.forecast import views as forecast
from acquit.desk.imports import views as imports
from acquit.desk.invoices import views as invoices
from acquit.desk.law import views as law
from acquit.desk.layouts import views as layouts
from acquit.desk.letters import views as letters
from acquit.desk.limitation import views as limitation
from acquit.desk.missing import views as missing
from acquit.desk.outbox import arriving
from acquit.desk.outbox import views as outbox
from acquit.desk.payers import views as payers
from acquit.desk.privacy import persons
from acquit.desk.privacy import views as privacy
from acquit.desk.scenarios import placing, policy, rules
from acquit.desk.scenarios import views as scenarios
from acquit.desk.scenarios import writing as drawing
from acquit.desk.sources import views as sources
from acquit.desk.sources import writing as setting_up
from acquit.desk.tasks import views as tasks
from acquit.desk.trial import views as trial
from acquit.desk.wording import views as wording

app_name = "desk"

urlpatterns = [
    path("", cockpit.cockpit, name="home"),
    path("forecast/", forecast.forecast, name="forecast"),
    path("language/", views.choose_language, name="language"),
    path("search/", search.found, name="search"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<int:pk>/", customers.customer, name="customer"),
    path(
        "customers/<int:pk>/timeline/",
        customers.customer_timeline,
        name="customer_timeline",
    ),
    path(
        "customers/<int:pk>/behaviour/",
        customers.customer_behaviour,
        name="customer_behaviour",
    ),
    path(
        "customers/<int:pk>/contacts/",
        customers.customer_contacts,
        name="customer_contacts",
    ),
    path(
        "customers/<int:pk>/documents/",
        customers.customer_documents,
        name="customer_documents",
    ),
    path(
        "customers/<int:pk>/statement.pdf",
        customers.statement_letter,
        name="statement_letter",
    ),
    path(
        "customers/<int:pk>/statement.xlsx",
        customers.statement_workbook,
        name="statement_workbook",
    ),
    path("invoices/", invoices.invoices, name="invoices"),
    path("invoices/<int:pk>/", invoices.invoice, name="invoice"),
    path("invoices/<int:pk>/document/", customers.document, name="document"),
    path(
        "customers/<int:pk>/assess/",
        assessing.override_assessment,
        name="override_assessment",
    ),
    path("overrides/<int:pk>/end/", assessing.end_override, name="end_override"),
    path("customers/<int:pk>/note/", writing.write_note, name="write_note"),
    path("customers/<int:pk>/pin/", pinning.pin_customer, name="pin_customer"),
    path("customers/<int:pk>/unpin/", pinning.unpin_customer, name="unpin_customer"),
    path("customers/<int:pk>/newest/", pinning.take_newest, name="take_newest"),
    path("customers/<int:pk>/hold/", writing.hold_customer, name="hold_customer"),
    path("receivables/<int:pk>/promise/", writing.record_promise, name="record_promise"),
    path("receivables/<int:pk>/dispute/", writing.open_dispute, name="open_dispute"),
    path("receivables/<int:pk>/hold/", writing.hold_receivable, name="hold_receivable"),
    path("promises/<int:pk>/withdraw/", writing.withdraw_promise, name="withdraw_promise"),
    path("disputes/<int:pk>/close/", writing.close_dispute, name="close_dispute"),
    path("holds/<int:pk>/end/", writing.end_hold, name="end_hold"),
    path("cases/", case_views.cases, name="cases"),
    path("cases/<int:pk>/", case_views.case, name="case"),
    path("cases/<int:pk>/dossier/", dossiers.case_dossier, name="case_dossier"),
    path("dossiers/<int:pk>/pdf/", dossiers.dossier_pdf, name="dossier_pdf"),
    path("dossiers/<int:pk>/zip/", dossiers.dossier_zip, name="dossier_zip"),
    path("cases/<int:pk>/stage/", case_writing.tell_stage, name="tell_stage"),
    path("cases/<int:pk>/cost/", case_writing.add_cost, name="add_cost"),
    path("cases/<int:pk>/reference/", case_writing.case_reference, name="case_reference"),
    path("cases/<int:pk>/close/", case_writing.close_case, name="close_case"),
    path("stages/<int:pk>/correct/", case_writing.correct_stage, name="correct_stage"),
    path("stages/<int:pk>/paper/", case_views.stage_paper, name="stage_paper"),
    path("costs/<int:pk>/paper/", case_views.cost_paper, name="cost_paper"),
    path("costs/<int:pk>/take-back/", case_writing.take_back_cost, name="take_back_cost"),
    path("companies/<int:pk>/partner/", case_writing.add_partner, name="add_partner"),
    path("customers/<int:pk>/hand-over/", handing.hand_over, name="hand_over"),
    path("customers/<int:pk>/conditions/", handing.conditions, name="conditions"),
    path(
        "customers/<int:pk>/insolvency/",
        insolvent.record_insolvency,
        name="record_insolvency",
    ),
    path("insolvencies/<int:pk>/file/", insolvent.file_claim, name="file_claim"),
    path("insolvencies/<int:pk>/end/", insolvent.end_insolvency, name="end_insolvency"),
    path("insolvencies/<int:pk>/proof/", case_views.filing_proof, name="filing_proof"),
    path("receivables/<int:pk>/write-off/", giving_up.write_off, name="write_off"),
    path("wishes/<int:pk>/settle/", giving_up.approve_write_off, name="approve_write_off"),
    path(
        "write-offs/<int:pk>/take-back/",
        giving_up.take_back_write_off,
        name="take_back_write_off",
    ),
    path("bank/", bank.bank, name="bank"),
    path("accounts/<int:pk>/", account.account, name="account"),
    path("bank/<int:pk>/", bank.bank_line, name="bank_line"),
    path("bank/<int:pk>/accept/", matching.accept_line, name="accept_line"),
    path("bank/<int:pk>/decline/", matching.decline_line, name="decline_line"),
    path("bank/<int:pk>/undo/", matching.undo_line, name="undo_line"),
    path("bank/<int:pk>/on-account/", matching.keep_on_account, name="keep_on_account"),
    path("bank/<int:pk>/returned/<int:paid>/", returning.say_returned, name="say_returned"),
    path("bank/<int:pk>/not-returned/", returning.undo_return, name="undo_return"),
    path("bank/<int:pk>/park/", caring.park_line, name="park_line"),
    path("bank/<int:pk>/unpark/", caring.unpark_line, name="unpark_line"),
    path("bank/<int:pk>/assign/", caring.assign_line, name="assign_line"),
    path("bank/<int:pk>/not-ours/", matching.disown_line, name="disown_line"),
    path("bank/<int:pk>/look-again/", matching.look_again, name="look_again"),
    path("dunning/", dunning.dunning, name="dunning"),
    path("dunning/leaving/", dunning.dunning_leaving, name="dunning_leaving"),
    path("dunning/held/", dunning.dunning_held, name="dunning_held"),
    path("dunning/left/", dunning.dunning_left, name="dunning_left"),
    path("dunning/approve/", approving.approve_steps, name="approve_steps"),
    path("dunning/hold/", approving.hold_steps, name="hold_steps"),
    path("dunning/<int:pk>/", dunning.dunning_step, name="dunning_step"),
    path("dunning/<int:pk>/mail/", dunning.step_mail, name="step_mail"),
    path("dunning/<int:pk>/approve/", approving.approve_step, name="approve_step"),
    path("dunning/<int:pk>/decline/", approving.decline_step, name="decline_step"),
    path("imports/<int:pk>/columns/", layouts.table_columns, name="table_columns"),
    path("missing/", missing.missing, name="missing"),
    path("missing/settle/", missing.settle_missing, name="settle_missing"),
    path("missing/keep/", missing.keep_missing, name="keep_missing"),
    path("layouts/", layouts.layouts, name="layouts"),
    path(
        "layouts/<int:pk>/retire/",
        layouts.retire_table_layout,
        name="retire_layout",
    ),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:pk>/", outbox.message, name="message"),
    path("outbox/<int:pk>/mail/", outbox.mail, name="mail"),
    path("outbox/<int:pk>/settle/", outbox.settle_message, name="settle_message"),
    path("outbox/<int:pk>/arrival/", arriving.record_arrival, name="record_arrival"),
    path("arrivals/<int:pk>/document/", arriving.arrival_document, name="arrival_document"),
    path("outbox/answers/", answers.answers, name="answers"),
    path("outbox/answers/<int:answers>/", answers.answer, name="answer"),
    path(
        "outbox/answers/<int:answers>/assign/", answers.assign_answer, name="assign_answer"
    ),
    path("outbox/answers/<int:answers>/done/", answers.finish_answer, name="finish_answer"),
    path("outbox/files/<int:received>/", answers.answer_file, name="answer_file"),
    path("imports/", imports.imports, name="imports"),
    path("imports/progress/", imports.import_progress, name="import_progress"),
    path("imports/<int:pk>/", imports.import_run, name="import_run"),
    path("imports/<int:pk>/file/", imports.import_original, name="import_original"),
    path("imports/<int:pk>/problems/", imports.import_problems, name="import_problems"),
    path("sources/", sources.sources, name="sources"),
    path("sources/new/folder/", setting_up.open_folder, name="open_folder"),
    path("sources/new/upload/", setting_up.open_upload, name="open_upload"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("sources/<int:pk>/try/", setting_up.try_source, name="try_source"),
    path("sources/<int:pk>/pause/", setting_up.pause_source, name="pause_source"),
    path("sources/<int:pk>/resume/", setting_up.resume_source, name="resume_source"),
    path("sources/<int:pk>/token/", setting_up.new_token, name="new_token"),
    path("tokens/<int:pk>/revoke/", setting_up.revoke_token, name="revoke_token"),
    path("accuracy/", proving.accuracy, name="accuracy"),
    path("accuracy/predictions/", proving.predictions, name="accuracy_predictions"),
    path(
        "companies/<int:pk>/matching-rules/",
        proving.matching_rules,
        name="matching_rules",
    ),
    path("outbox/<int:pk>/letter/", letters.letter, name="letter"),
    path("letters/", letters.letters, name="letters"),
    path("companies/<int:pk>/print-letters/", letters.print_letters, name="print_letters"),
    path("prints/<int:pk>/", letters.print_run, name="print_run"),
    path("enclosures/<int:pk>/", letters.enclosure, name="enclosure"),
    path("bundles/", letters.bundles, name="bundles"),
    path("bundles/<int:pk>/", letters.bundle, name="bundle"),
    path("bundles/<int:pk>/by-hand/", letters.by_hand, name="by_hand"),
    path("bundles/<int:pk>/post/", letters.post_bundle, name="post_bundle"),
    path("invoices/<int:pk>/interest/", invoices.interest, name="interest"),
    path("law/", law.law, name="law"),
    path(
        "customers/<int:pk>/interest/",
        customers.customer_interest,
        name="customer_interest",
    ),
    path(
        "customers/<int:pk>/interest/late/", claims.customer_claims, name="customer_claims"
    ),
    path(
        "customers/<int:pk>/interest/claimed/",
        claims.customer_claimed,
        name="customer_claimed",
    ),
    path("customers/<int:pk>/interest/claim/", claims.claim, name="claim"),
    path(
        "customers/<int:pk>/interest/<str:currency>.pdf",
        claims.preview,
        name="preview_claim",
    ),
    path(
        "receivables/<int:pk>/waive/<str:charge>/", claims.waive_claim, name="waive_claim"
    ),
    path("waivers/<int:pk>/end/", claims.end_waiver, name="end_waiver"),
    path(
        "debit-notes/<int:pk>/withdraw/",
        claims.withdraw_debit_note,
        name="withdraw_debit_note",
    ),
    path("to-claim/", claiming.to_claim, name="to_claim"),
    path("to-claim/issue/", claiming.claim_many, name="claim_many"),
    path("to-claim/runs/<int:pk>/", claiming.claim_run, name="claim_run"),
    path("interest-terms/", claim_terms.claim_terms, name="claim_terms"),
    path(
        "companies/<int:pk>/interest-terms/",
        claim_terms.company_terms,
        name="company_claim_terms",
    ),
    path("personal-data/", privacy.personal_data, name="personal_data"),
    path("personal-data/requests/", privacy.data_requests, name="data_requests"),
    path("personal-data/requests/new/", privacy.new_request, name="new_request"),
    path("personal-data/past/", privacy.data_past, name="data_past"),
    path("personal-data/log/", privacy.data_log, name="data_log"),
    path("requests/<int:pk>/answer/", privacy.answer_request, name="answer_request"),
    path("personal-data/contact/", persons.contact_data, name="contact_data"),
    path(
        "personal-data/contact/export/",
        persons.export_contact_data,
        name="export_contact_data",
    ),
    path(
        "personal-data/contact/erase/",
        persons.erase_contact_data,
        name="erase_contact_data",
    ),
    path("customers/<int:pk>/personal-data/", persons.customer_data, name="customer_data"),
    path(
        "customers/<int:pk>/personal-data/export/",
        persons.export_customer_data,
        name="export_customer_data",
    ),
    path(
        "customers/<int:pk>/personal-data/erase/",
        persons.erase_customer_data,
        name="erase_customer_data",
    ),
    path(
        "customers/<int:pk>/personal-data/objection/",
        persons.end_customer_objection,
        name="end_customer_objection",
    ),
    path("limitation/", limitation.limitation, name="limitation"),
    path(
        "invoices/<int:pk>/limitation/",
        limitation.invoice_limitation,
        name="invoice_limitation",
    ),
    path(
        "invoices/<int:pk>/limitation/record/",
        limitation.record_limitation,
        name="record_limitation",
    ),
    path(
        "occurrences/<int:pk>/withdraw/",
        limitation.withdraw_occurrence,
        name="withdraw_occurrence",
    ),
    path(
        "occurrences/<int:pk>/document/",
        limitation.occurrence_document,
        name="occurrence_document",
    ),
    path("law/rates/<str:reference>/", law.rate, name="rate"),
    path("payers/", payers.payers, name="payers"),
    path("companies/<int:pk>/thresholds/", payers.thresholds, name="thresholds"),
    path("templates/", wording.templates, name="templates"),
    path("companies/<int:pk>/template/", wording.template, name="template"),
    path("companies/<int:pk>/template/mail/", wording.template_mail, name="template_mail"),
    path(
        "companies/<int:pk>/template/preview/",
        wording.template_preview,
        name="template_preview",
    ),
    path(
        "companies/<int:pk>/template/original/",
        wording.template_original,
        name="template_original",
    ),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/rules/", rules.rules, name="rules"),
    path("scenarios/try/", trial.try_scenario, name="try_scenario"),
    path("scenarios/next/", trial.next_run, name="next_run"),
    path("trials/<int:pk>/", trial.trial, name="trial"),
    path("companies/<int:pk>/prices/", trial.message_prices, name="message_prices"),
    path("scenarios/policy/", policy.policies, name="policies"),
    path("scenarios/<int:pk>/", scenarios.scenario, name="scenario"),
    path(
        "scenarios/<int:pk>/touched/", scenarios.scenario_touched, name="scenario_touched"
    ),
    path("scenarios/<int:pk>/steps/new/", placing.add_step, name="add_step"),
    path("scenarios/<int:pk>/steps/<int:number>/", placing.change_step, name="change_step"),
    path("scenarios/<int:pk>/steps/<int:number>/day/", placing.move_step, name="move_step"),
    path(
        "scenarios/<int:pk>/steps/<int:number>/remove/",
        placing.remove_step,
        name="remove_step",
    ),
    path("scenarios/<int:pk>/thanks/", placing.change_thanks, name="change_thanks"),
    path("scenarios/<int:pk>/publish/", drawing.publish_scenario, name="publish_scenario"),
    path("scenarios/<int:pk>/discard/", drawing.discard_draft, name="discard_draft"),
    path("scenarios/<int:pk>/copy/", drawing.copy_scenario, name="copy_scenario"),
    path("scenarios/<int:pk>/rename/", drawing.rename_scenario, name="rename_scenario"),
    path("scenarios/<int:pk>/archive/", drawing.archive_scenario, name="archive_scenario"),
    path("scenarios/<int:pk>/restore/", drawing.restore_scenario, name="restore_scenario"),
    path("versions/<int:pk>/move/", drawing.move_followers, name="move_followers"),
    path("companies/<int:pk>/scenarios/new/", drawing.new_scenario, name="new_scenario"),
    path("companies/<int:pk>/rules/new/", rules.new_rule, name="new_rule"),
    path("companies/<int:pk>/policy/", policy.policy, name="policy"),
    path("rules/<int:pk>/", rules.change_rule, name="change_rule"),
    path("rules/<int:pk>/move/<int:place>/", rules.move_rule, name="move_rule"),
    path("rules/<int:pk>/remove/", rules.remove_rule, name="remove_rule"),
    path("audit/", trail.audit, name="audit"),
    path("calls/<int:pk>/", calls.call, name="call"),
    path("calls/<int:pk>/record/", calls.record_call, name="record_call"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:pk>/done/", tasks.finish_task, name="finish_task"),
]
