"""Names: words from which companies, people, public bodies and addresses are invented.

`places` pairs a postcode with its town, so that an address is plausible; the streets and
the companies are not real ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a country and a language name things with. forms: legal forms."""

    first: tuple[str, ...]
    family: tuple[str, ...]
    trades: tuple[str, ...]
    cores: tuple[str, ...]
    business: tuple[str, ...]
    forms: tuple[str, ...]
    public: tuple[str, ...]
    streets: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    desk: str
    role: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split(","))


def _places(text: str) -> tuple[tuple[str, str], ...]:
    """From "9000 Gent, 3542 AD Utrecht": the town begins where the code ends."""
    places = []
    for place in _phrases(text):
        parts = place.split()
        code = 2 if len(parts) > 2 and parts[1].isupper() and len(parts[1]) <= 3 else 1
        places.append((" ".join(parts[:code]), " ".join(parts[code:])))
    return tuple(places)


_DUTCH_CORES = _words(
    "Alverda Bremhoek Castor Denderkant Elzenberg Ferrox Groenhart Hagelkruis Isolair "
    "Kempelo Klimato Leiedal Merelbos Noorderlicht Oosterveld Peltra Ravenshout "
    "Schelda Terkamer Uitwijk Vossemeer Waterlo Zandvoorde Zilvermeer Bouwmare "
    "Thermoka Sanivel Dakora Lindenaar Molenzicht Koperwiek Eikenrode Polderman "
    "Havico Technova Duinzicht Ventora Warmteplan Rivalux Steenhuys Betomar Houtvast "
    "Aquadel Duramet Celsio Promeva"
)
_FRENCH_CORES = _words(
    "Aubépine Beauval Calorix Delmont Escalot Fontanel Grandpré Hautecourt Isolor "
    "Jonquière Lamaret Montclair Noirfontaine Orval Plombelec Quercynord Rocheval "
    "Sanitherm Thermolys Urbatec Valombre Villebois Batirel Climatherm Couvratec "
    "Ecovance Ferronor Habitalis Menuival Ardelec Ondélys Verrelane Cheminade "
    "Solarion Pontavice Meralys Tuilandre Brévanne"
)
_GERMAN_CORES = _words(
    "Ahrental Bergwerk Eifelbau Hohenried Kaltmann Lindenhof Nordwall Rheinkant "
    "Sonnfeld Talheim Venntec Waldkamp Wärmering Zweifall"
)
_ENGLISH_CORES = _words(
    "Ashcombe Brightwell Copperfield Denholm Eastmere Fairburn Greystone"
)

