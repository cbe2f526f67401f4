"""Holders who do not exist, with the names and addresses their languages have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

_NAMES = {
    "de": (("Müller-Weißenfels", "Hans Jürgen"), ("Grünbaum", "Anneliese"), ("von der Heide", "Käthe Sophie")),
    "fr": (("Lefèvre", "François Noël"), ("Béranger-Dupré", "Marie-Hélène"), ("d'Aubigny", "Zoé")),
    "es": (("Muñoz Ibáñez", "María del Carmen"), ("Peña Güell", "Íñigo"), ("García López", "José Ángel")),
    "it": (("D'Angelo", "Niccolò"), ("Esposito", "Maria Vittoria"), ("Dell'Acqua", "Gianluca")),
    "pt": (("Gonçalves Magalhães", "João António"), ("Simões", "Inês"), ("da Conceição", "Beatriz Luísa")),
    "nl": (("van den Berg", "Willem Joost"), ("de Vries", "Saskia"), ("Molenaar", "Pieter Cornelis")),
    "pl": (("Wiśniewska", "Małgorzata Anna"), ("Brzęczyszczykiewicz", "Grzegorz"), ("Żółkiewski", "Łukasz")),
    "cs": (("Dvořáková", "Markéta"), ("Novotný", "Jiří Václav"), ("Černý", "Ondřej")),
    "sk": (("Kováčová", "Ľubica"), ("Horváth", "Štefan"), ("Šťastný", "Peter")),
    "hu": (("Szűcs", "Erzsébet"), ("Kőműves", "Gábor László"), ("Nagy", "Ágnes")),
    "ro": (("Ionescu", "Ștefan Andrei"), ("Țăranu", "Ioana"), ("Popescu", "Mihai")),
    "hr": (("Đurđević", "Željka"), ("Horvat", "Ivan"), ("Šimić", "Ana Marija")),
    "sl": (("Žagar", "Črtomir"), ("Novak", "Maja"), ("Kovačič", "Jože")),
    "lt": (("Kazlauskienė", "Birutė"), ("Žukauskas", "Jonas"), ("Petraitis", "Mindaugas")),
    "lv": (("Bērziņš", "Jānis"), ("Kalniņa", "Līga"), ("Ozols", "Edgars")),
    "et": (("Õunapuu", "Märt"), ("Tamm", "Liis"), ("Jõesaar", "Katrin")),
    "sv": (("Åkerström", "Björn Erik"), ("Lindqvist", "Åsa"), ("Sjögren", "Karl")),
    "no": (("Ødegård", "Håkon"), ("Bjørnstad", "Ingrid Marie"), ("Hansen", "Kåre")),
    "da": (("Sørensen", "Søren Ebbe"), ("Nygård", "Maja"), ("Kjær", "Åge")),
    "fi": (("Mäkinen", "Päivi Hannele"), ("Väisänen", "Jyrki"), ("Korhonen", "Aino")),
    "tr": (("Yıldırım", "Ayşe Gül"), ("Öztürk", "Çağlar"), ("Şahin", "Mehmet")),
    "en": (("O'Sullivan", "Catherine Mary"), ("Featherstonehaugh", "Maximilian Bartholomew"), ("Smith", "Jo")),
    "id": (("", "BUDI SANTOSO"), ("", "SITI NURHALIZA"), ("", "AGUS WIBOWO")),
}
_STREETS = {
    "de": ("Heidestraße 17", "51147 Köln"),
    "fr": ("12 rue des Fossés", "69003 Lyon"),
    "es": ("C/ Alcalá 45, 3º B", "28014 Madrid"),
    "it": ("Via Garibaldi 8", "16124 Genova"),
    "pl": ("ul. Długa 5 m. 12", "00-238 Warszawa"),
    "en": ("122 BURNS CRESCENT", "EDINBURGH EH1 9GP"),
    "no": ("Storgata 3", "0155 Oslo"),
    "da": ("Nørregade 10", "1165 København"),
}


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whom a document is made out to."""

    surname: str
    given: str
    born: date
    issued: date
    expires: date
    sex: str
    number: str
    personal: str
    height: int
    street: str
    town: str

    @property
    def place(self) -> str:
        """The name of the town alone."""
        return next((word for word in self.town.split() if word.isalpha()), self.town)


def draw_holder(rng: Random, language: str, shape: str = "LL#######") -> Holder:
    """``shape`` of the number: ``L`` a letter, ``#`` a digit, anything else itself."""
    surname, given = rng.choice(_NAMES[language])
    issued = date(2017, 1, 1) + timedelta(days=rng.randrange(3000))
    street, town = _STREETS.get(language, ("12 Sample Road", "90210 Sampletown"))
    return Holder(
        surname=surname,
        given=given,
        born=date(1941, 1, 1) + timedelta(days=rng.randrange(24_000)),
        issued=issued,
        expires=issued.replace(day=min(issued.day, 28), year=issued.year + 10),
        sex=rng.choice("MF"),
        number=fill(rng, shape),
        personal=fill(rng, "###########"),
        height=rng.randrange(152, 196),
        street=street,
        town=town,
    )


def fill(rng: Random, shape: str) -> str:
    """``shape`` with its letters and digits drawn; letters that look like digits are left out, as issuers do."""
    signs = {"L": "ABCDEFGHJKLMNPRSTUVWXYZ", "#": "0123456789"}
    return "".join(rng.choice(signs[sign]) if sign in signs else sign for sign in shape)
