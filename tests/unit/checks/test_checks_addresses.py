"""Post-office boxes in the languages of those who write them."""

from __future__ import annotations

import pytest

from verilink.checks.addresses import is_po_box


@pytest.mark.parametrize(
    "line",
    [
        "PO Box 12", "P.O. Box 3", "Post Office Box 9", "GPO Box 5", "Locked Bag 7", "Private Bag 3", "Postfach 12 34",
        "BP 123", "Boîte postale 5", "Case postale 12", "Apartado aéreo 55", "Apdo. 12", "Casilla de correo 9",
        "Casella postale 9", "C.P. 12", "Caixa Postal 8", "Postbus 4", "Postboks 33", "Box 123", "Box 123, Solna",
        "PL 12, Helsinki", "Postilokero 4", "skr. poczt. 5", "Skrytka pocztowa 5", "Poštovní přihrádka 3", "Pf. 55",
        "Postafiók 2", "p.p. 12", "Poštanski pretinac 1", "Căsuța poștală 3", "PK 12", "Posta kutusu 5", "а/я 15",
        "абонентский ящик 5", "абонентська скринька 5", "Τ.Θ. 1234", "ת.ד. 123", "私書箱5号", "사서함 12", "ص.ب 123",
        "صندوق بريد 5", "邮政信箱 12", "Kotak Pos 12", "Hòm thư 4",
    ],
)  # fmt: skip
def test_a_box_is_told(line: str) -> None:
    assert is_po_box(line)


@pytest.mark.parametrize(
    "line",
    [
        "Box Hill Road 3", "Box Street 12", "Plaza 12", "12 Pfeiffer Str 4", "Bishop 5", "Rue du BP", "Pk Road 5",
        "12 BP Station Road", "Postkontor 3", "Postkastenweg 4", "Via C.P. Rossi 5", "1 Private Road", "Mailbox Lane 3",
        "Postgasse 3", "12 Postal Street", "Poštová 3", "PLaza 3", "",
    ],
)  # fmt: skip
def test_a_street_is_none(line: str) -> None:
    assert not is_po_box(line)