DUTCH_BELGIAN = Words(
    first=_words(
        "Jan Koen Bart Tom Pieter Wim Luc Dirk Stijn Kris An Els Katrien Griet Sara Lotte"
    ),
    family=_phrases(
        "Vandenbroeck, De Smet, Claeys, Verhaeghe, Mertens, Willems, Van Acker, De "
        "Clercq, Goossens, Lambrecht, Verbeke, Van Hulle, Dewitte, Martens, Coppens, "
        "Bogaert, Sergeant"
    ),
    trades=_phrases(
        "loodgieterij, dakwerken, schilderwerken, elektriciteitswerken, "
        "schrijnwerkerij, tegelwerken, verwarming, algemene bouwwerken, tuinaanleg"
    ),
    cores=_DUTCH_CORES,
    business=_phrases(
        "Bouw, Projects, Technics, Groothandel, Installaties, Isolatie, Dakwerken, "
        "Sanitair, Facility, Logistics, Renovatie, Construct, Klimaattechniek, "
        "Industrie, Keukens"
    ),
    forms=("BV", "NV", "BV", "CV"),
    public=_phrases(
        "Gemeente {town}, Stad {town}, OCMW {town}, Algemeen Ziekenhuis Sint-{saint} "
        "{town}, Scholengroep {core}, Hogeschool {core}, Woonzorgcentrum {core}, "
        "Politiezone {core}"
    ),
    streets=_words(
        "Kerkstraat Molenstraat Stationsstraat Nijverheidslaan Industrieweg "
        "Kapelstraat Beukenlaan Handelskaai Dorpsplein Ambachtenlaan Leopoldlaan "
        "Veldstraat Spoorwegstraat"
    ),
    places=_places(
        "9000 Gent, 2000 Antwerpen, 8500 Kortrijk, 9300 Aalst, 3000 Leuven, 2800 "
        "Mechelen, 8800 Roeselare, 9100 Sint-Niklaas, 3500 Hasselt, 2300 Turnhout, "
        "8000 Brugge, 9700 Oudenaarde, 9800 Deinze, 1500 Halle, 2440 Geel, 8900 "
        "Ieper, 3600 Genk"
    ),
    desk="boekhouding",
    role="Boekhouding",
)
FRENCH_BELGIAN = Words(
    first=_words(
        "Pierre Luc Benoît Philippe Vincent Alain Michel Anne Isabelle Valérie Julie"
    ),
    family=_phrases(
        "Lambert, Dupont, Lejeune, Collard, Renard, Gérard, Noël, Servais, Henrotte, "
        "Massart, Delvaux, Thiry, Georges, Leroy, Marchal, Jacquemin"
    ),
    trades=_phrases(
        "plomberie, toitures, peinture, électricité, menuiserie, carrelage, "
        "chauffage, travaux généraux, jardins"
    ),
    cores=_FRENCH_CORES,
    business=_phrases(
        "Construct, Bâtiment, Techniques, Chauffage, Sanitaires, Isolation, Toitures, "
        "Rénovation, Facility, Logistique, Matériaux, Industrie"
    ),
    forms=("SRL", "SA", "SRL", "SC"),
    public=_phrases(
        "Administration communale de {town}, Ville de {town}, CPAS de {town}, Centre "
        "hospitalier {core}, Institut Saint-{saint} {town}, Haute École {core}, "
        "Maison de repos {core}, Intercommunale {core}"
    ),
    streets=_phrases(
        "rue de l'Église, rue du Moulin, avenue de la Gare, rue de l'Industrie, "
        "chaussée de Namur, rue des Artisans, quai de Meuse, place Communale, avenue "
        "des Tilleuls, rue du Commerce, zoning des Hauts"
    ),
    places=_places(
        "4000 Liège, 5000 Namur, 6000 Charleroi, 4800 Verviers, 7000 Mons, 7500 "
        "Tournai, 4500 Huy, 5500 Dinant, 6700 Arlon, 1400 Nivelles, 1300 Wavre, 4100 "
        "Seraing"
    ),
    desk="compta",
    role="Comptabilité",
)
GERMAN_BELGIAN = Words(
    first=_words("Karl Heinz Günther Jürgen Ralf Monika Birgit Anja"),
    family=_phrases(
        "Schmitz, Pauels, Hilgers, Kockartz, Lennertz, Mertes, Radermacher, Thelen"
    ),
    trades=_phrases("Dachdecker, Heizungsbau, Schreinerei, Malerbetrieb, Elektro"),
    cores=_GERMAN_CORES,
    business=_phrases("Bau, Heizung, Technik, Sanitär, Holzbau, Baustoffe"),
    forms=("PGmbH", "AG"),
    public=_phrases("Gemeinde {town}, Sankt-{saint}-Hospital {town}, Schulzentrum {core}"),
    streets=_words("Hauptstraße Bahnhofstraße Industriestraße Bergstraße Klosterstraße"),
    places=_places(
        "4700 Eupen, 4780 Sankt-Vith, 4750 Bütgenbach, 4720 Kelmis, 4730 Raeren"
    ),
    desk="buchhaltung",
    role="Buchhaltung",
)
FRENCH = Words(
    first=_words(
        "Jean Philippe Nicolas Laurent Frédéric Stéphane Karim Antoine Marie Céline "
        "Sandrine Aurélie"
    ),
    family=_phrases(
        "Martin, Bernard, Moreau, Girard, Roussel, Mercier, Blanchard, Garnier, "
        "Chevalier, Lefèvre, Perrin, Morel, Fabre, Vidal, Carpentier, Delattre, Le "
        "Goff, Guérin"
    ),
    trades=_phrases(
        "plombier, couvreur, peinture, électricité générale, menuiserie, carrelage, "
        "chauffagiste, maçonnerie, paysagiste"
    ),
    cores=_FRENCH_CORES,
    business=_phrases(
        "Bâtiment, Énergies, Négoce, Travaux, Génie Climatique, Équipements, "
        "Isolation, Couverture, Services, Matériaux, Promotion, Industrie, "
        "Maintenance"
    ),
    forms=("SARL", "SAS", "SA", "EURL"),
    public=_phrases(
        "Commune de {town}, Mairie de {town}, Centre Hospitalier {core}, Lycée "
        "{core}, Communauté de communes {core}, Office de l'Habitat {core}, EHPAD Les "
        "{core}s, Collège Saint-{saint}"
    ),
    streets=_phrases(
        "rue de la République, avenue du Général Leclerc, rue des Lilas, rue Pasteur, "
        "boulevard de la Liberté, zone artisanale du Pré, rue du Faubourg, impasse "
        "des Forges, allée des Platanes, route de Paris, rue Victor Hugo"
    ),
    places=_places(
        "59000 Lille, 69003 Lyon, 44000 Nantes, 62000 Arras, 80000 Amiens, 42000 "
        "Saint-Étienne, 35000 Rennes, 49000 Angers, 38000 Grenoble, 59200 Tourcoing, "
        "71100 Chalon-sur-Saône, 56000 Vannes, 85000 La Roche-sur-Yon, 02100 "
        "Saint-Quentin, 01000 Bourg-en-Bresse"
    ),
    desk="comptabilite",
    role="Comptabilité fournisseurs",
)
DUTCH = Words(
    first=_words(
        "Jeroen Mark Erik Hans Peter Rob Martijn Linda Monique Esther Ingrid Saskia"
    ),
    family=_phrases(
        "de Vries, van den Berg, Bakker, Visser, Smit, Meijer, Mulder, de Groot, Bos, "
        "Vos, Hendriks, van Leeuwen, Dekker, Brouwer, Dijkstra, Postma, Verhoeven"
    ),
    trades=_phrases(
        "loodgietersbedrijf, dakdekkersbedrijf, schildersbedrijf, "
        "installatietechniek, timmerbedrijf, tegelzetterij, klusbedrijf, "
        "hoveniersbedrijf"
    ),
    cores=_DUTCH_CORES,
    business=_phrases(
        "Bouw, Installatietechniek, Groothandel, Vastgoed, Onderhoud, Klimaat, "
        "Techniek, Isolatie, Projecten, Industrie, Logistiek, Sanitair, Interieur"
    ),
    forms=("B.V.", "B.V.", "V.O.F.", "N.V."),
    public=_phrases(
        "Gemeente {town}, Stichting Ziekenhuis {core}, Stichting Openbaar Onderwijs "
        "{core}, Woningcorporatie {core}, Waterschap {core}, ROC {core}, Zorggroep "
        "{core}"
    ),
    streets=_words(
        "Dorpsstraat Kanaalweg Industrieweg Stationsweg Molenweg Havenkade "
        "Ambachtsweg Schoolstraat Beukenlaan Nijverheidsweg Prinsenlaan Marktstraat "
        "Energieweg"
    ),
    places=_places(
        "3542 AD Utrecht, 5611 CB Eindhoven, 3011 WJ Rotterdam, 1013 AB Amsterdam, "
        "6811 BV Arnhem, 5038 EA Tilburg, 4811 DJ Breda, 7411 JM Deventer, 8011 PK "
        "Zwolle, 2312 KM Leiden, 9712 HX Groningen, 6221 BE Maastricht, 5211 RN "
        "'s-Hertogenbosch"
    ),
    desk="crediteuren",
    role="Crediteurenadministratie",
)
GERMAN = Words(
    first=_words("Thomas Andreas Stefan Uwe Sabine Claudia Petra"),
    family=_phrases("Becker, Hoffmann, Krüger, Neumann, Schäfer, Vogt, Winkler"),
    trades=_phrases("Dachdeckermeister, Sanitär und Heizung, Tischlerei, Elektrotechnik"),
    cores=_GERMAN_CORES,
    business=_phrases("Bau, Haustechnik, Handel, Anlagenbau, Gebäudetechnik"),
    forms=("GmbH", "GmbH & Co. KG", "AG"),
    public=_phrases("Stadt {town}, Klinikum {core}"),
    streets=_words("Hauptstraße Gewerbering Industriestraße Lindenallee Kölner-Straße"),
    places=_places(
        "52062 Aachen, 47798 Krefeld, 50667 Köln, 40213 Düsseldorf, 48143 Münster"
    ),
    desk="buchhaltung",
    role="Kreditorenbuchhaltung",
)
ENGLISH = Words(
    first=_words("James Oliver Emma Grace Harriet"),
    family=_phrases("Walker, Bennett, Hughes, Marsh, Pritchard"),
    trades=_phrases("plumbing, roofing"),
    cores=_ENGLISH_CORES,
    business=_phrases("Trading, Interiors, Engineering, Supplies, Building Products"),
    forms=("Ltd", "plc"),
    public=_phrases("{core} Council"),
    streets=_phrases("High Street, Mill Lane, Station Road, Victoria Works, Harbour Way"),
    places=_places("EC2A 4NE London, M2 5DB Manchester, BS1 4DJ Bristol, LS1 4AP Leeds"),
    desk="accounts",
    role="Accounts payable",
)
AMERICAN = Words(
    first=_words("Ethan Megan Brian Laura"),
    family=_phrases("Sanders, Whitaker, Colby, Ramsey"),
    trades=_phrases("contracting"),
    cores=_ENGLISH_CORES,
    business=_phrases("Industries, Systems, Components"),
    forms=("Inc.", "LLC"),
    public=_phrases("{core} County"),
    streets=_phrases("Main Street, Harbor Boulevard, Commerce Drive"),
    places=_places("02110 Boston, 21202 Baltimore, 60601 Chicago"),
    desk="ap",
    role="Accounts payable",
)
SWISS = Words(
    first=_words("Reto Beat Ursula Regula"),
    family=_phrases("Ammann, Brunner, Zgraggen, Wyss"),
    trades=_phrases("Spenglerei"),
    cores=_GERMAN_CORES,
    business=_phrases("Gebäudetechnik, Handel, Bau"),
    forms=("AG", "GmbH"),
    public=_phrases("Gemeinde {town}"),
    streets=_words("Bahnhofstrasse Seestrasse Industriestrasse"),
    places=_places("4051 Basel, 8004 Zürich, 3011 Bern"),
    desk="buchhaltung",
    role="Buchhaltung",
)
LUXEMBURGISH = Words(
    first=_words("Marc Claude Josée Nathalie"),
    family=_phrases("Schroeder, Wagener, Kieffer, Reuter"),
    trades=_phrases("chauffage, toitures"),
    cores=_FRENCH_CORES,
    business=_phrases("Constructions, Techniques, Toitures"),
    forms=("S.à r.l.", "S.A."),
    public=_phrases("Commune de {town}"),
    streets=_phrases("rue de la Gare, route d'Arlon, rue du Brill"),
    places=_places("L-4010 Esch-sur-Alzette, L-1611 Luxembourg, L-9053 Ettelbruck"),
    desk="compta",
    role="Comptabilité",
)

