"""Invented names: companies by trade, family and town, people, towns, in four languages.

Within one company's books no two customers have the same name by chance: the index of a
customer walks through all combinations. Near-equal names are made on purpose, elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd


@dataclass(frozen=True, slots=True)
class Names:
    """The parts of names in one language."""

    trades: tuple[str, ...]
    families: tuple[str, ...]
    firsts: tuple[str, ...]
    forms: tuple[str, ...]
    towns: tuple[str, ...]
    streets: tuple[str, ...]

    def trading(self, index: int) -> str:
        """The name of a business, without its legal form; another for each index."""
        trades, families = len(self.trades), len(self.families)
        place, rest = divmod(index, trades * families)
        mixed = rest * _stride(trades * families) % (trades * families)
        name = f"{self.trades[mixed % trades]} {self.families[mixed // trades]}"
        return f"{name}{self._further(place)}"

    def person(self, index: int) -> str:
        """A first and a last name; another for each index."""
        firsts, families = len(self.firsts), len(self.families)
        place, rest = divmod(index, firsts * families)
        mixed = rest * _stride(firsts * families) % (firsts * families)
        first, last = self.firsts[mixed % firsts], self.families[mixed // firsts]
        return f"{first} {_initials(place)}{last}"

    def contact(self, index: int) -> str:
        """A person with two family names: nobody who is a customer himself."""
        firsts, families = len(self.firsts), len(self.families)
        size = firsts * families * (families - 1)
        place, rest = divmod(index, size)
        mixed = rest * _stride(size) % size
        first, mixed = self.firsts[mixed % firsts], mixed // firsts
        one, other = divmod(mixed, families - 1)
        second = self.families[(one + 1 + other) % families]
        return f"{first} {_initials(place)}{self.families[one]}-{second}"

    def stranger(self, index: int) -> str:
        """A person with two first names, who is in no books."""
        firsts, families = self.firsts, self.families
        one, other = index % len(firsts), index // 7 % len(firsts)
        return f"{firsts[one]} {firsts[other]} {families[index // 3 % len(families)]}"

    def firm(self, index: int) -> str:
        """A firm of two families, which is in no books."""
        families = self.families
        one, other = index % len(families), index // 5 % len(families)
        return f"{families[one]}, {families[other]} & Co"

    def _further(self, place: int) -> str:
        if not place:
            return ""
        round_, town = divmod(place, len(self.towns))
        return f" {self.towns[town]}" + (
            f" {_initials(round_)}".rstrip(". ") if round_ else ""
        )


def _initials(count: int) -> str:
    """ "" for 0, then A. to Z., AA. …"""
    letters = ""
    while count:
        count, letter = divmod(count - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}. " if letters else ""


def _stride(size: int) -> int:
    """A step that visits every place of a round of this size once."""
    step = int(size * 0.618) or 1
    while gcd(step, size) != 1:
        step += 1
    return step


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(","))


NAMES = {
    "nl": Names(
        trades=_words(
            "Bakkerij, Slagerij, Garage, Drukkerij, Schrijnwerkerij, Bouwbedrijf,"
            " Kapsalon, Transport, Tuincentrum, Dakwerken, Elektro, Brouwerij, Hoeve,"
            " Optiek, Apotheek, Schilderwerken, Restaurant, Boekhandel,"
            " Verzekeringskantoor, Installatiebedrijf"
        ),
        families=_words(
            "Peeters, Janssens, Maes, Willems, Claes, Goossens, Wouters, De Smedt, Van"
            " Loo, Verstraete, De Vries, Bakker, Visser, Mulder, Dekker, Van Dijk,"
            " Hendriks, Kuipers, Vermeulen, Pauwels, Lemmens, Aerts, Martens, Desmet,"
            " Van Hoof, Smets, Bogaert, Van der Linden, Coppens, Segers, Huybrechts, De"
            " Backer"
        ),
        firsts=_words(
            "Jan, An, Piet, Els, Koen, Lies, Bart, Griet, Wim, Hilde, Tom, Sofie, Luc,"
            " Inge, Dirk, Katrien, Joris, Femke, Sander, Marieke"
        ),
        forms=_words("NV, CommV, CV, BV, BVBA"),
        towns=_words(
            "Gent, Aalst, Brugge, Leuven, Hasselt, Breda, Zwolle, Venlo, Ede, Tilburg"
        ),
        streets=_words("Kerkstraat, Stationsstraat, Molenweg, Nieuwstraat, Dorpsplein"),
    ),
    "fr": Names(
        trades=_words(
            "Boulangerie, Garage, Imprimerie, Menuiserie, Transports, Toitures,"
            " Électricité, Plomberie, Traiteur, Pharmacie, Ébénisterie, Brasserie,"
            " Fleuriste, Cabinet, Constructions, Peinture, Serrurerie, Librairie,"
            " Ateliers, Carrières"
        ),
        families=_words(
            "Dubois, Lefèvre, Moreau, Garnier, Fontaine, Chevalier, Rousseau,"
            " Blanchard, Gauthier, Perrin, Marchand, Renaud, Colin, Barbier, Lemaître,"
            " Noël, Delvaux, Lambert, Simon, Denis, Collignon, Wauters, Thiry, Gérard,"
            " Benoît, Hubert, Mercier, Aubert, Caron, Dupuis, Etienne, Poncelet"
        ),
        firsts=_words(
            "Pierre, Marie, Luc, Anne, Jérôme, Hélène, Paul, Claire, Benoît, Élise,"
            " Marc, Sophie, Thierry, Céline, Alain, Nadine, Hugo, Inès, René, Zoé"
        ),
        forms=_words("SARL, SA, SAS, SRL, SPRL"),
        towns=_words("Liège, Namur, Lille, Lyon, Nantes, Metz, Dijon, Tours, Arlon, Reims"),
        streets=_words(
            "rue de l'Église, rue du Moulin, place du Marché, avenue des Tilleuls"
        ),
    ),
    "de": Names(
        trades=_words(
            "Bäckerei, Metzgerei, Autohaus, Druckerei, Tischlerei, Spedition,"
            " Gärtnerei, Dachdeckerei, Elektro, Brauerei, Apotheke, Malerbetrieb,"
            " Gasthaus, Optik, Maschinenbau, Bauunternehmen, Buchhandlung, Schlosserei,"
            " Kanzlei, Möbelhaus"
        ),
        families=_words(
            "Müller, Schröder, Köhler, Jäger, Krüger, Böhm, Günther, Lindner, Vogel,"
            " Winkler, Seidel, Brandt, Ziegler, Groß, Weiß, Kuhn, Pohl, Arnold, Busch,"
            " Engel, Franke, Horn, Keller, Lorenz, Peters, Roth, Sommer, Thiel, Ulrich,"
            " Voigt, Wolff, Zimmermann"
        ),
        firsts=_words(
            "Hans, Anna, Jürgen, Käthe, Uwe, Petra, Stefan, Monika, Jörg, Heike, Lars,"
            " Ute, Bernd, Gisela, Ralf, Silke, Björn, Anke, Dieter, Maren"
        ),
        forms=_words("AG, KG, OHG, GmbH, GmbH & Co. KG"),
        towns=_words(
            "Köln, Aachen, Trier, Bonn, Münster, Kassel, Ulm, Jena, Passau, Lübeck"
        ),
        streets=_words("Hauptstraße, Bahnhofstraße, Mühlweg, Am Markt, Lindenallee"),
    ),
    "en": Names(
        trades=_words(
            "Bakery, Garage, Printers, Joinery, Haulage, Roofing, Electrical, Plumbing,"
            " Catering, Pharmacy, Brewery, Florist, Nursery, Builders, Decorators,"
            " Optics, Books, Tiles, Marine, Farm"
        ),
        families=_words(
            "Ashworth, Barlow, Carter, Dawson, Ellis, Fletcher, Gibbs, Harding, Ingram,"
            " Jarvis, Kemp, Lawson, Mercer, Norris, Osborne, Palmer, Quinn, Rowley,"
            " Slater, Turner, Underhill, Vickers, Walton, Yates, Abbott, Bright, Cooper,"
            " Drake, Ford, Grant, Hale, Irving"
        ),
        firsts=_words(
            "John, Mary, Peter, Susan, Mark, Helen, David, Emma, Simon, Lucy, Paul,"
            " Jane, Alan, Ruth, Keith, Nora, Ian, Amy, Neil, Zara"
        ),
        forms=_words("plc, LP, Limited, Ltd, LLP"),
        towns=_words("Leeds, York, Hull, Exeter, Derby, Bath, Truro, Ely, Ripon, Wells"),
        streets=_words("High Street, Station Road, Mill Lane, Church Walk"),
    ),
}
