"""What is told to one person, or of them: the sections of the page ``prove`` writes.

One structure, written as text or as HTML. Everything in it comes from the record: it is the same
when the lists are gone and the packs have changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from calllint.lang import count, day, days, known, number, pick, say
from calllint.proof.find import Answer
from calllint.proof.sections import Facts, Grid, Items, Page, Part, Section
from calllint.proof.trail import trail_of
from calllint.report.mask import shown_phone

Record = Mapping[str, Any]


_GROUNDS = {"consents": "consent", "contracts": "contract", "requests": "request"}
"""Kinds of evidence whose records are judged one by one, and the scope of the rules that do."""
_OUTCOMES = ("breached", "unknown")


def page_of(
    answer: Answer, phone: str, lang: str, *, show_numbers: bool, others: Iterable[Section] = ()
) -> Page:
    """The page about a number, as the record has it; ``others`` is what other records say of it."""
    shown = shown_phone(phone, show_numbers=show_numbers)
    return _Writer(answer, lang).page(shown, tuple(others))


def summary_of(answer: Answer, lang: str) -> str:
    """What was decided of a number that is in a record, for which campaign, and when."""
    return _Writer(answer, lang).summary()


class _Writer(Struct, frozen=True):
    answer: Answer
    lang: str

    @property
    def said(self) -> Record:
        return self.answer.envelope.predicate

    def word(self, key: str, **values: object) -> str:
        return say(f"proof.{key}", self.lang, **values)

    def page(self, phone: str, others: tuple[Section, ...]) -> Page:
        campaign = self.said["campaign"]
        title = self.word(
            "title",
            phone=phone,
            campaign=campaign["title"] or campaign["id"],
            advertiser=campaign["advertiser"] or "?",
        )
        if self.answer.leaf is None:
            absent = (self.word("absent", days=self.days()), self.word("absent.means"))
            last = trail_of(self.answer, self.lang)
            return Page(self.lang, title, absent, (*self.frame(), *others, last))
        sections = (self.why(), self.evidence(), self.unknown(), *self.checked(), *self.frame())
        sections += others
        return Page(
            self.lang, title, tuple(self.verdicts()), (*sections, trail_of(self.answer, self.lang))
        )

    def summary(self) -> str:
        campaign = self.said["campaign"]
        return self.word(
            "others.held",
            at=self.said["recorded"]["at"],
            campaign=campaign["title"] or campaign["id"],
            advertiser=campaign["advertiser"] or "?",
            answer=" ".join(self.verdicts()),
        )

    def days(self) -> str:
        judged = self.said["judged"]
        first, last = (date.fromisoformat(judged[key]) for key in ("from", "to"))
        return days(first, last, self.lang)

    # -- the answer ------------------------------------------------------------------------------

    def verdicts(self) -> Iterator[str]:
        rows = self.answer.payload["rows"]
        for row in rows:
            text = self.word(f"answer.{row['verdict']}", days=self.days())
            if self.in_part(row):
                text = self.word("answer.part", first=self.day(row["from"]), last=self.until(row))
            yield text if len(rows) == 1 else f"{self.place(row)}: {text}"
        if self.said["outcome"] != "written":
            yield self.word("answer.no_list")

    def in_part(self, row: Record) -> bool:
        """Whether all that is in the way is that some of the days were left out."""
        judged = self.said["judged"]
        ends = (row.get("from"), row.get("until"))
        doubt = any(self.decides(rule, "unknown") for rule in row.get("unknown", ()))
        known_days = row["verdict"] == "review" and None not in ends and not doubt
        return known_days and ends != (judged["from"], judged["to"])

    def until(self, row: Record) -> str:
        return self.day(row["until"]) if "until" in row else say("value.unknown", self.lang)

    def day(self, text: str) -> str:
        return day(date.fromisoformat(text[:10]), self.lang)

    def place(self, row: Record) -> str:
        """The file and line of a row, as the record has them."""
        file, line = row["place"]
        return self.word("place", file=self.name(self.said["inputs"][file]["file"]), line=line)

    def name(self, file: str) -> str:
        """The name of a list; with its folders where another has the same."""
        names = [Path(one["file"]).name for one in self.said["inputs"]]
        return file if names.count(Path(file).name) > 1 else Path(file).name

    # -- why -------------------------------------------------------------------------------------

    def why(self) -> Section:
        found: dict[tuple[str, str], None] = {}
        for row in self.answer.payload["rows"]:
            for kind, outcome in (
                ("breached", "breach"),
                ("unknown", "unknown"),
                ("duties", "duty"),
            ):
                found |= dict.fromkeys((rule, outcome) for rule in row.get(kind, ()))
        decided = [pair for pair in found if self.decides(*pair)]
        others = [pair for pair in found if pair not in decided]
        parts: list[Part] = [Items(tuple(self.reason(*pair) for pair in decided))]
        if not decided:
            parts = [self.word("why.nothing"), *self.rests()]
        if others:
            parts += [self.word("why.others"), Items(tuple(self.reason(*one) for one in others))]
        return Section(self.word("why"), tuple(parts))

    def decides(self, rule: str, outcome: str) -> bool:
        known_rule = self.answer.texts["rules"].get(rule, {})
        severities = {one["rule"]: one["severity"] for one in self.said["rules"]}
        severity = severities.get(rule, known_rule.get("severity"))
        return outcome != "duty" and severity == "error"

    def reason(self, rule: str, outcome: str) -> tuple[str, tuple[str, ...]]:
        """What a rule says, its article and the values it read."""
        told = self.answer.texts["rules"].get(rule)
        said = [
            one
            for one in self.answer.texts["findings"]
            if one["rule"] == rule and one["outcome"] == outcome and one["about"] == "contacts"
        ]
        title = pick(told["title"], self.lang) if told else rule
        texts = list(dict.fromkeys(pick(one["message"], self.lang) for one in said))
        lines = [*texts, *self.law(said or ([told] if told else []))]
        if told and told["doubt"]:
            lines.append(self.word("doubt", text=pick(told["doubt"], self.lang)))
        head = f"{rule} {title}"
        if outcome != "breach":
            head = self.word(f"reason.{outcome}", rule=rule, title=title)
        return head, tuple(lines)

    def law(self, said: Sequence[Record]) -> Iterator[str]:
        articles = {(one["article"], one["url"] or ""): one for each in said for one in each["law"]}
        if articles:
            names = self.word("joint").join(f"{name} {url}".strip() for name, url in articles)
            yield self.word("articles", articles=names)
        values = {
            (one["name"], one["since"]): one for each in said for one in each.get("law_values", ())
        }
        for value in values.values():
            yield self.word("law_value", **self.value_of(value))

    def rests(self) -> Iterator[Part]:
        """The evidence that made the number callable, where it took any."""
        held = [(self.kind(one), self.when(one), self.place(one)) for one in self.holding()]
        if held:
            yield self.word("why.rests")
            yield Items(tuple((", ".join(one), ()) for one in held))

    def holding(self) -> list[Record]:
        """Records of a ground that nothing certain or uncertain stands against."""
        return [
            one
            for one in self.answer.payload["evidence"]
            if one["kind"] in _GROUNDS
            and one.get("status") != "withdrawn"
            and not self.against(one)
        ]

    def against(self, one: Record) -> bool:
        return any(self.decides(rule, key) for key in _OUTCOMES for rule in one.get(key, ()))

    def checked(self) -> Iterator[Section]:
        """Of a number that could be called: every rule that would have kept it out."""
        rows, evidence = (self.answer.payload[key] for key in ("rows", "evidence"))
        if any(row["verdict"] != "allow" for row in rows):
            return
        found = {
            rule for one in (*rows, *evidence) for key in _OUTCOMES for rule in one.get(key, ())
        }
        scopes = {"contact", *(_GROUNDS[one["kind"]] for one in self.holding())}
        in_force = {one["rule"] for one in self.said["rules"] if one["law"] is not None}
        rules = [
            rule
            for rule, told in sorted(self.answer.texts["rules"].items())
            if scopes & {*told.get("scopes", ())}
            and rule in in_force - found
            and self.decides(rule, "")
        ]
        told = self.answer.texts["rules"]
        law = [one for one in rules if told[one]["basis"] == "law"]
        asked = [one for one in law if told[one].get("asked", True)]
        others = {
            "others": [one for one in rules if one not in law],
            "settled": [one for one in law if one not in asked],
        }
        if rules:
            parts: list[Part] = [self.word("checked.intro")]
            parts.append(Items(tuple((self.found_nothing(one), ()) for one in asked)))
            parts += [
                self.word(f"checked.{key}", rules=", ".join(ids))
                for key, ids in others.items()
                if ids
            ]
            yield Section(self.word("checked"), tuple(parts))

    def found_nothing(self, rule: str) -> str:
        """A rule, its articles, and the values of the law it reads, on the judged days."""
        told = self.answer.texts["rules"][rule]
        articles = dict.fromkeys(one["article"] for one in told["law"] if self.was_law(one))
        values = [
            self.word("checked.value", **self.value_of(one))
            for one in self.said["law_values"]
            if one["name"] in told["reads"]
        ]
        law = self.word("joint").join([*articles, *values])
        return f"{rule} {pick(told['title'], self.lang)} ({law})"

    def was_law(self, article: Record) -> bool:
        """Whether an article was in force, as it is cited, on some of the judged days."""
        first, last = (str(article["in_force"][end] or "") for end in ("from", "to"))
        judged = self.said["judged"]
        return first <= str(judged["to"]) and (not last or str(judged["from"]) <= last)

    def value_of(self, one: Record) -> dict[str, str]:
        written = pick(one["written"], self.lang)
        return {"name": one["name"], "value": written, "since": self.day(one["since"])}

    # -- evidence --------------------------------------------------------------------------------

    def evidence(self) -> Section:
        payload = self.answer.payload
        header = tuple(self.word(f"column.{name}") for name in ("what", "when", "more", "where"))
        rows = [
            (self.word("row.contacts"), "", self.row_digest(row), self.place(row))
            for row in payload["rows"]
        ]
        rows += [
            (self.kind(one), self.when(one), self.more(one), self.place(one))
            for one in payload["evidence"]
        ]
        intro = self.word("evidence.intro" if payload["evidence"] else "evidence.none")
        return Section(self.word("evidence"), (intro, Grid(header, tuple(rows))))

    def kind(self, one: Record) -> str:
        key = f"proof.row.{one['kind']}"
        if one.get("status") == "withdrawn":
            key = "proof.row.withdrawal"
        return say(key, self.lang)

    def when(self, one: Record) -> str:
        if one["kind"] == "contracts":
            ends = (one.get("started_on"), one.get("ended_on"))
            if any(ends):
                return " – ".join("…" if end is None else self.day(end) for end in ends)
        moment = one.get("at") or one.get("since")
        if moment is None:
            return self.word("when.none")
        return self.day(moment) + (f", {moment[11:]}" if len(moment) > 10 else "")

    def more(self, one: Record) -> str:
        shown = [
            self.word(f"about.{name}", value=self.value(name, one[name]))
            for name in ("source", "outcome", "form", "expires_at", "until", "agreed_at")
            if name in one
        ]
        if "proof" in one or "proof_sha256" in one:
            named = one.get("proof_sha256")
            shown.append(
                self.word("about.proof_sha256", value=named) if named else self.word("about.proof")
            )
        rules = [*one.get("breached", ()), *one.get("unknown", ())]
        if rules:
            shown.append(self.word("about.rules", rules=", ".join(rules)))
        elif one["kind"] in _GROUNDS and one.get("status") != "withdrawn":
            shown.append(self.word("about.fine"))
        return self.word("joint").join([*shown, self.row_digest(one)])

    def value(self, name: str, value: str | None) -> str:
        if value is None:
            return self.word("form.unknown")
        if name in ("expires_at", "until", "agreed_at"):
            return self.day(value)
        key = f"proof.{name}.{value}"
        return say(key, self.lang) if known(key) else value

    def row_digest(self, row: Record) -> str:
        return self.word("about.row", value=row["row"])

    # -- what is not known -----------------------------------------------------------------------

    def unknown(self) -> Section:
        rows = self.answer.payload["rows"]
        rules = dict.fromkeys(rule for row in rows for rule in row.get("unknown", ()))
        items = [self.reason(rule, "unknown")[0] for rule in rules]
        for kind, status in self.said["declared"].items():
            if status != "files":
                name = say(f"kind.{kind}", self.lang)
                items.append(self.word(f"unknown.{status}", kind=name))
        if self.said["problems"]:
            items.append(self.word("unknown.problems"))
        named = any("proof" in one for one in self.answer.payload["evidence"])
        if named and "proofs" not in self.said["options"]:
            items.append(self.word("unknown.proofs"))
        items += [self.word(f"unknown.{key}") for key in ("truth", "called", "key")]
        return Section(self.word("unknown"), (Items(tuple((one, ()) for one in items)),))

    # -- under which law, from which lists ---------------------------------------------------------

    def frame(self) -> tuple[Section, ...]:
        said = self.said
        pairs = [
            (self.word("frame.days"), self.days()),
            (self.word("frame.known"), said["known_at"] or self.word("frame.all")),
            *(
                (
                    self.word("frame.pack"),
                    f"{one['name']} {one['version']}, SHA-256 {one['digest']}",
                )
                for one in said["packs"]
            ),
            (self.word("frame.calllint"), said["calllint"]["version"]),
            (self.word("frame.tzdata"), said["tzdata"]),
        ]
        kept = said["retention"]
        if kept is not None:
            law = ", ".join(one["article"] for one in kept["law"])
            pairs.append((self.word("frame.kept"), f"{self.day(kept['until'])} ({law})"))
        header = tuple(self.word(f"column.{name}") for name in ("list", "file", "rows", "digest"))
        lists = [
            (
                say(f"kind.{one['kind']}", self.lang),
                self.name(one["file"]),
                one["rows"],
                one["sha256"],
            )
            for one in said["inputs"]
        ]
        rows = [(*names, number(rows, self.lang), sha) for *names, rows, sha in lists]
        lines = [
            self.word("list", kind=kind, file=file, rows=count("rows", rows, self.lang), digest=sha)
            for kind, file, rows, sha in lists
        ]
        for file, digest in said["documents"].items():
            kind, name = self.word("frame.document"), Path(file).name
            rows.append((kind, name, "", digest))
            lines.append(self.word("document", kind=kind, file=name, digest=digest))
        grid = Grid(header, tuple(rows), tuple(lines))
        return (Section(self.word("frame"), (Facts(tuple(pairs)), grid)),)
