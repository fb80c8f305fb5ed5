"""Campaigns of one folder seen together: whose they are, whose calls add up, what is read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from calllint.engine.inputs import input_errors
from calllint.engine.options import InputError, Lent, Options
from calllint.engine.run import Opened, opened
from calllint.engine.settled import may_speak
from calllint.engine.slices import cut, in_force
from calllint.facts.campaign import campaign_row
from calllint.facts.declared import Declared
from calllint.facts.entries import Entry, declared
from calllint.facts.names import same_party
from calllint.facts.schedule import reached
from calllint.facts.sources.shared import Shared

_COUNTS = frozenset({"attempts_within", "attempt_on", "calls_before"})
"""Facts by which a rule counts calls."""


class Client(Struct, frozen=True):
    """One advertiser, with the campaigns made for it."""

    name: str
    id: str | None
    campaigns: tuple[str, ...]
    """Their files, in the order they were found."""


class _Member(Struct, frozen=True):
    """What is known of a campaign before it is judged."""

    file: str
    options: Options | None = None
    name: str | None = None
    id: str | None = None
    entries: tuple[Entry, ...] = ()
    capped: bool = False
    """Some rule counts its calls: they count for the other campaigns of its advertiser too."""
    inputs: tuple[str, ...] = ()
    """Every file it reads."""
    unread: bool = False
    """Some list of it is not there: nobody knows what it would lend."""


class Together(Struct, frozen=True):
    """Every campaign of a run, and what they have in common."""

    clients: tuple[Client, ...]
    """Advertisers in the order they are met; a campaign that cannot be read has none."""
    inputs: frozenset[str]
    """Every file that is to be read, as far as the campaigns could be."""
    shared: Shared
    members: tuple[_Member, ...]

    def client_of(self, file: str) -> Client | None:
        """The advertiser of a campaign; None where the campaign cannot be read."""
        return next((one for one in self.clients if file in one.campaigns), None)

    def options(self, file: str) -> Options | None:
        """The options of a campaign with the calls that others lend it; None where unread."""
        own = self._member(file)
        if own.options is None:
            return None
        lent = [
            Lent(each.file, entry)
            for each in self._lenders(own)
            for entry in each.entries
            if entry.kind == "calls"
        ]
        return replace(own.options, shared=self.shared, lent=tuple(lent))

    def uncounted(self, file: str) -> tuple[str, ...]:
        """Campaigns whose calls should count for this one, and whose lists are not there."""
        return tuple(each.file for each in self._lenders(self._member(file)) if each.unread)

    def _member(self, file: str) -> _Member:
        return next(each for each in self.members if each.file == file)

    def _lenders(self, own: _Member) -> list[_Member]:
        """The other campaigns of the same advertiser, where calls are counted in both."""
        client = self.client_of(own.file)
        if client is None or not own.capped:
            return []
        return [
            each
            for each in self.members
            if each.file in client.campaigns and each.file != own.file and each.capped
        ]


def together(files: Sequence[str], options_for: Callable[[str], Options]) -> Together:
    """Read every campaign, without its lists.

    What is wrong with one is not said here: it is when the campaign is judged.
    """
    members = tuple(_read(file, options_for) for file in files)
    shared = Shared(next((each.options.temp_dir for each in members if each.options), None))
    for each in members:
        shared.count((path, entry.how) for entry in each.entries for path in entry.files)
    inputs = frozenset(name for each in members for name in each.inputs)
    return Together(_clients(members), inputs, shared, members)


def _clients(members: Iterable[_Member]) -> tuple[Client, ...]:
    """Campaigns by advertiser: by id where both give one, else by name."""
    found: list[Client] = []
    for each in members:
        if each.name is None:
            continue
        for place, one in enumerate(found):
            if same_party(each.name, each.id, one.name, one.id):
                found[place] = Client(one.name, one.id or each.id, (*one.campaigns, each.file))
                break
        else:
            found.append(Client(each.name, each.id, (each.file,)))
    return tuple(found)


def _read(file: str, options_for: Callable[[str], Options]) -> _Member:
    options = None
    try:
        options = options_for(file)
        with opened(Path(file), replace(options, without_data=True)) as ready:
            return _known(file, options, ready)
    except Exception:  # noqa: BLE001 - met again, and told, when the campaign is judged
        return _Member(file, options, inputs=(file,))


def _known(file: str, options: Options, ready: Opened) -> _Member:
    document = ready.inputs.document
    found = None if options.without_data else _declared(ready, options)
    entries = found.entries if found else ()
    lists = [*(path for one in entries for path in one.files), *(found.numbering if found else ())]
    return _Member(
        file,
        options,
        document.get(("advertiser", "name")),
        document.get(("advertiser", "id")),
        entries,
        _capped(ready),
        (*ready.inputs.documents, *(path.as_posix() for path in lists)),
        unread=found is None and not options.without_data,
    )


def _declared(ready: Opened, options: Options) -> Declared | None:
    """The lists a campaign declares; None where one of them is not there."""
    inputs = ready.inputs
    try:
        with input_errors():
            return declared(inputs.document, options.data_root, options.data, inputs.packs)
    except InputError:
        return None


def _capped(ready: Opened) -> bool:
    """Whether a rule that counts calls may say something of the campaign, on some judged day."""
    workspace = ready.workspace
    campaign = campaign_row(workspace, reached(workspace, with_data=False))
    slices = cut(workspace.first_day, workspace.last_day, workspace.packs)
    return any(
        any(call.function in _COUNTS for call in pack.calls[rule.id])
        and any(in_force(rule, pack, stretch.first) for stretch in slices)
        and may_speak(workspace, campaign, workspace.markets, rule, pack)
        for rule, pack in ready.selection.rules
    )
