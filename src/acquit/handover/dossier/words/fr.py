"""The dossier in French."""
# ruff: noqa: RUF001  # dashes and apostrophes as they are printed

from __future__ import annotations

from acquit.handover.dossier.words.shapes import (
    Answers,
    Claims,
    Conditions,
    Cover,
    Exhibits,
    Interest,
    Limits,
    Lowering,
    Parties,
    Said,
    Sending,
    Sources,
    Words,
)

WORDS = Words(
    cover=Cover(
        title="Dossier",
        kinds={
            "GENERIC": "Recouvrement de factures impayées",
            "BE_IOS": "Recouvrement de dettes d’argent non contestées (Code judiciaire "
            "belge, art. 1394/20 à 1394/27)",
            "FR_INJONCTION": "Injonction de payer (Code de procédure civile, art. 1405 à "
            "1422)",
        },
        as_of="Situation au {day}",
        creditor="Créancier",
        debtor="Débiteur",
        claimed="Réclamé",
        principal="Principal",
        noted="Notes de débit d’intérêts et de frais",
        interest_until="Intérêts jusqu’au {day}",
        fee="Indemnité forfaitaire pour frais de recouvrement",
        total="Total",
        per_day="Par jour supplémentaire",
        per_day_unknown="Le taux du lendemain n’est pas encore connu.",
        disputes_none="Rien n’est contesté.",
        disputes_open="Contesté : {amounts}. Voir « {title} ».",
        disputes_closed="Plus rien n’est contesté ; les contestations passées figurent "
        "sous "
        "« {title} ».",
        claims="{count} factures, échues entre le {first} et le {last}",
        one_claim="1 facture, échue le {first}",
        prepared="Établi par {name} d’après ses livres, tels qu’ils étaient connus à la "
        "fin "
        "de la journée du {day}.",
        advice="Ce dossier n’est pas un avis juridique. La fiabilité de chaque taux et de "
        "chaque règle est indiquée sous « {title} ».",
        index="Table des matières",
        page="Page",
        parcel="Dans le fichier ZIP uniquement",
    ),
    parties=Parties(
        title="Parties",
        account="Numéro de compte client",
        address="Adresse",
        country="Pays",
        vat="TVA",
        registration="Numéro d’immatriculation",
        email="E-mail",
        phone="Téléphone",
        language="Langue",
        party="Qualité du débiteur",
        parties={
            "BUSINESS": "entreprise",
            "CONSUMER": "consommateur",
            "PUBLIC": "organisme public",
            "UNKNOWN": "inconnue",
        },
        taken_as="{said}, traité comme {party}",
        insolvency="Insolvabilité",
        proceedings={
            "BANKRUPTCY": "faillite, liquidation",
            "REORGANISATION": "réorganisation, sauvegarde",
            "DEBT_RELIEF": "surendettement, règlement collectif de dettes",
            "OTHER": "autre procédure",
        },
        opened="{what}, ouverte le {day}",
        contacts="Contacts chez le débiteur",
        no_contacts="Aucun contact n’est connu.",
        name="Nom",
        role="Fonction",
        roles={
            "ACCOUNTING": "comptabilité",
            "MANAGEMENT": "direction",
            "PURCHASING": "achats",
            "OTHER": "autre",
        },
        handler="Pour toute question",
        pay_to="À payer sur",
        iban="Compte",
        currency="Devise",
        reference="Communication",
        unknown="inconnu",
    ),
    claims=Claims(
        title="Créances",
        intro="Montants en {currency}. Intérêts jusqu’au {day}.",
        number="N°",
        invoice="Facture",
        issued="Date",
        due="Échéance",
        due_computed="échéance tirée des conditions de paiement",
        amount="Montant",
        lowered="Payé, crédité",
        open="Ouvert",
        interest="Intérêts",
        fee="Forfait",
        per_day="Par jour",
        total="Total",
        part="échéance {part} de {amount}",
        order="commande {number}",
        debit_note="note de débit",
        missing="ne figure plus dans la liste comptable des postes ouverts",
        not_due="pas encore échue",
        contested="contesté : {amount}",
        terms="Mentions de la facture",
        references="Communications de paiement",
        reference="Communication",
    ),
    lowering=Lowering(
        title="Paiements et avoirs",
        none="Ces factures n’ont fait l’objet d’aucun paiement ni d’aucun avoir.",
        claim="Facture",
        value_on="Date de valeur",
        booked_on="Comptabilisé",
        what="Nature",
        whats={
            "PAYMENT": "Paiement",
            "CREDIT_NOTE": "Note de crédit {number}",
            "STATED": "Soldé selon la comptabilité",
            "WRITTEN_OFF": "Abandonné par le créancier",
        },
        corrects="corrige la facture",
        source="Connu par",
        sources={
            "BANK": "la banque",
            "ACCOUNTING": "la comptabilité",
            "PERSON": "une personne",
        },
        amount="Montant",
    ),
    interest=Interest(
        title="Intérêts, ligne par ligne",
        intro="Un jour porte intérêt après l’échéance et jusqu’au jour du paiement inclus. "
        "Chaque ligne est arrondie pour la lecture ; la somme est faite des montants "
        "exacts "
        "et arrondie une seule fois.",
        of_law="Intérêts légaux de retard, droit : {country}",
        agreed="Intérêts conventionnels, droit : {country}",
        began="à partir du {day}",
        first="Du",
        last="Au",
        days="Jours",
        base="Sur",
        rate="Taux annuel",
        amount="Intérêts",
        source="Source",
        computed="Intérêts calculés",
        asked="déjà réclamés par note de débit",
        waived="abandonnés",
        left="Intérêts réclamés",
        per_day="par jour supplémentaire : {amount}",
        none="Aucun intérêt n’est réclamé : {why}",
        unknown="Les intérêts n’ont pas pu être calculés : {why}",
        nothing="Il n’y a pas eu de retard.",
        not_due="Elle n’est pas encore échue.",
        debit_note="Une note de débit ne porte pas elle-même intérêt.",
        fee="Indemnité forfaitaire : {amount} {source}",
        fee_none="Indemnité forfaitaire : aucune. {why}",
        derived="selon la formule ; l’avis officiel n’a pas été vu",
        why={
            "NOT_OVERDUE": "il n’y a pas de retard avant le {day}.",
            "NEVER": "la loi n’en accorde pas ({source}).",
            "NO_CLAUSE": "seule une clause convenue en accorde ({source}).",
            "NO_MENTION": "seule une facture qui le mentionne en accorde ({source}).",
            "NO_NOTICE": "une mise en demeure doit d’abord être envoyée après l’échéance "
            "({source}).",
            "TERM_RUNS": "le délai du débiteur court encore ; pas avant le {day} "
            "({source}).",
            "NOT_DELIVERED": "le jour de la livraison doit d’abord être connu ({source}).",
        },
        unknowns={
            "UnknownCountry": "le droit de ce pays n’est pas dans nos tables.",
            "NoRule": "nos tables n’ont pas de règle pour un tel débiteur à cette date.",
            "MissingRate": "le taux d’un semestre manque dans nos tables.",
            "": "nos tables ne le disent pas.",
        },
    ),
    limits=Limits(
        title="Prescription",
        intro="Le dernier jour où chaque créance peut être portée en justice, d’après ce "
        "que "
        "les livres savent. Ce qui ne fait que suspendre le délai n’est pas compté : le "
        "jour "
        "indiqué est le plus proche.",
        claim="Facture",
        until="Jusqu’au",
        since="À compter de",
        moved="{what}, le {day}",
        occurred="Ce qui fait repartir la prescription",
        occurrences={
            "ACKNOWLEDGEMENT": "le débiteur a reconnu la dette",
            "COURT_CLAIM": "une demande a été portée en justice",
            "WRITTEN_NOTICE": "une sommation écrite est parvenue au débiteur",
            "PART_PAYMENT": "paiement partiel",
        },
        from_due="l’échéance",
        years="Années",
        source="Source",
        unknown="inconnu : {why}",
    ),
    sending=Sending(
        title="Messages envoyés",
        intro="Tous les messages au sujet de ces factures, dans l’ordre de leur envoi. Le "
        "texte intégral, tel qu’il est parti, est la pièce indiquée en regard.",
        none="Aucun message n’a été envoyé au sujet de ces factures.",
        on="Date",
        how="Par",
        subject="Objet",
        to="À",
        sender="De",
        became="Ce qu’il en est advenu",
        exhibit="Pièce",
        channels={
            "EMAIL": "E-mail",
            "SMS": "SMS",
            "LETTER": "Lettre",
            "PHONE": "Téléphone",
            "WEBHOOK": "Autre programme",
        },
        states={
            "SENT": "envoyé",
            "UNCERTAIN": "envoi incertain",
            "REFUSED": "refusé par le serveur du destinataire",
            "NOT_SENT": "non parvenu",
        },
        waiting="dans le bac d’impression, pas encore imprimé",
        outbox="gardé dans la boîte d’envoi, jamais remis à un serveur",
        deliveries={
            "PRINTED": "imprimé",
            "POSTED": "remis à la poste",
            "DELIVERED": "distribué",
            "OPENED": "ouvert",
            "ANSWERED": "répondu",
            "BOUNCED": "revenu",
            "COMPLAINED": "signalé comme indésirable",
        },
        legal="Au sens de la loi",
        legals={
            "FIRST_REMINDER": "premier rappel légal, délai jusqu’au {day}",
            "FOURTEEN_DAYS": "lettre des quatorze jours, délai jusqu’au {day}",
            "DEFAULT": "mise en demeure, délai jusqu’au {day}",
            "FORMAL": "mise en demeure formelle, délai jusqu’au {day}",
            "CLAIM": "lettre de réclamation préalable, délai jusqu’au {day}",
        },
        sent_at="Envoyé",
        written_at="Établi",
        printed_at="Imprimé",
        posted_on="Remis à la poste",
        arrived="Remise",
        outcomes={
            "RECEIVED": "reçue le {day}",
            "REFUSED": "refusée le {day}",
            "UNCLAIMED": "non réclamée, jusqu’au {day}",
            "RETURNED": "revenue le {day}",
        },
        tracking="numéro {number}",
        proof="Accusé de réception",
        about="Au sujet de",
        key="Identité du message",
        service="Nom donné par le service",
        answer="Réponse du serveur",
        reports="Avis reçus",
        no_reports="aucun avis n’est parvenu",
        enclosed="Joint",
        text="Texte intégral",
        letter="La lettre elle-même suit cette feuille, recomposée d’après le texte "
        "conservé.",
    ),
    answers=Answers(
        title="Ce que le débiteur a écrit",
        none="Rien n’a été reçu du débiteur.",
        on="Reçu",
        sender="De",
        subject="Objet",
        no_subject="sans objet",
        automatic="réponse automatique",
        files="Fichiers",
        exhibit="Pièce",
        how="Par",
    ),
    said=Said(
        disputes="Contestations",
        no_disputes="À la connaissance des livres, aucune de ces factures n’a jamais été "
        "contestée.",
        dispute_open="ouverte",
        dispute_closed="close le {day}",
        reason="Motif",
        reasons={
            "PRICE": "prix",
            "QUANTITY": "quantité",
            "QUALITY": "qualité",
            "DELIVERY": "livraison",
            "NOT_ORDERED": "non commandé",
            "DUPLICATE": "facturé deux fois",
            "ADMINISTRATIVE": "référence ou document manquant",
            "OTHER": "autre",
        },
        words="Selon le débiteur",
        amount="Montant",
        whole="facture entière",
        status="État",
        opened="Soulevée",
        promises="Promesses de paiement",
        no_promises="Le débiteur n’a rien promis.",
        made_on="Faite le",
        promised_on="Promis pour le",
        promise_open="en cours",
        kept="tenue",
        broken="non tenue",
        withdrawn="retirée",
        calls="Appels",
        no_calls="Aucun appel n’est enregistré.",
        called_by="Appelé par",
        outcome="Résultat",
        outcomes={
            "PROMISE": "a promis de payer",
            "DISPUTE": "conteste",
            "PAID": "dit avoir payé",
            "NO_ANSWER": "pas de réponse",
            "CALL_BACK": "demande à être rappelé",
            "WRONG_NUMBER": "faux numéro",
            "OTHER": "autre",
        },
        again="à rappeler le {day}",
        holds="Suspensions des rappels",
        no_holds="Les rappels n’ont jamais été suspendus.",
        held_from="Du",
        held_until="Au",
        whole_account="compte entier",
        hold_reasons={
            "AGREEMENT": "convenu avec le débiteur",
            "INTERNAL": "vérification interne",
            "RELATION": "relation commerciale",
            "PLAN": "plan de paiement",
            "INSOLVENCY": "insolvabilité",
            "HANDED_OVER": "dossier transmis",
            "OTHER": "autre",
        },
        notes="Notes du créancier (internes)",
        when="Quand",
        who="Qui",
        text="Texte",
        claim="Facture",
    ),
    exhibits=Exhibits(
        title="Pièces",
        word="Pièce",
        labelled="{label} : {value}",
        statement="Relevé de compte",
        invoice="Facture {number}",
        credit_note="Note de crédit {number}",
        debit_note="Note de débit {number}",
        proof="{what}, le {day}",
        enclosure="Joint à la pièce {of} : {name}",
        acknowledgement="Accusé de réception de la pièce {of}",
        attachment="Reçu avec la pièce {of} : {name}",
        einvoice="La facture électronique telle que son fichier la contient, élément "
        "par élément ; le fichier lui-même est dans le ZIP : {file}.",
        apart="Non relié",
        flaws={
            "NO_PDF": "ce n’est pas un PDF",
            "LOCKED": "protégé par un mot de passe",
            "BROKEN": "endommagé",
            "TOO_LARGE": "le dossier relié serait trop volumineux",
        },
        missing="Ce qui ne figure pas dans ce dossier",
        original="L’original de ces factures n’est pas conservé avec les livres : "
        "{numbers}.",
        add="Les livres ne contiennent pas ce qui suit ; à ajouter s’il y a lieu :",
        to_add=(
            "le contrat ou la commande, et les conditions générales telles qu’acceptées",
            "la preuve de la livraison ou de la prestation",
            "une reconnaissance de dette, un plan de paiement",
            "les sûretés : une caution, une réserve de propriété",
            "la procuration",
        ),
        none_missing="L’original de chaque facture et de chaque avoir figure parmi les "
        "pièces.",
    ),
    sources=Sources(
        title="Sources",
        intro="Ce sur quoi reposent les taux, sommes et dates ci-dessus, et avec quelle "
        "certitude.",
        certainties={
            "P": "le texte de loi ou l’avis officiel a été lu",
            "S": "d’une source secondaire",
            "M": "de mémoire : à vérifier avant de s’y fier",
        },
        certainty="Certitude",
        source="Source",
    ),
    conditions=Conditions(
        title="Conditions de la procédure",
        title_generic="Avant la transmission",
        intro="Ce que la procédure demande, et ce que montrent les livres. Une personne "
        "décide.",
        intro_generic="Ce qui devrait être rempli avant de transmettre une "
        "créance, et ce que montrent les livres. Une personne décide.",
        condition="Condition",
        seen="Constaté",
        state="État",
        states={"MET": "remplie", "NOT_MET": "non remplie", "TO_SEE": "à examiner"},
        needs="Ce dont la procédure a besoin",
        needed={
            "BE_IOS": (
                "Par un avocat, signifiée par un huissier de justice : une sommation avec "
                "la "
                "description et la justification claires de chaque montant (voir "
                "« Créances » et « Intérêts, ligne par ligne »), la copie des preuves (les "
                "pièces) et le formulaire de réponse.",
                "Les numéros d’entreprise des deux parties (voir « Parties »).",
            ),
            "FR_INJONCTION": (
                "La requête indique le montant exact, son décompte et son fondement (voir "
                "« Créances » et « Intérêts, ligne par ligne »), avec le bordereau des "
                "documents (la table des matières) et les documents eux-mêmes (les "
                "pièces).",
                "Elle est portée devant la juridiction du domicile ou du siège du "
                "débiteur.",
            ),
        },
        sentences={
            "The creditor is in the Belgian register of enterprises.": "Le créancier est "
            "inscrit à la Banque-Carrefour des Entreprises.",
            "The debtor is in the Belgian register of enterprises.": "Le débiteur est "
            "inscrit à la Banque-Carrefour des Entreprises.",
            "Enterprise number %(number)s; its check digits hold.": "Numéro d’entreprise "
            "%(number)s ; ses chiffres de contrôle sont justes.",
            "No number of it is known.": "Aucun numéro n’en est connu.",
            "%(numbers)s is no Belgian enterprise number.": "%(numbers)s n’est pas un "
            "numéro "
            "d’entreprise belge.",
            "The debtor is an enterprise: neither a consumer nor a public body.": "Le "
            "débiteur est une entreprise : ni consommateur, ni organisme public.",
            "It is known as a business.": "Il est connu comme entreprise.",
            "It is a public body.": "C’est un organisme public.",
            "It is a consumer, or not known to be none.": "C’est un consommateur, ou rien "
            "n’indique le contraire.",
            "It is not known what it is.": "Sa qualité est inconnue.",
            "The debtor lives or has its seat in %(country)s.": "Le débiteur a son "
            "domicile "
            "ou son siège dans ce pays : %(country)s.",
            "Its country is %(country)s.": "Son pays : %(country)s.",
            "The debt is not disputed.": "La dette n’est pas contestée.",
            "The debt is not disputed: whoever disputes it opposes the order.": "La dette "
            "n’est pas contestée : qui la conteste fera opposition.",
            "No dispute is open.": "Aucune contestation n’est ouverte.",
            "Disputed: %(numbers)s.": "Contesté : %(numbers)s.",
            "The debt is due.": "La dette est exigible.",
            "Not past due: %(numbers)s.": "Pas encore échu : %(numbers)s.",
            "No invoice was chosen.": "Aucune facture n’a été choisie.",
            "The last one was due on %(day)s.": "La dernière est venue à échéance le "
            "%(day)s.",
            "The debt is a certain and fixed sum of money.": "La dette est une somme "
            "d’argent certaine et déterminée.",
            "The accounting no longer lists as open: %(numbers)s.": "Ne figure plus dans "
            "la "
            "liste comptable des postes ouverts : %(numbers)s.",
            "Open: %(sums)s.": "Ouvert : %(sums)s.",
            "Interest, penalty clause and costs are at most %(percent)s %% of the "
            "principal.": "Les intérêts, la clause pénale et les frais ne dépassent pas "
            "%(percent)s %% du principal.",
            "Nobody has counted the extras yet.": "Les accessoires n’ont pas encore été "
            "calculés.",
            "%(extras)s on %(principal)s": "%(extras)s pour %(principal)s",
            "Extras: %(told)s.": "Accessoires : %(told)s.",
            "The debt comes from the activity of both enterprises.": "La dette découle de "
            "l’activité des deux entreprises.",
            "A person has to judge it.": "À apprécier par une personne.",
            "The debt comes from a contract.": "La dette a une cause contractuelle.",
            "Enclose the contract, the order or the accepted terms.": "Joindre le contrat, "
            "la commande ou les conditions acceptées.",
            "The sum is broken down: principal, interest and costs apart.": "La somme est "
            "décomptée : principal, intérêts et frais séparément.",
            "Principal %(principal)s, extras %(extras)s.": "Principal %(principal)s, "
            "accessoires %(extras)s.",
            "Copies of the documents are enclosed.": "La copie des documents est jointe.",
            "Without the invoice itself: %(numbers)s.": "Sans la facture elle-même : "
            "%(numbers)s.",
            "Every invoice is at hand.": "Toutes les factures sont disponibles.",
            "The debtor was asked in writing to pay.": "Le débiteur a été invité par écrit "
            "à payer.",
            "No message of ours has left.": "Aucun message n’est parti.",
            "Last asked on %(day)s.": "Dernière demande le %(day)s.",
            "No insolvency proceedings are open.": "Aucune procédure d’insolvabilité n’est "
            "ouverte.",
            "They are open: file the claim there instead.": "Une procédure est ouverte : "
            "la créance doit y être déclarée.",
            "None is known here.": "Aucune n’est connue ici.",
            "The debt has not lapsed.": "La dette n’est pas prescrite.",
            "Lapsed: %(numbers)s.": "Prescrit : %(numbers)s.",
            "The day is not known for every invoice.": "Le jour n’est pas connu pour "
            "chaque "
            "facture.",
            "The first one lapses on %(day)s.": "La première se prescrit le %(day)s.",
        },
    ),
)