# by country and language of the customer
WORDS = {
    ("BE", "nl"): DUTCH_BELGIAN,
    ("BE", "fr"): FRENCH_BELGIAN,
    ("BE", "de"): GERMAN_BELGIAN,
    ("FR", "fr"): FRENCH,
    ("NL", "nl"): DUTCH,
    ("DE", "de"): GERMAN,
    ("GB", "en"): ENGLISH,
    ("US", "en"): AMERICAN,
    ("CH", "de"): SWISS,
    ("LU", "fr"): LUXEMBURGISH,
}
SAINTS = _words("Lucas Jozef Anna Elisabeth Vincent Barbara Maria")

# municipalities that do not exist
TOWNS = {
    "nl": _words(
        "Oosterzeke Merelgem Waterloke Elzenbeke Duindrecht Hogeveld Vossenkerke "
        "Leyhoven Zandemare Ravelgem Noordwiede Kraaienhout"
    ),
    "fr": _phrases(
        "Valbois-sur-Orlette, Montrieux-le-Haut, Fontenelle-en-Brise, Rochaimont, "
        "Hautepierre, Sart-aux-Aulnes, Beaulieu-la-Combe, Villers-le-Tilleul-Noir, "
        "Grandmarais, Orsival"
    ),
    "de": _words("Hohenbuchen Mittelsauer Rotheck Wiesental-Au Krombachtal"),
    "en": _words("Larkminster Oldhaven"),
}


