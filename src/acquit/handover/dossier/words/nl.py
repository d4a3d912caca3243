"""The dossier in Dutch."""
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
            "GENERIC": "Invordering van onbetaalde facturen",
            "BE_IOS": "Invordering van onbetwiste geldschulden (Belgisch Gerechtelijk "
            "Wetboek, art. 1394/20 tot 1394/27)",
            "FR_INJONCTION": "Frans betalingsbevel, injonction de payer (Code de procédure "
            "civile, art. 1405 tot 1422)",
        },
        as_of="Stand op {day}",
        creditor="Schuldeiser",
        debtor="Schuldenaar",
        claimed="Gevorderd",
        principal="Hoofdsom",
        interest="Interest",
        interest_until="Interest tot en met {day}",
        fee="Forfaitaire vergoeding voor late betaling",
        total="Totaal",
        per_day="Per bijkomende dag",
        per_day_unknown="De rentevoet van de volgende dag is nog niet bekend.",
        disputes_none="Niets hiervan wordt betwist.",
        disputes_open="Betwist: {amounts}. Zie “{title}”.",
        disputes_closed="Niets hiervan wordt nog betwist; eerdere betwistingen staan onder "
        "“{title}”.",
        claims="{count} facturen, vervallen tussen {first} en {last}",
        one_claim="1 factuur, vervallen op {first}",
        prepared="Opgesteld door {name} op basis van de eigen boekhouding, zoals die aan "
        "het "
        "einde van {day} bekend was.",
        advice="Dit is geen juridisch advies. Hoe zeker elke rentevoet en elke regel is, "
        "staat onder “{title}”.",
        index="Inhoud",
        page="Blz.",
        parcel="Alleen in het ZIP-bestand",
    ),
    parties=Parties(
        title="Partijen",
        account="Klantnummer",
        address="Adres",
        country="Land",
        vat="Btw",
        registration="Registratienummer",
        email="E-mail",
        phone="Telefoon",
        language="Taal",
        party="Soort schuldenaar",
        parties={
            "BUSINESS": "onderneming",
            "CONSUMER": "consument",
            "PUBLIC": "overheidsinstantie",
            "UNKNOWN": "onbekend",
        },
        taken_as="{said}, behandeld als {party}",
        contacts="Contactpersonen bij de schuldenaar",
        no_contacts="Er is geen contactpersoon bekend.",
        name="Naam",
        role="Functie",
        roles={
            "ACCOUNTING": "boekhouding",
            "MANAGEMENT": "directie",
            "PURCHASING": "aankoop",
            "OTHER": "andere",
        },
        handler="Voor vragen",
        pay_to="Te betalen op",
        iban="Rekening",
        currency="Munt",
        reference="Mededeling",
        unknown="onbekend",
    ),
    claims=Claims(
        title="Vorderingen",
        intro="Bedragen in {currency}. Interest tot en met {day}.",
        number="Nr.",
        invoice="Factuur",
        issued="Datum",
        due="Vervaldag",
        due_computed="vervaldag volgens de betalingsvoorwaarden",
        amount="Bedrag",
        lowered="Betaald, gecrediteerd",
        open="Openstaand",
        interest="Interest",
        fee="Forfait",
        per_day="Per dag",
        total="Totaal",
        part="termijn {part} van {amount}",
        order="bestelling {number}",
        debit_note="debetnota",
        missing="staat niet meer op de lijst van open posten van de boekhouding",
        not_due="nog niet vervallen",
        contested="betwist: {amount}",
        terms="Vermeldingen op de factuur",
        references="Betalingsmededelingen",
        reference="Mededeling",
    ),
    lowering=Lowering(
        title="Betalingen en creditnota’s",
        none="Op deze facturen is niets betaald of gecrediteerd.",
        claim="Factuur",
        value_on="Valutadatum",
        booked_on="Geboekt",
        what="Wat",
        whats={
            "PAYMENT": "Betaling",
            "CREDIT_NOTE": "Creditnota {number}",
            "STATED": "Vereffend volgens de boekhouding",
            "WRITTEN_OFF": "Kwijtgescholden door de schuldeiser",
        },
        corrects="corrigeert de factuur",
        source="Bekend via",
        sources={
            "BANK": "de bank",
            "ACCOUNTING": "de boekhouding",
            "PERSON": "een medewerker",
        },
        amount="Bedrag",
    ),
    interest=Interest(
        title="Interest, regel per regel",
        intro="Een dag brengt interest op na de vervaldag en tot en met de dag van de "
        "betaling. Elke regel is afgerond om te lezen; de som bestaat uit de exacte "
        "bedragen "
        "en wordt één keer afgerond.",
        of_law="Wettelijke interest bij betalingsachterstand, recht van {country}",
        agreed="Overeengekomen interest, recht van {country}",
        began="vanaf {day}",
        first="Van",
        last="Tot en met",
        days="Dagen",
        base="Op",
        rate="Per jaar",
        amount="Interest",
        source="Bron",
        computed="Berekende interest",
        asked="eerder gevraagd met een debetnota",
        waived="kwijtgescholden",
        left="Gevorderde interest",
        per_day="per bijkomende dag",
        none="Er wordt geen interest gevorderd: {why}",
        unknown="De interest kon niet worden berekend: {why}",
        nothing="Er was geen achterstand.",
        fee="Forfaitaire vergoeding: {amount} ({source})",
        fee_none="Forfaitaire vergoeding: geen. {why}",
        derived="volgens de formule; het officiële bericht is niet gezien",
        why={
            "NOT_OVERDUE": "er is geen achterstand vóór {day}.",
            "NEVER": "de wet kent dit niet toe ({source}).",
            "NO_CLAUSE": "alleen een overeengekomen beding geeft er recht op ({source}).",
            "NO_MENTION": "alleen een factuur die het vermeldt, geeft er recht op "
            "({source}).",
            "NO_NOTICE": "eerst moet na de vervaldag een ingebrekestelling worden "
            "verstuurd "
            "({source}).",
            "TERM_RUNS": "de termijn van de schuldenaar loopt nog; niet vóór {day} "
            "({source}).",
            "NOT_DELIVERED": "eerst moet de dag van levering bekend zijn ({source}).",
        },
        unknowns={
            "UnknownCountry": "het recht van dit land staat niet in onze tabellen.",
            "NoRule": "onze tabellen hebben op die dag geen regel voor zo’n schuldenaar.",
            "MissingRate": "de rentevoet van een halfjaar ontbreekt in onze tabellen.",
            "": "onze tabellen vermelden het niet.",
        },
    ),
    limits=Limits(
        title="Verjaring",
        intro="De laatste dag waarop elke vordering bij de rechter kan worden ingesteld, "
        "volgens wat de boekhouding weet. Wat de termijn alleen schorst, is niet "
        "meegeteld: "
        "de vermelde dag is de vroegste.",
        claim="Factuur",
        until="Tot en met",
        since="Te rekenen vanaf",
        moved="deelbetaling van {day}",
        from_due="vervaldag",
        years="Jaren",
        source="Bron",
        unknown="onbekend: {why}",
    ),
    sending=Sending(
        title="Verzonden berichten",
        intro="Elk bericht over deze facturen, in volgorde van verzending. De volledige "
        "tekst, zoals verzonden, is het stuk dat ernaast is vermeld.",
        none="Over deze facturen is geen bericht verzonden.",
        on="Datum",
        how="Per",
        subject="Onderwerp",
        to="Aan",
        sender="Van",
        became="Wat ervan geworden is",
        exhibit="Stuk",
        channels={
            "EMAIL": "E-mail",
            "SMS": "Sms",
            "LETTER": "Brief",
            "PHONE": "Telefoon",
            "WEBHOOK": "Ander programma",
        },
        states={
            "SENT": "verzonden",
            "UNCERTAIN": "onzeker of het verzonden is",
            "REFUSED": "geweigerd door de ontvangende server",
            "NOT_SENT": "niet aangekomen",
        },
        deliveries={
            "PRINTED": "afgedrukt",
            "POSTED": "gepost",
            "DELIVERED": "afgeleverd",
            "OPENED": "geopend",
            "ANSWERED": "beantwoord",
            "BOUNCED": "teruggekomen",
            "COMPLAINED": "als ongewenst gemeld",
        },
        sent_at="Verzonden",
        printed_at="Afgedrukt",
        posted_on="Gepost",
        about="Over",
        key="Identiteit van het bericht",
        service="Naam bij de dienst",
        answer="Antwoord van de server",
        reports="Meldingen",
        no_reports="er is geen melding binnengekomen",
        enclosed="Bijgevoegd",
        text="Volledige tekst",
        letter="De brief zelf volgt op dit blad, opnieuw gezet uit de bewaarde tekst.",
    ),
    answers=Answers(
        title="Wat de schuldenaar schreef",
        none="Van de schuldenaar is niets ontvangen.",
        on="Ontvangen",
        sender="Van",
        subject="Onderwerp",
        no_subject="zonder onderwerp",
        automatic="automatisch antwoord",
        files="Bestanden",
        exhibit="Stuk",
        how="Per",
    ),
    said=Said(
        disputes="Betwistingen",
        no_disputes="Geen van deze facturen is ooit betwist, voor zover de boekhouding "
        "weet.",
        dispute_open="open",
        dispute_closed="afgesloten op {day}",
        reason="Reden",
        reasons={
            "PRICE": "prijs",
            "QUANTITY": "hoeveelheid",
            "QUALITY": "kwaliteit",
            "DELIVERY": "levering",
            "NOT_ORDERED": "niet besteld",
            "DUPLICATE": "dubbel gefactureerd",
            "ADMINISTRATIVE": "ontbrekende referentie of stuk",
            "OTHER": "andere",
        },
        words="Volgens de schuldenaar",
        amount="Bedrag",
        whole="volledige factuur",
        status="Stand",
        opened="Gemeld",
        promises="Betalingsbeloften",
        no_promises="De schuldenaar heeft niets beloofd.",
        made_on="Gedaan op",
        promised_on="Beloofd tegen",
        promise_open="lopend",
        kept="nagekomen",
        broken="niet nagekomen",
        withdrawn="ingetrokken",
        calls="Telefoongesprekken",
        no_calls="Er is geen telefoongesprek genoteerd.",
        called_by="Gebeld door",
        outcome="Resultaat",
        outcomes={
            "PROMISE": "beloofde te betalen",
            "DISPUTE": "betwist het",
            "PAID": "zegt betaald te hebben",
            "NO_ANSWER": "geen antwoord",
            "CALL_BACK": "vraagt om teruggebeld te worden",
            "WRONG_NUMBER": "verkeerd nummer",
            "OTHER": "iets anders",
        },
        again="opnieuw op {day}",
        holds="Opschortingen van de aanmaningen",
        no_holds="De aanmaningen zijn nooit opgeschort.",
        held_from="Van",
        held_until="Tot en met",
        whole_account="hele rekening",
        hold_reasons={
            "AGREEMENT": "afgesproken met de schuldenaar",
            "INTERNAL": "intern nazicht",
            "RELATION": "commerciële relatie",
            "PLAN": "afbetalingsplan",
            "INSOLVENCY": "insolventie",
            "OTHER": "andere",
        },
        notes="Notities van de schuldeiser (intern)",
        when="Wanneer",
        who="Wie",
        text="Tekst",
        claim="Factuur",
    ),
    exhibits=Exhibits(
        word="Stuk",
        statement="Rekeningoverzicht",
        invoice="Factuur {number}",
        credit_note="Creditnota {number}",
        debit_note="Debetnota {number}",
        enclosure="Bijgevoegd bij stuk {of}: {name}",
        attachment="Ontvangen met stuk {of}: {name}",
        of_page="{page}/{pages}",
        apart="Niet ingebonden",
        flaws={
            "NO_PDF": "het is geen PDF",
            "LOCKED": "beveiligd met een wachtwoord",
            "BROKEN": "beschadigd",
            "TOO_LARGE": "het ingebonden dossier zou te groot worden",
        },
        missing="Wat niet in dit dossier zit",
        original="Het origineel van deze facturen is niet bij de boekhouding bewaard: "
        "{numbers}.",
        add="Het volgende zit niet in de boekhouding; voeg toe wat er is:",
        to_add=(
            "het contract of de bestelling, en de algemene voorwaarden zoals aanvaard",
            "het bewijs van levering of uitvoering",
            "een schulderkenning, een afbetalingsplan",
            "zekerheden: een borg, een eigendomsvoorbehoud",
            "de volmacht",
        ),
        none_missing="Het origineel van elke factuur en creditnota zit bij de stukken.",
    ),
    sources=Sources(
        title="Bronnen",
        intro="Waarop de rentevoeten, bedragen en dagen hierboven steunen, en hoe zeker "
        "elk "
        "ervan is.",
        certainties={
            "P": "de wettekst of het officiële bericht is gelezen",
            "S": "uit een secundaire bron",
            "M": "uit het geheugen: na te gaan voor men erop steunt",
        },
        certainty="Hoe zeker",
        source="Bron",
    ),
    conditions=Conditions(
        title="Voorwaarden van de procedure",
        intro="Wat de procedure vraagt, en wat de boekhouding toont. Een mens beslist.",
        condition="Voorwaarde",
        seen="Vastgesteld",
        state="Stand",
        states={"MET": "vervuld", "NOT_MET": "niet vervuld", "TO_SEE": "na te gaan"},
        needs="Wat de procedure nodig heeft",
        needed={
            "BE_IOS": (
                "Via een advocaat, betekend door een gerechtsdeurwaarder: een aanmaning "
                "met "
                "een duidelijke omschrijving en verantwoording van elk bedrag (zie "
                "“Vorderingen” en “Interest, regel per regel”), een kopie van de bewijzen "
                "(de stukken) en het antwoordformulier.",
                "De ondernemingsnummers van beide partijen (zie “Partijen”).",
            ),
            "FR_INJONCTION": (
                "Het verzoekschrift vermeldt het exacte bedrag, de opsplitsing en de grond "
                "ervan (zie “Vorderingen” en “Interest, regel per regel”), met de lijst "
                "van "
                "de documenten (de inhoud) en de documenten zelf (de stukken).",
                "Het gaat naar de rechter van de woonplaats of zetel van de schuldenaar.",
            ),
        },
        sentences={
            "The creditor is in the Belgian register of enterprises.": "De schuldeiser is "
            "ingeschreven in de Kruispuntbank van Ondernemingen.",
            "The debtor is in the Belgian register of enterprises.": "De schuldenaar is "
            "ingeschreven in de Kruispuntbank van Ondernemingen.",
            "Enterprise number %(number)s; its check digits hold.": "Ondernemingsnummer "
            "%(number)s; de controlecijfers kloppen.",
            "No number of it is known.": "Er is geen nummer van bekend.",
            "%(numbers)s is no Belgian enterprise number.": "%(numbers)s is geen Belgisch "
            "ondernemingsnummer.",
            "The debtor is an enterprise: neither a consumer nor a public body.": "De "
            "schuldenaar is een onderneming: geen consument en geen overheidsinstantie.",
            "It is known as a business.": "Bekend als onderneming.",
            "It is a public body.": "Het is een overheidsinstantie.",
            "It is a consumer, or not known to be none.": "Het is een consument, of niets "
            "wijst op het tegendeel.",
            "It is not known what it is.": "Het is niet bekend wat het is.",
            "The debtor lives or has its seat in %(country)s.": "De schuldenaar heeft zijn "
            "woonplaats of zetel in dit land: %(country)s.",
            "Its country is %(country)s.": "Het land is %(country)s.",
            "The debt is not disputed.": "De schuld wordt niet betwist.",
            "The debt is not disputed: whoever disputes it opposes the order.": "De schuld "
            "wordt niet betwist: wie haar betwist, tekent verzet aan.",
            "No dispute is open.": "Er is geen betwisting open.",
            "Disputed: %(numbers)s.": "Betwist: %(numbers)s.",
            "The debt is due.": "De schuld is opeisbaar.",
            "Not past due: %(numbers)s.": "Nog niet vervallen: %(numbers)s.",
            "No invoice was chosen.": "Er is geen factuur gekozen.",
            "The last one was due on %(day)s.": "De laatste verviel op %(day)s.",
            "The debt is a certain and fixed sum of money.": "De schuld is een zekere en "
            "vaststaande geldsom.",
            "The accounting no longer lists as open: %(numbers)s.": "Niet meer op de lijst "
            "van open posten van de boekhouding: %(numbers)s.",
            "Open: %(sums)s.": "Openstaand: %(sums)s.",
            "Interest, penalty clause and costs are at most %(percent)s %% of the "
            "principal.": "Interest, schadebeding en kosten bedragen samen hoogstens "
            "%(percent)s %% van de hoofdsom.",
            "Nobody has counted the extras yet.": "Het bijkomende is nog niet berekend.",
            "%(extras)s on %(principal)s": "%(extras)s op %(principal)s",
            "Extras: %(told)s.": "Bijkomend: %(told)s.",
            "The debt comes from the activity of both enterprises.": "De schuld komt voort "
            "uit de activiteit van beide ondernemingen.",
            "A person has to judge it.": "Een mens moet dit beoordelen.",
            "The debt comes from a contract.": "De schuld komt voort uit een overeenkomst.",
            "Enclose the contract, the order or the accepted terms.": "Voeg het contract, "
            "de "
            "bestelling of de aanvaarde voorwaarden toe.",
            "The sum is broken down: principal, interest and costs apart.": "Het bedrag is "
            "opgesplitst: hoofdsom, interest en kosten apart.",
            "Principal %(principal)s, extras %(extras)s.": "Hoofdsom %(principal)s, "
            "bijkomend %(extras)s.",
            "Copies of the documents are enclosed.": "Kopieën van de documenten zijn "
            "bijgevoegd.",
            "Without the invoice itself: %(numbers)s.": "Zonder de factuur zelf: "
            "%(numbers)s.",
            "Every invoice is at hand.": "Elke factuur is voorhanden.",
            "The debtor was asked in writing to pay.": "De schuldenaar is schriftelijk "
            "gevraagd te betalen.",
            "No message of ours has left.": "Er is geen bericht vertrokken.",
            "Last asked on %(day)s.": "Laatst gevraagd op %(day)s.",
            "No insolvency proceedings are open.": "Er loopt geen insolventieprocedure.",
            "They are open: file the claim there instead.": "Er loopt er een: de vordering "
            "moet daar worden ingediend.",
            "None is known here.": "Hier is er geen bekend.",
            "The debt has not lapsed.": "De schuld is niet verjaard.",
            "Lapsed: %(numbers)s.": "Verjaard: %(numbers)s.",
            "The day is not known for every invoice.": "De dag is niet voor elke factuur "
            "bekend.",
            "The first one lapses on %(day)s.": "De eerste verjaart op %(day)s.",
        },
    ),
)
