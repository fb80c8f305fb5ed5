"""What the words of a script say, where a rule has to know.

Three answers, never a guess. True: the words are there. False: they are not, and every word could
be read. None: something could not be read (a blank to be filled in, a language we do not know, a
turn of phrase that may mean it).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

Answer = bool | None

_BLANK = re.compile(r"[{}\[\]<>]|%\w|\$\w|…|\.\.\.|_{2,}|\bX{2,}\b")
"""A place where other words will stand."""
_KNOWN_TONGUE = re.compile(
    r"\b(bonjour|je|vous|nous|votre|vos|notre|nos|les|une|des|pour|est|cet|cette|"
    r"hello|you|your|we|our|the|this|is)\b",
    re.IGNORECASE,
)
_BLOCTEL = re.compile(r"bloctel|liste d.opposition", re.IGNORECASE)

_AI_NAME = r"(?:[Ii]ntelligence\s+artificielle|[Aa]rtificial\s+intelligence|\bI\.?A\b|\bA\.?I\b)"
_AI = re.compile(
    r"(?:\b[Jj]e\s+suis|\b[Ii]ci|\b[Vv]ous\s+(?:parlez|échangez)\s+avec|\bI\s+am|\bI.m|\b[Tt]his\s+is)\s+"
    rf"(?:[\w'’]+[\s,]+){{0,3}}(?:l['’])?{_AI_NAME}"
    r"|\b(?:[Aa]ssistante?|[Aa]gente?|[Vv]oix)\s+(?:(?:vocale?|virtuelle?)\s+)?(?:d['’]\s*)?"
    rf"{_AI_NAME}"
)
"""It says so of itself: one may also sell an artificial intelligence."""
_AI_PERHAPS = re.compile(
    rf"{_AI_NAME}|(?i:assistant|robot|automat|virtuel|virtual|synth[èe]|synthetic|conversationnel|"
    r"chatbot|voicebot|callbot|machine|intelligence)"
)
_AI_DENIED = re.compile(
    r"\b(pas|ni|aucune?|not|no|never|jamais)\s+(?:\w+[\s'’-]+){0,4}?"
    r"(robots?|machines?|automates?|bots?|I\.?A|A\.?I|intelligence\s+artificielle|"
    r"artificial\s+intelligence)\b",
    re.IGNORECASE,
)

_CALL = r"(appel|conversation|communication|échange|entretien|call)s?\b"
_RECORDING = re.compile(
    rf"{_CALL}[^.!?;]{{0,60}}(enregistr|record)|(enregistr|record)[^.!?;]{{0,40}}{_CALL}",
    re.IGNORECASE,
)
_RECORDING_DENIED = re.compile(
    r"n.(est|es|êtes|sera|sont)\s+(pas|jamais)\s+enregistr|not\s+(being\s+)?recorded", re.IGNORECASE
)
_RECORDING_PERHAPS = re.compile(r"enregistr|record", re.IGNORECASE)

_STOP = re.compile(
    r"\bSTOP\b[^.!?]{0,30}\b\d{5}\b|\b\d{5}\b[^.!?]{0,30}\bSTOP\b|désabonn|désinscri|unsubscribe|"
    r"ne plus (recevoir|être contacté)",
    re.IGNORECASE,
)
_STOP_PERHAPS = re.compile(r"\bSTOP\b|oppos|refus|opt.?out", re.IGNORECASE)

_NUMBER = re.compile(r"(?<![\w.,/])(?:\+\s?33|0033|0)(?:[\s.\u00a0-]?[\dxX*•]){3,}")
_SHORT = re.compile(r"(?<![\w.,/+])(?:3\d[\s.]?\d\d|118[\s.]?\d{3})(?![\s.]?\d)(?!\s?(?:€|eur|%))")
_ASKS_TO_CALL = re.compile(
    r"\b(appele[zr]|rappele[zr]|téléphone[zr]|compose[zr]|contacte[zr]|joignable|call|dial)\b",
    re.IGNORECASE,
)
_PREMIUM = ("special_premium", "directory_118")
_PERHAPS_PREMIUM = ("special_surcharged", "short_other")


def campaign(node: Mapping[str, Any], around: Any) -> Mapping[str, Answer]:
    """What the script says that matters to each person called."""
    if around.script is None:
        return {"invites_premium_number": None}
    return {"invites_premium_number": _premium(_says(around.script), around)}


def script(node: Mapping[str, Any], around: Any) -> Mapping[str, Answer]:
    """What is heard, in the whole script or in its first step."""
    says = _says(node)
    opening = says[:1]
    return {
        "text_names_advertiser": _advertiser(says, around),
        "text_opens_with_advertiser": _advertiser(opening, around),
        "text_mentions_bloctel": _heard(says, _BLOCTEL),
        "text_discloses_ai": _disclosed(says),
        "text_denies_ai": any(_AI_DENIED.search(text) for text in says),
        "text_opens_with_ai": _disclosed(opening),
        "text_announces_recording": _recording(says),
        "text_gives_stop": _heard(says, _STOP, _STOP_PERHAPS),
        "text_gives_premium_number": _premium(says, around),
    }


def _says(script: Mapping[str, Any]) -> list[str]:
    return [str(step["says"]) for step in script["steps"]]


def _legible(says: Iterable[str]) -> bool:
    """Whether every word is there, and in a language these patterns know."""
    return all(not _BLANK.search(text) and _KNOWN_TONGUE.search(text) for text in says)


def _heard(
    says: list[str], sure: re.Pattern[str], perhaps: re.Pattern[str] | None = None
) -> Answer:
    if any(sure.search(text) for text in says):
        return True
    doubtful = perhaps is not None and any(perhaps.search(text) for text in says)
    return None if doubtful or not _legible(says) else False


def _disclosed(says: list[str]) -> Answer:
    """Whether a machine says that it is one; to deny it is not to say it."""
    left = [_AI_DENIED.sub(" ", text) for text in says]
    denied = left != says
    if any(_AI.search(text) for text in left):
        return None if denied else True
    if denied:
        return False
    return _heard(says, _AI, _AI_PERHAPS)


def _recording(says: list[str]) -> Answer:
    if any(_RECORDING_DENIED.search(text) for text in says):
        return False
    return _heard(says, _RECORDING, _RECORDING_PERHAPS)


def _advertiser(says: list[str], around: Any) -> Answer:
    """Whether a name of the advertiser is among the words, in any case, accents or not."""
    advertiser = around.campaign["advertiser"]
    names = [advertiser["name"], *(advertiser.get("trade_names") or [])]
    wanted = [name for name in map(around.fold, names) if name]
    if any(f" {name} " in f" {_words(text, around)} " for text in says for name in wanted):
        return True
    return False if wanted and _legible(says) else None


def _words(text: str, around: Any) -> str:
    """The text folded as names are; a word before and after keeps the legal forms in."""
    return str(around.fold(f"x {text} x"))


def _premium(says: list[str], around: Any) -> Answer:
    """Whether people are given a premium number to call."""
    numbers = [found.group() for text in says for found in _NUMBER.finditer(text)]
    shorts = [found.group() for text in says for found in _SHORT.finditer(text)]
    kinds = {around.kind_of(_national(each)) for each in (*numbers, *shorts)}
    if kinds & set(_PREMIUM):
        return True
    asked = any(_ASKS_TO_CALL.search(text) for text in says)
    if asked and (kinds & set(_PERHAPS_PREMIUM) or not (numbers or shorts)):
        return None
    return False if _legible(says) else None


def _national(number: str) -> str:
    """The digits as dialled at home, up to the first that is masked."""
    shown = re.split(r"[xX*•]", number, maxsplit=1)[0]
    return re.sub(r"^(33|0033)", "0", re.sub(r"\D", "", shown))
