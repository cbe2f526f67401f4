"""Error of the guess of age; called by ``score_faces.py --signals``.

The labelled pictures of people whose year of birth is public. They are press photographs of 2000 to 2004 and are all
taken to be of 2003, so that a year of the error or two is of the labels.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from bench.evidence.face_wear import main_face
from verilink.evidence.faces.age import estimate_age

TAKEN = 2003
BORN = dict(
    one.rsplit(":", 1)
    for one in [
        "Adrien_Brody:1973",
        "Albert_Costa:1975",
        "Alex_Popov:1971",
        "Alexandra_Stevenson:1980",
        "Alfonso_Cuaron:1961",
        "Alicia_Silverstone:1976",
        "Amy_Redford:1970",
        "Andre_Agassi:1970",
        "Arnold_Palmer:1929",
        "Bernard_Landry:1937",
        "Biljana_Plavsic:1930",
        "Bill_Bradley:1943",
        "Bill_Frist:1952",
        "Billy_Bob_Thornton:1955",
        "Carl_Reiner:1922",
        "Carlo_Azeglio_Ciampi:1920",
        "Caroline_Kennedy:1957",
        "Catherine_Zeta-Jones:1969",
        "Celso_Amorim:1942",
        "Chanda_Rubin:1976",
        "Charles_Bronson:1921",
        "Chris_Rock:1965",
        "Chung_Mong-joon:1951",
        "Clare_Short:1946",
        "Colin_Farrell:1976",
        "Daniel_Radcliffe:1989",
        "Dario_Franchitti:1973",
        "Darren_Clarke:1968",
        "Daryl_Sabara:1992",
        "David_Beckham:1975",
        "Demi_Moore:1962",
        "Dianne_Feinstein:1933",
        "Dick_Vermeil:1936",
        "Dimitar_Berbatov:1981",
        "Doris_Roberts:1925",
        "Drew_Barrymore:1975",
        "Ed_Rendell:1944",
        "Edwin_Edwards:1927",
        "Eric_Bana:1968",
        "Erika_Christensen:1982",
        "Evander_Holyfield:1962",
        "Federico_Trillo:1952",
        "Flavia_Pennetta:1982",
        "Francis_Ford_Coppola:1939",
        "Fred_Thompson:1942",
        "Fujio_Cho:1937",
        "Gary_Williams:1945",
        "Geoff_Hoon:1953",
        "George_Galloway:1954",
        "George_HW_Bush:1924",
        "Geraldine_Chaplin:1944",
        "Gillian_Anderson:1968",
        "Glafcos_Clerides:1919",
        "Grant_Hackett:1980",
        "Gregg_Popovich:1949",
        "Guy_Ritchie:1968",
        "Hashim_Thaci:1968",
        "Hitomi_Soga:1959",
        "Howard_Stern:1954",
        "Hu_Jintao:1942",
        "Hugo_Chavez:1954",
        "Ian_McKellen:1939",
        "Ingrid_Betancourt:1961",
        "Isabella_Rossellini:1952",
        "Jacques_Chirac:1932",
        "Jacques_Rogge:1942",
        "James_Caan:1940",
        "James_Cameron:1954",
        "James_McGreevey:1957",
        "Jamie_Dimon:1956",
        "Janica_Kostelic:1982",
        "Jason_Alexander:1959",
        "Jason_Priestley:1969",
        "Jelena_Dokic:1983",
        "Jennifer_Garner:1972",
        "Jessica_Lange:1949",
        "Jiang_Zemin:1926",
        "Jimmy_Smits:1955",
        "Jiri_Novak:1975",
        "John_Manley:1950",
        "John_McCain:1936",
        "John_Thune:1961",
        "Jonathan_Edwards:1966",
        "Jorge_Batlle:1927",
        "Jose_Manuel_Durao_Barroso:1956",
        "Jose_Theodore:1976",
        "Joseph_Biden:1942",
        "Juan_Ignacio_Chela:1979",
        "Justin_Guarini:1978",
        "Kate_Winslet:1975",
        "Ken_Watanabe:1959",
        "Kenneth_Branagh:1960",
        "Kevin_Costner:1955",
        "King_Abdullah_II:1962",
        "Lance_Armstrong:1971",
        "Laurent_Jalabert:1968",
        "Lindsay_Davenport:1976",
        "Martha_Stewart:1941",
        "Matthew_Perry:1969",
        "Megawati_Sukarnoputri:1947",
        "Meghann_Shaughnessy:1979",
        "Melissa_Joan_Hart:1976",
        "Michael_Dell:1965",
        "Mikhail_Gorbachev:1931",
        "Milan_Kucan:1941",
        "Milo_Djukanovic:1962",
        "Miranda_Otto:1967",
        "Mitchell_Daniels:1949",
        "Naji_Sabri:1951",
        "Nanni_Moretti:1953",
        "Naomi_Campbell:1970",
        "Natalie_Coughlin:1982",
        "Natalie_Maines:1974",
        "Noah_Wyle:1971",
        "Norm_Coleman:1949",
        "Norodom_Sihanouk:1922",
        "Paul_Bremer:1941",
        "Paul_McCartney:1942",
        "Paul_Sarbanes:1933",
        "Paul_Wellstone:1944",
        "Penelope_Cruz:1974",
        "Pervez_Musharraf:1943",
        "Pete_Rose:1941",
        "Phil_Gramm:1942",
        "Prince_Edward:1964",
        "Prince_Harry:1984",
        "Prince_Rainier_III:1923",
        "Priscilla_Presley:1945",
        "Raquel_Welch:1940",
        "Reggie_Miller:1965",
        "Renee_Zellweger:1969",
        "Ricardo_Lagos:1938",
        "Rich_Gannon:1965",
        "Richard_Shelby:1934",
        "Robbie_Coltrane:1950",
        "Robert_Fico:1964",
        "Rubens_Barrichello:1972",
        "Ruth_Bader_Ginsburg:1933",
        "Saeb_Erekat:1955",
        "Salma_Hayek:1966",
        "Salman_Khan:1965",
        "Samuel_Waksal:1947",
        "Sandra_Bullock:1964",
        "Sandra_Day_OConner:1930",
        "Sarah_Hughes:1985",
        "Sigourney_Weaver:1949",
        "Silvan_Shalom:1958",
        "Silvia_Farina_Elia:1972",
        "Silvio_Berlusconi:1936",
        "Stella_Tennant:1970",
        "Steven_Spielberg:1946",
        "Stockard_Channing:1944",
        "Terry_McAuliffe:1957",
        "Theresa_May:1956",
        "Tom_Glavine:1966",
        "Tom_Ridge:1945",
        "Tony_Blair:1953",
        "Tung_Chee-hwa:1937",
        "Tyler_Hamilton:1971",
        "Valentina_Tereshkova:1937",
        "Vicente_Fox:1942",
        "Vitali_Klitschko:1971",
        "Vojislav_Kostunica:1944",
        "Walter_Mondale:1928",
        "Wen_Jiabao:1942",
        "William_Bratton:1947",
        "William_Donaldson:1931",
        "William_Macy:1950",
        "Woody_Allen:1935",
        "Xavier_Malisse:1980",
        "Zhong_Nanshan:1936",
    ]
)
GROUPS = ((0, 25), (25, 40), (40, 60), (60, 100))


def report_ages(root: Path, names: list[str]) -> None:
    """Print the error by the age of the people, and how often it exceeds what the checks allow."""
    found = [pair for name in names if (pair := _pair(root / name)) is not None]
    if not found:
        print("figures of ages: no picture of a person of known age")
        return
    looks, ages = np.array(found).T
    _report("all", looks - ages)
    for low, high in GROUPS:
        chosen = (ages >= low) & (ages < high)
        _report(f"{low} to {high - 1}", (looks - ages)[chosen])


def _pair(path: Path) -> tuple[float, float] | None:
    born = BORN.get(path.stem.rsplit("_", 1)[0])
    picture = cv2.imread(str(path)) if born else None
    face = None if picture is None else main_face(picture)
    if born is None or picture is None or face is None:
        return None
    return estimate_age(picture, np.array(face.landmarks)), TAKEN - float(born)


def _report(name: str, errors: np.ndarray) -> None:
    off = np.abs(errors)
    beyond = ", ".join(f"over {years} years {(off > years).mean():.1%}" for years in (20, 25, 30))
    print(f"age, {name}: {len(off)} pictures, mean error {off.mean():.1f} years, bias {errors.mean():+.1f}; {beyond}")