def person(words: Words, chance: Random) -> str:
    """First and family name."""
    return f"{chance.choice(words.first)} {chance.choice(words.family)}"


def craftsman(words: Words, chance: Random) -> str:
    """A person with a trade: "Jan Claeys dakwerken", "Menuiserie Perrin"."""
    trade = chance.choice(words.trades)
    if chance.random() < 0.4:
        return f"{trade[0].upper()}{trade[1:]} {chance.choice(words.family)}"
    return f"{person(words, chance)} {trade}"


def firm(words: Words, chance: Random) -> str:
    """The name without its legal form: "Thermoka Installaties", "Négoce Perrin"."""
    core, business = chance.choice(words.cores), chance.choice(words.business)
    pattern = chance.random()
    if pattern < 0.72:
        return f"{core} {business}"
    if pattern < 0.86:
        return f"{business} {chance.choice(words.family)}"
    return f"{core} & {chance.choice(words.family)}"


def public_body(words: Words, town: str, chance: Random) -> str:
    """A municipality, a hospital, a school: of a town that does not exist."""
    name = chance.choice(words.public)
    return name.format(
        town=town, core=chance.choice(words.cores), saint=chance.choice(SAINTS)
    )


def street(words: Words, country: str, chance: Random) -> str:
    """With its number where that country writes it."""
    number, name = chance.randrange(1, 190), chance.choice(words.streets)
    return f"{number} {name}" if country in {"FR", "GB", "US", "LU"} else f"{name} {number}"


def phone(country: str, chance: Random) -> str:
    """In the country's shape; 555 and the ranges kept for films are nobody's, or nearly."""
    tail = chance.randrange(10_000)
    pair = f"{tail // 100:02} {tail % 100:02}"
    return {
        "BE": f"+32 {chance.choice((2, 3, 4, 9))} 555 {pair}",
        "FR": f"+33 {chance.choice(('1 99 00', '3 53 01', '4 65 71', '2 61 91'))} {pair}",
        "NL": f"+31 85 555 {pair}",
        "DE": f"+49 241 555 {tail:04}",
        "GB": f"+44 20 7946 {tail % 1000:04}",
        "US": f"+1 617 555 01{tail % 100:02}",
        "CH": f"+41 61 555 {pair}",
    }.get(country, f"+352 55 5{tail:04}")
