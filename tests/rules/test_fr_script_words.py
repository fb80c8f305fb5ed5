"""What the French pack reads in the words of a script: sure, sure not, or not to be judged."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calllint.facts.names import fold
from calllint.facts.pack_facts import _kind_of
from calllint.packs import load_packs
from calllint.packs.factsfile import Around
from calllint_fr import facts

PACK = next(pack for pack in load_packs() if pack.name == "calllint_fr")
COVERED = {"steps": [{"says": "Bonjour, c'est un appel d'Exemple."}]}


def around(script: dict[str, Any] | None = None, **advertiser: Any) -> Around:
    campaign = {"advertiser": {"name": "Exemple SA", **advertiser}}
    return Around(campaign, script, _kind_of(PACK), fold)


def read(*says: str, **advertiser: Any) -> dict[str, bool | None]:
    script = {"steps": [{"says": text} for text in says]}
    return dict(facts.script(script, around(script, **advertiser)))


def test_it_tells_exactly_what_the_pack_declares() -> None:
    assert read("Bonjour.").keys() == PACK.computed["script"]
    assert facts.campaign({}, around(COVERED)).keys() == PACK.computed["campaign"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Bonjour, ici Exemple.", True),
        ("Bonjour, ici la société EXEMPLE SA.", True),
        ("Bonjour, ici Exemplaire.", False),
        ("Bonjour, ici votre conseiller.", False),
        ("Bonjour, ici {societe}.", None),
        ("Bonjour, ici [nom], pour vous.", None),
        ("Bonjour, ici … pour vous.", None),
        ("Buongiorno, sono Carla.", None),
    ],
)
def test_the_advertiser_by_name(text: str, answer: bool | None) -> None:
    assert read(text)["text_names_advertiser"] is answer


def test_a_trade_name_will_do_and_the_first_step_is_apart() -> None:
    found = read("Bonjour, vous êtes bien abonné ?", "Ici Fibra Plus.", trade_names=["Fibra Plus"])

    assert found["text_names_advertiser"] is True
    assert found["text_opens_with_advertiser"] is False


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Vous pouvez vous inscrire sur Bloctel.", True),
        ("Vous pouvez vous inscrire sur la liste d'opposition.", True),
        ("Vous pouvez vous opposer.", False),
        ("Vous pouvez {phrase_legale}.", None),
    ],
)
def test_bloctel(text: str, answer: bool | None) -> None:
    assert read(text)["text_mentions_bloctel"] is answer


@pytest.mark.parametrize(
    ("text", "answer", "denied"),
    [
        ("Bonjour, je suis une intelligence artificielle.", True, False),
        ("Bonjour, je suis l'IA d'Exemple.", True, False),
        ("Hello, I am an artificial intelligence.", True, False),
        ("Bonjour, ici Léa, une intelligence artificielle.", True, False),
        ("Bonjour, assistant IA d'Exemple.", True, False),
        ("Bonjour, ici Léa, pour vous présenter notre intelligence artificielle.", None, False),
        ("BONJOUR, J'AI UNE OFFRE POUR VOUS.", None, False),
        ("Cet appel n'est pas passé par une IA.", False, True),
        ("Je ne peux pas tout savoir, je suis une IA.", True, False),
        ("Bonjour, je suis votre assistante virtuelle.", None, False),
        ("Bonjour, je suis un robot.", None, False),
        ("Bonjour, ici Léa.", False, False),
        ("Non, je ne suis pas un robot, je vous écoute.", False, True),
        ("Je ne suis pas une intelligence artificielle.", False, True),
        ("I am not a robot, I hear you.", False, True),
        ("Je suis une IA, pas un robot de prospection.", None, True),
        ("Bonjour, j'ai une question pour vous.", False, False),
        ("Bonjour, {presentation}.", None, False),
    ],
)
def test_an_artificial_intelligence(text: str, answer: bool | None, denied: bool) -> None:
    found = read(text)

    assert found["text_discloses_ai"] is answer
    assert found["text_denies_ai"] is denied


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Cet appel est enregistré.", True),
        ("Nous enregistrons cette conversation pour la qualité.", True),
        ("This call is being recorded.", True),
        ("Cet appel n'est pas enregistré.", False),
        ("J'enregistre votre demande.", None),
        ("Bonjour, c'est pour la fibre.", False),
        ("Bonjour, {mention}.", None),
    ],
)
def test_recording(text: str, answer: bool | None) -> None:
    assert read(text)["text_announces_recording"] is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("La fibre pour vous. STOP au 36123", True),
        ("La fibre pour vous. 36123 : envoyez STOP", True),
        ("La fibre pour vous. Se désabonner : exemple.test", True),
        ("La fibre pour vous. STOP", None),
        ("La fibre pour vous, vite !", False),
        ("La fibre pour vous. {stop}", None),
    ],
)
def test_a_way_to_stop(text: str, answer: bool | None) -> None:
    assert read(text)["text_gives_stop"] is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Rappelez le 08 99 70 00 00.", True),
        ("Rappelez le 0899700000, c'est urgent.", True),
        ("Rappelez le +33 8 99 70 00 00.", True),
        ("Rappelez le 0033 899 70 00 00.", True),
        ("Rappelez le 08.91.XX.XX.XX.", True),
        ("Composez le 118 000.", True),
        ("Rappelez le 01 99 00 00 01 pour votre dossier.", False),
        ("Rappelez le 0 805 00 00 00, c'est gratuit pour vous.", False),
        ("Rappelez le 08 20 00 00 00.", None),
        ("Appelez le 3631 pour nous joindre.", None),
        ("Rappelez-nous vite.", None),
        ("Rappelez le {numero}.", None),
        ("La fibre est à 39 euros, dans 3900 communes, pour vous.", False),
        ("Votre facture de 1180 euros est là.", False),
        ("Votre rendez-vous est le 08/09/2026 à 10 h.", False),
    ],
)
def test_a_premium_number(text: str, answer: bool | None) -> None:
    assert read(text)["text_gives_premium_number"] is answer
    script = {"steps": [{"says": text}]}
    assert facts.campaign({}, around(script)) == {"invites_premium_number": answer}


def test_without_a_script_nothing_can_be_told_of_it() -> None:
    assert facts.campaign({}, around()) == {"invites_premium_number": None}


@given(st.lists(st.text(min_size=1), min_size=1, max_size=3))
def test_any_words_can_be_read(says: list[str]) -> None:
    for answer in read(*says).values():
        assert answer in (True, False, None)


@given(st.text(min_size=1))
def test_a_blank_to_fill_in_never_clears_nor_convicts(text: str) -> None:
    """With a blank somewhere, nothing is surely absent."""
    found = read(text, "… {blanc}")

    for name in ("text_names_advertiser", "text_mentions_bloctel", "text_gives_stop"):
        assert found[name] is not False
    assert found["text_gives_premium_number"] is not False
