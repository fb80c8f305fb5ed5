"""What to say of a key or a value that a schema refuses: what is wrong, and what to write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from calllint.document.errors import Words, words
from calllint.document.suggest import flow, nearest, quoted, shown

_MANY = 16
_TYPES: dict[str, Words] = {
    "string": words("a text", "un texte"),
    "integer": words("a whole number", "un nombre entier"),
    "number": words("a number", "un nombre"),
    "boolean": words("true or false", "true ou false"),
    "array": words("a list", "une liste"),
    "object": words("keys and values", "des clés et des valeurs"),
}
_TRUTHS = {
    "yes": "true",
    "oui": "true",
    "on": "true",
    "y": "true",
    "vrai": "true",
    "no": "false",
    "non": "false",
    "off": "false",
    "n": "false",
    "faux": "false",
}


def unknown_key(key: str, known: Iterable[str], home: str | None) -> Words:
    """A key that means nothing here; ``home`` is the section in which it would."""
    en, fr = quoted(key)
    if home:
        return words(
            f"unknown key {en} here: it belongs under `{home}:`",
            f"clé {fr} inconnue ici : sa place est sous `{home}:`",
        )
    allowed = list(known)
    if shown(key) is None:
        return words(
            f"this key is unknown: remove it, or use one of {_listed(allowed)}",
            f"cette clé est inconnue : supprimez-la, ou prenez-en une parmi {_listed(allowed)}",
        )
    if close := nearest(key, allowed):
        return words(
            f'unknown key {en}: did you mean "{close}"?',
            f"clé inconnue {fr} : vouliez-vous dire « {close} » ?",
        )
    return words(
        f"unknown key {en}: remove it, or use one of {_listed(allowed)}",
        f"clé inconnue {fr} : supprimez-la, ou prenez-en une parmi {_listed(allowed)}",
    )


def cut_text(key: str) -> Words:
    """Words where a key should be: the end of a text that a comma cut, as ``{en: one, two}``."""
    en, fr = quoted(key)
    return words(
        f"{en} stands alone here, cut off by a comma: inside {{…}}, put a text that holds a comma "
        "in quotes",
        f"{fr} se retrouve seul ici, coupé par une virgule : dans {{…}}, mettez entre guillemets "
        "un texte qui contient une virgule",
    )


def missing(name: str, example: str | None) -> Words:
    """A key that must be there and is not."""
    such = f"`{name}: {example}`" if example else f"`{name}:`"
    return words(
        f'"{name}" is missing here: add it, as in {such}'
        if example
        else f'"{name}" is missing here: add {such}',
        f"« {name} » manque ici : ajoutez {'par exemple ' if example else ''}{such}",
    )


def missing_one(names: list[str]) -> Words:
    """None of several keys is there, and one must be."""
    return words(
        f"one of {_listed(names)} is missing here: add it",
        f"il manque ici {' ou '.join(names)} : ajoutez-en un",
    )


def exclusive(names: list[str]) -> Words:
    """Several keys are there that exclude each other."""
    return words(
        f"{' and '.join(names)} exclude each other: keep one",
        f"{' et '.join(names)} s'excluent : n'en gardez qu'un",
    )


def empty(wants: Words, required: bool) -> Words:
    """A key or an item that holds nothing."""
    return words(
        f"nothing is written here: write {wants['en']}" + ("" if required else ", or remove it"),
        f"rien n'est écrit ici : écrivez {wants['fr']}" + ("" if required else ", ou retirez-le"),
    )


def one_of(allowed: Iterable[Any]) -> Words:
    """The values allowed, listed."""
    choices = _listed([flow(item) for item in allowed if item is not None])
    return words(f"one of {choices}", f"une valeur parmi {choices}")


def one_type(types: str | list[str], example: Any = None) -> Words:
    """The types allowed, with an example of a list or a mapping."""
    kinds = [types] if isinstance(types, str) else types
    named = [_TYPES[kind] for kind in kinds if kind != "null"]
    if example is not None and {"array", "object"} & {*kinds}:
        return words(
            f"{named[0]['en']} such as `{flow(example)}`",
            f"{named[0]['fr']} comme `{flow(example)}`",
        )
    return words(
        " or ".join(kind["en"] for kind in named), " ou ".join(kind["fr"] for kind in named)
    )


def not_allowed(value: Any, allowed: list[Any], wants: Words | None) -> Words:
    """A value that is none of those allowed."""
    choices = [flow(item) for item in allowed if item is not None]
    close = nearest(value, choices) if isinstance(value, str) else None
    if close == value:
        return words(
            f'"{value}" is a text: write {value}, without quotes',
            f"« {value} » est un texte : écrivez {value}, sans guillemets",
        )
    if close:
        en, fr = quoted(str(value))
        return words(
            f'{en} is not allowed here: did you mean "{close}"?',
            f"{fr} n'est pas permis ici : vouliez-vous dire « {close} » ?",
        )
    return _instead(value, wants or one_of(allowed))


def wrong_type(value: Any, types: str | list[str], wants: Words) -> Words:
    """A value of the wrong type."""
    kinds = [types] if isinstance(types, str) else types
    if isinstance(value, str) and "boolean" in kinds and value.casefold() in _TRUTHS:
        meant = _TRUTHS[value.casefold()]
        return words(
            f'"{value}" is a text in YAML 1.2: write {meant}',
            f"« {value} » est un texte en YAML 1.2 : écrivez {meant}",
        )
    message = _instead(value, wants)
    if "string" in kinds and isinstance(value, (bool, int, float)):
        return words(message["en"] + ", in quotes", message["fr"] + ", entre guillemets")
    if isinstance(value, str) and {"integer", "number"} & {*kinds} and value.isdigit():
        return words(
            message["en"] + ", without quotes or a leading zero",
            message["fr"] + ", sans guillemets ni zéro en tête",
        )
    return message


def wrong_value(value: Any, keyword: str, bound: Any, wants: Words | None) -> Words:
    """A value of the right type that breaks a limit, ``keyword`` of JSON Schema."""
    if keyword == "uniqueItems":
        return words(
            "the same thing is listed twice: keep one",
            "la même chose est citée deux fois : n'en gardez qu'une",
        )
    if keyword == "minimum":
        return _instead(value, words(f"{bound} or more", f"{bound} ou plus"))
    if keyword == "minItems" and wants is None:
        return words(
            "the list is empty: fill it in, or remove the key",
            "la liste est vide : remplissez-la, ou retirez la clé",
        )
    return _instead(
        value, wants or words("what `calllint schema` describes", "ce que décrit `calllint schema`")
    )


def _instead(value: Any, wants: Words) -> Words:
    en, fr = _found(value)
    return words(
        f"{en} will not do here: write {wants['en']}",
        f"{fr} ne convient pas ici : écrivez {wants['fr']}",
    )


def _found(value: Any) -> tuple[str, str]:
    if isinstance(value, dict):
        return "a block of keys", "un bloc de clés"
    if isinstance(value, list):
        return ("a list", "une liste") if value else ("an empty list", "une liste vide")
    if isinstance(value, str):
        return quoted(value)
    short = shown(flow(value))
    return (short, short) if short else ("this", "ceci")


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_MANY]) + (", …" if len(names) > _MANY else "")
