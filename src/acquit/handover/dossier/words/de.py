"""The dossier in German."""

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
        title="Akte",
        kinds={
            "GENERIC": "Beitreibung unbezahlter Rechnungen",
            "BE_IOS": "Beitreibung unbestrittener Geldschulden (belgisches "
            "Gerichtsgesetzbuch, Art. 1394/20 bis 1394/27)",
            "FR_INJONCTION": "Französischer Zahlungsbefehl, injonction de payer (Code de "
            "procédure civile, Art. 1405 bis 1422)",
        },
        as_of="Stand vom {day}",
        creditor="Gläubiger",
        debtor="Schuldner",
        claimed="Gefordert",
        principal="Hauptforderung",
        noted="Belastungsanzeigen über Zinsen und Kosten",
        interest_until="Zinsen bis {day}",
        fee="Verzugspauschale",
        total="Summe",
        per_day="Je weiteren Tag",
        per_day_unknown="Der Zinssatz des nächsten Tages ist noch nicht bekannt.",
        disputes_none="Nichts davon ist bestritten.",
        disputes_open="Bestritten: {amounts}. Siehe „{title}“.",
        disputes_closed="Nichts davon ist noch bestritten; frühere Einwände stehen unter "
        "„{title}“.",
        claims="{count} Rechnungen, fällig zwischen dem {first} und dem {last}",
        one_claim="1 Rechnung, fällig am {first}",
        prepared="Zusammengestellt von {name} aus den eigenen Büchern nach dem "
        "Kenntnisstand "
        "am Ende des {day}.",
        advice="Dies ist keine Rechtsberatung. Wie sicher jeder Zinssatz und jede Regel "
        "ist, "
        "steht unter „{title}“.",
        index="Inhalt",
        page="Seite",
        parcel="Nur in der ZIP-Datei",
    ),
    parties=Parties(
        title="Parteien",
        account="Kundennummer",
        address="Anschrift",
        country="Land",
        vat="USt-IdNr.",
        registration="Registernummer",
        email="E-Mail",
        phone="Telefon",
        language="Sprache",
        party="Art des Schuldners",
        parties={
            "BUSINESS": "Unternehmen",
            "CONSUMER": "Verbraucher",
            "PUBLIC": "öffentliche Stelle",
            "UNKNOWN": "nicht bekannt",
        },
        taken_as="{said}, behandelt als {party}",
        insolvency="Insolvenz",
        proceedings={
            "BANKRUPTCY": "Insolvenz, Liquidation",
            "REORGANISATION": "Sanierung",
            "DEBT_RELIEF": "Entschuldung einer Person",
            "OTHER": "anderes Verfahren",
        },
        opened="{what}, eröffnet am {day}",
        contacts="Ansprechpartner beim Schuldner",
        no_contacts="Kein Ansprechpartner ist bekannt.",
        name="Name",
        role="Aufgabe",
        roles={
            "ACCOUNTING": "Buchhaltung",
            "MANAGEMENT": "Geschäftsleitung",
            "PURCHASING": "Einkauf",
            "OTHER": "andere",
        },
        handler="Rückfragen an",
        pay_to="Zu zahlen an",
        iban="Konto",
        currency="Währung",
        reference="Verwendungszweck",
        unknown="nicht bekannt",
    ),
    claims=Claims(
        title="Forderungen",
        intro="Beträge in {currency}. Zinsen bis {day}.",
        number="Nr.",
        invoice="Rechnung",
        issued="Datum",
        due="Fällig am",
        due_computed="Fälligkeit aus den Zahlungsbedingungen",
        amount="Betrag",
        lowered="Bezahlt, gutgeschrieben",
        open="Offen",
        interest="Zinsen",
        fee="Pauschale",
        per_day="Je Tag",
        total="Summe",
        part="Rate {part} von {amount}",
        order="Bestellung {number}",
        debit_note="Belastungsanzeige",
        missing="steht nicht mehr auf der Liste der offenen Posten der Buchhaltung",
        not_due="noch nicht fällig",
        contested="bestritten: {amount}",
        terms="Angaben auf der Rechnung",
        references="Verwendungszwecke",
        reference="Verwendungszweck",
    ),
    lowering=Lowering(
        title="Zahlungen und Gutschriften",
        none="Auf diese Rechnungen wurde nichts bezahlt oder gutgeschrieben.",
        claim="Rechnung",
        value_on="Wertstellung",
        booked_on="Gebucht",
        what="Was",
        whats={
            "PAYMENT": "Zahlung",
            "CREDIT_NOTE": "Gutschrift {number}",
            "STATED": "Nach der Buchhaltung ausgeglichen",
            "WRITTEN_OFF": "Vom Gläubiger erlassen",
        },
        corrects="berichtigt die Rechnung",
        source="Bekannt durch",
        sources={
            "BANK": "die Bank",
            "ACCOUNTING": "die Buchhaltung",
            "PERSON": "eine Person",
        },
        amount="Betrag",
    ),
    interest=Interest(
        title="Zinsen, Zeile für Zeile",
        intro="Ein Tag trägt Zinsen nach dem Fälligkeitstag und bis einschließlich zum Tag "
        "der Zahlung. Jede Zeile ist zum Lesen gerundet; die Summe besteht aus den genauen "
        "Beträgen und wird einmal gerundet.",
        of_law="Gesetzliche Verzugszinsen, Recht: {country}",
        agreed="Vereinbarte Zinsen, Recht: {country}",
        began="ab dem {day}",
        first="Von",
        last="Bis",
        days="Tage",
        base="Auf",
        rate="Im Jahr",
        amount="Zinsen",
        source="Quelle",
        computed="Berechnete Zinsen",
        asked="schon mit Belastungsanzeige gefordert",
        waived="erlassen",
        left="Geforderte Zinsen",
        per_day="je weiteren Tag: {amount}",
        none="Zinsen werden nicht gefordert: {why}",
        unknown="Zinsen konnten nicht berechnet werden: {why}",
        nothing="Es bestand kein Verzug.",
        not_due="Sie ist noch nicht fällig.",
        debit_note="Eine Belastungsanzeige trägt selbst keine Zinsen.",
        fee="Pauschale: {amount} {source}",
        fee_none="Pauschale: keine. {why}",
        derived="nach der Formel; die amtliche Bekanntmachung wurde nicht gesehen",
        why={
            "NOT_OVERDUE": "vor dem {day} besteht kein Verzug.",
            "NEVER": "das Gesetz gewährt sie nicht ({source}).",
            "NO_CLAUSE": "nur eine vereinbarte Klausel gewährt sie ({source}).",
            "NO_MENTION": "nur eine Rechnung, die es sagt, gewährt sie ({source}).",
            "NO_NOTICE": "zuerst muss nach der Fälligkeit gemahnt werden ({source}).",
            "TERM_RUNS": "die Frist des Schuldners läuft noch; nicht vor dem {day} "
            "({source}).",
            "NOT_DELIVERED": "zuerst muss der Tag der Lieferung bekannt sein ({source}).",
        },
        unknowns={
            "UnknownCountry": "das Recht dieses Landes steht nicht in unseren Tabellen.",
            "NoRule": "unsere Tabellen haben für einen solchen Schuldner an diesem Tag "
            "keine "
            "Regel.",
            "MissingRate": "der Zinssatz eines Halbjahres fehlt in unseren Tabellen.",
            "": "unsere Tabellen sagen es nicht.",
        },
    ),
    limits=Limits(
        title="Verjährung",
        intro="Der letzte Tag, an dem jede Forderung vor Gericht gebracht werden kann, "
        "nach "
        "dem, was die Bücher wissen. Was die Frist nur hemmt, ist nicht gezählt: Der "
        "genannte "
        "Tag ist der frühere.",
        claim="Rechnung",
        until="Bis",
        since="Gezählt ab",
        moved="{what} am {day}",
        occurred="Was die Verjährung neu beginnen lässt",
        occurrences={
            "ACKNOWLEDGEMENT": "der Schuldner hat die Schuld anerkannt",
            "COURT_CLAIM": "die Forderung wurde vor Gericht gebracht",
            "WRITTEN_NOTICE": "eine schriftliche Mahnung erreichte den Schuldner",
            "PART_PAYMENT": "Teilzahlung",
        },
        from_due="Fälligkeit",
        years="Jahre",
        source="Quelle",
        unknown="nicht bekannt: {why}",
    ),
    sending=Sending(
        title="Was versandt wurde",
        intro="Jede Nachricht zu diesen Rechnungen in der Reihenfolge des Versands. Ihr "
        "voller Wortlaut, wie er abging, ist die daneben genannte Anlage.",
        none="Zu diesen Rechnungen wurde keine Nachricht versandt.",
        on="Datum",
        how="Per",
        subject="Betreff",
        to="An",
        sender="Von",
        became="Was daraus wurde",
        exhibit="Anlage",
        channels={
            "EMAIL": "E-Mail",
            "SMS": "SMS",
            "LETTER": "Brief",
            "PHONE": "Telefon",
            "WEBHOOK": "Anderes Programm",
        },
        states={
            "SENT": "versandt",
            "UNCERTAIN": "ungewiss, ob versandt",
            "REFUSED": "vom Server des Empfängers abgelehnt",
            "NOT_SENT": "nicht angekommen",
        },
        waiting="im Druckfach, noch nicht gedruckt",
        outbox="im Ausgang verblieben, keinem Server übergeben",
        deliveries={
            "PRINTED": "gedruckt",
            "POSTED": "zur Post gegeben",
            "DELIVERED": "zugestellt",
            "OPENED": "geöffnet",
            "ANSWERED": "beantwortet",
            "BOUNCED": "zurückgekommen",
            "COMPLAINED": "als unerwünscht gemeldet",
        },
        legal="Wie das Gesetz es verlangt",
        legals={
            "FIRST_REMINDER": "erste gesetzliche Erinnerung, Frist bis {day}",
            "FOURTEEN_DAYS": "Vierzehn-Tage-Brief, Frist bis {day}",
            "DEFAULT": "Mahnung, Frist bis {day}",
            "FORMAL": "förmliche Mahnung, Frist bis {day}",
            "CLAIM": "Aufforderung vor Klage (Letter of Claim), Frist bis {day}",
        },
        sent_at="Versandt",
        written_at="Geschrieben",
        printed_at="Gedruckt",
        posted_on="Zur Post gegeben",
        arrived="Zustellung",
        outcomes={
            "RECEIVED": "zugegangen am {day}",
            "REFUSED": "Annahme verweigert am {day}",
            "UNCLAIMED": "nicht abgeholt, bis {day}",
            "RETURNED": "zurückgekommen am {day}",
        },
        tracking="Nummer {number}",
        proof="Rückschein",
        about="Zu",
        key="Kennung der Nachricht",
        service="Name beim Dienst",
        answer="Antwort des Servers",
        reports="Meldungen",
        no_reports="keine Meldung ist eingegangen",
        enclosed="Beigefügt",
        text="Voller Wortlaut",
        letter="Der Brief selbst folgt hinter diesem Blatt, neu gesetzt aus dem "
        "aufbewahrten "
        "Text.",
    ),
    answers=Answers(
        title="Was der Schuldner schrieb",
        none="Vom Schuldner ist nichts eingegangen.",
        on="Eingegangen",
        sender="Von",
        subject="Betreff",
        no_subject="ohne Betreff",
        automatic="automatische Antwort",
        files="Dateien",
        exhibit="Anlage",
        how="Per",
    ),
    said=Said(
        disputes="Einwände",
        no_disputes="Keine dieser Rechnungen wurde je bestritten, soweit die Bücher "
        "wissen.",
        dispute_open="offen",
        dispute_closed="erledigt am {day}",
        reason="Grund",
        reasons={
            "PRICE": "Preis",
            "QUANTITY": "Menge",
            "QUALITY": "Mangel",
            "DELIVERY": "Lieferung",
            "NOT_ORDERED": "nicht bestellt",
            "DUPLICATE": "doppelt berechnet",
            "ADMINISTRATIVE": "fehlende Angabe oder Unterlage",
            "OTHER": "anderer",
        },
        words="Nach den Worten des Schuldners",
        amount="Betrag",
        whole="ganze Rechnung",
        status="Stand",
        opened="Erhoben",
        promises="Zahlungszusagen",
        no_promises="Der Schuldner hat nichts zugesagt.",
        made_on="Gegeben am",
        promised_on="Zugesagt bis",
        promise_open="offen",
        kept="eingehalten",
        broken="nicht eingehalten",
        withdrawn="zurückgenommen",
        calls="Anrufe",
        no_calls="Kein Anruf ist verzeichnet.",
        called_by="Angerufen von",
        outcome="Ergebnis",
        outcomes={
            "PROMISE": "sagte Zahlung zu",
            "DISPUTE": "bestreitet es",
            "PAID": "sagt, es sei bezahlt",
            "NO_ANSWER": "nicht erreicht",
            "CALL_BACK": "bat um Rückruf",
            "WRONG_NUMBER": "falsche Nummer",
            "OTHER": "etwas anderes",
        },
        again="erneut am {day}",
        holds="Ausgesetzte Mahnungen",
        no_holds="Mahnungen waren nie ausgesetzt.",
        held_from="Von",
        held_until="Bis",
        whole_account="ganzes Konto",
        hold_reasons={
            "AGREEMENT": "mit dem Schuldner vereinbart",
            "INTERNAL": "interne Prüfung",
            "RELATION": "Geschäftsbeziehung",
            "PLAN": "Ratenplan",
            "INSOLVENCY": "Insolvenz",
            "HANDED_OVER": "abgegeben",
            "OTHER": "anderer Grund",
        },
        notes="Notizen des Gläubigers (intern)",
        when="Wann",
        who="Wer",
        text="Text",
        claim="Rechnung",
    ),
    exhibits=Exhibits(
        title="Anlagen",
        word="Anlage",
        labelled="{label}: {value}",
        statement="Kontoauszug",
        invoice="Rechnung {number}",
        credit_note="Gutschrift {number}",
        debit_note="Belastungsanzeige {number}",
        proof="{what} am {day}",
        enclosure="Beigefügt zu Anlage {of}: {name}",
        acknowledgement="Rückschein zu Anlage {of}",
        attachment="Eingegangen mit Anlage {of}: {name}",
        einvoice="Die E-Rechnung, wie sie in ihrer Datei steht, Element für Element; "
        "die Datei selbst ist in der ZIP: {file}.",
        apart="Nicht eingebunden",
        flaws={
            "NO_PDF": "kein PDF",
            "LOCKED": "durch ein Kennwort gesperrt",
            "BROKEN": "beschädigt",
            "TOO_LARGE": "die gebundene Akte würde zu groß",
        },
        missing="Was nicht in dieser Akte ist",
        original="Das Original dieser Rechnungen ist nicht bei den Büchern: {numbers}.",
        add="Folgendes enthalten die Bücher nicht; fügen Sie hinzu, was vorliegt:",
        to_add=(
            "der Vertrag oder die Bestellung und die angenommenen Geschäftsbedingungen",
            "der Nachweis der Lieferung oder Leistung",
            "ein Schuldanerkenntnis, ein Ratenplan",
            "Sicherheiten: eine Bürgschaft, ein Eigentumsvorbehalt",
            "die Vollmacht",
        ),
        none_missing="Das Original jeder Rechnung und Gutschrift ist unter den Anlagen.",
    ),
    sources=Sources(
        title="Quellen",
        intro="Worauf die Zinssätze, Summen und Tage oben beruhen und wie sicher sie "
        "bekannt "
        "sind.",
        certainties={
            "P": "Gesetzestext oder amtliche Bekanntmachung wurde gelesen",
            "S": "aus zweiter Hand",
            "M": "aus dem Gedächtnis: vor der Verwendung zu prüfen",
        },
        certainty="Wie sicher",
        source="Quelle",
    ),
    conditions=Conditions(
        title="Voraussetzungen des Verfahrens",
        title_generic="Vor der Übergabe",
        intro="Was das Verfahren verlangt und was die Bücher zeigen. Ein Mensch "
        "entscheidet.",
        intro_generic="Was vor der Übergabe einer Forderung erfüllt sein sollte "
        "und was die Bücher zeigen. Ein Mensch entscheidet.",
        condition="Voraussetzung",
        seen="Festgestellt",
        state="Stand",
        states={"MET": "erfüllt", "NOT_MET": "nicht erfüllt", "TO_SEE": "zu prüfen"},
        needs="Was das Verfahren braucht",
        needed={
            "BE_IOS": (
                "Durch einen Rechtsanwalt, zugestellt vom Gerichtsvollzieher: eine "
                "Zahlungsaufforderung mit klarer Beschreibung und Begründung jedes Betrags "
                "(siehe „Forderungen“ und „Zinsen, Zeile für Zeile“), Kopien der Beweise "
                "(die Anlagen) und das Antwortformular.",
                "Die Unternehmensnummern beider Parteien (siehe „Parteien“).",
            ),
            "FR_INJONCTION": (
                "Der Antrag nennt den genauen Betrag, seine Aufschlüsselung und seinen "
                "Grund "
                "(siehe „Forderungen“ und „Zinsen, Zeile für Zeile“), mit dem Verzeichnis "
                "der Unterlagen (dem Inhalt) und den Unterlagen selbst (den Anlagen).",
                "Er geht an das Gericht am Wohnort oder Sitz des Schuldners.",
            ),
        },
        sentences={
            "The creditor is in the Belgian register of enterprises.": "Der Gläubiger "
            "steht "
            "in der Zentralen Datenbank der Unternehmen.",
            "The debtor is in the Belgian register of enterprises.": "Der Schuldner steht "
            "in der Zentralen Datenbank der Unternehmen.",
            "Enterprise number %(number)s; its check digits hold.": "Unternehmensnummer "
            "%(number)s; die Prüfziffern stimmen.",
            "No number of it is known.": "Keine Nummer ist bekannt.",
            "%(numbers)s is no Belgian enterprise number.": "%(numbers)s ist keine "
            "belgische "
            "Unternehmensnummer.",
            "The debtor is an enterprise: neither a consumer nor a public body.": "Der "
            "Schuldner ist ein Unternehmen: weder Verbraucher noch öffentliche Stelle.",
            "It is known as a business.": "Er ist als Unternehmen bekannt.",
            "It is a public body.": "Er ist eine öffentliche Stelle.",
            "It is a consumer, or not known to be none.": "Er ist Verbraucher, oder nichts "
            "spricht dagegen.",
            "It is not known what it is.": "Es ist nicht bekannt, was er ist.",
            "The debtor lives or has its seat in %(country)s.": "Der Schuldner hat "
            "Wohnsitz "
            "oder Sitz in diesem Land: %(country)s.",
            "Its country is %(country)s.": "Sein Land ist %(country)s.",
            "The debt is not disputed.": "Die Schuld ist nicht bestritten.",
            "The debt is not disputed: whoever disputes it opposes the order.": "Die "
            "Schuld "
            "ist nicht bestritten: Wer sie bestreitet, legt Widerspruch ein.",
            "No dispute is open.": "Kein Einwand ist offen.",
            "Disputed: %(numbers)s.": "Bestritten: %(numbers)s.",
            "The debt is due.": "Die Schuld ist fällig.",
            "Not past due: %(numbers)s.": "Noch nicht überfällig: %(numbers)s.",
            "No invoice was chosen.": "Keine Rechnung wurde gewählt.",
            "The last one was due on %(day)s.": "Die letzte war am %(day)s fällig.",
            "The debt is a certain and fixed sum of money.": "Die Schuld ist eine "
            "bestimmte "
            "und feststehende Geldsumme.",
            "The accounting no longer lists as open: %(numbers)s.": "Nicht mehr auf der "
            "Liste der offenen Posten der Buchhaltung: %(numbers)s.",
            "Open: %(sums)s.": "Offen: %(sums)s.",
            "Interest, penalty clause and costs are at most %(percent)s %% of the "
            "principal.": "Zinsen, Vertragsstrafe und Kosten betragen höchstens "
            "%(percent)s %% der Hauptforderung.",
            "Nobody has counted the extras yet.": "Die Nebenforderungen sind noch nicht "
            "berechnet.",
            "%(extras)s on %(principal)s": "%(extras)s auf %(principal)s",
            "Extras: %(told)s.": "Nebenforderungen: %(told)s.",
            "The debt comes from the activity of both enterprises.": "Die Schuld stammt "
            "aus "
            "der Tätigkeit beider Unternehmen.",
            "A person has to judge it.": "Ein Mensch muss es beurteilen.",
            "The debt comes from a contract.": "Die Schuld beruht auf einem Vertrag.",
            "Enclose the contract, the order or the accepted terms.": "Den Vertrag, die "
            "Bestellung oder die angenommenen Bedingungen beifügen.",
            "The sum is broken down: principal, interest and costs apart.": "Die Summe ist "
            "aufgeschlüsselt: Hauptforderung, Zinsen und Kosten getrennt.",
            "Principal %(principal)s, extras %(extras)s.": "Hauptforderung %(principal)s, "
            "Nebenforderungen %(extras)s.",
            "Copies of the documents are enclosed.": "Kopien der Unterlagen sind "
            "beigefügt.",
            "Without the invoice itself: %(numbers)s.": "Ohne die Rechnung selbst: "
            "%(numbers)s.",
            "Every invoice is at hand.": "Jede Rechnung liegt vor.",
            "The debtor was asked in writing to pay.": "Der Schuldner wurde schriftlich "
            "zur "
            "Zahlung aufgefordert.",
            "No message of ours has left.": "Keine Nachricht ist abgegangen.",
            "Last asked on %(day)s.": "Zuletzt aufgefordert am %(day)s.",
            "No insolvency proceedings are open.": "Kein Insolvenzverfahren ist eröffnet.",
            "They are open: file the claim there instead.": "Es ist eröffnet: Die "
            "Forderung "
            "ist dort anzumelden.",
            "None is known here.": "Hier ist keines bekannt.",
            "The debt has not lapsed.": "Die Schuld ist nicht verjährt.",
            "Lapsed: %(numbers)s.": "Verjährt: %(numbers)s.",
            "The day is not known for every invoice.": "Der Tag ist nicht für jede "
            "Rechnung "
            "bekannt.",
            "The first one lapses on %(day)s.": "Die erste verjährt am %(day)s.",
        },
    ),
)
