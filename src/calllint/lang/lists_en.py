"""English of looking at lists, and of the campaign that init writes."""

WORDS = {
    "inspect.profile": "Profile: {name} ({title})",
    "inspect.kind": "Taken for: {kind}",
    "inspect.both": "Taken for: contacts and, on the same rows, their consents. The file is named"
    " under both: two entries follow.",
    "inspect.again": "Taken for: consents as well (second entry)",
    "inspect.separator": "separator {sign}",
    "inspect.tab": "tab",
    "inspect.space": "space",
    "inspect.header_line": "headings on line {line}",
    "inspect.sheet": "sheet {name}",
    "inspect.unreadable": ", one of them unreadable (line {lines})|, {n} of them unreadable "
    "(lines {lines})",
    "inspect.share": "{filled}%",
    "inspect.not_read": "not read",
    "inspect.time_alone": "time",
    "inspect.tried": "Read by the entry below: {rows}; numbers that can be dialled or looked up:"
    " {phones}",
    "inspect.paste": "To paste under `data:`",
    "inspect.no_row": "The list has headings and no row: check the export.",
    "inspect.numberless": "Rows without a number that can be dialled: {rows} ({lines}). A total or"
    " a title is no contact: take it out of the list, or leave it out by `where:`.",
    "inspect.refused": "As it stands, the entry is refused: {message}",
    "inspect.unsure": "No column tells what this list holds. If these are not contacts but, say,"
    " people who objected, put the entry under its own kind: `suppressions:`.",
    "inspect.unreadable_dates": "Dates that cannot be read: {count}, in {columns}. Say how they "
    "are written with `dates:`.",
    "inspect.unknown_values": "Cells outside the values their column takes: {count}, in {columns}. "
    "Say what they mean with `values:`.",
    "inspect.zoneless_times": "Times without an offset: {count}, in {columns}. Say their zone with "
    "`timezone:`.",
    "loose.consents.at": "`{heading}` is read as the moment people agreed. If it is that of an "
    "import, or of anything else, say with `columns:` which column is `at`.",
    "loose.consents.channel": "`{heading}` is read as what people agreed to: calls, texts, e-mails."
    " If it says where they were asked, say with `columns:` that it is `source`.",
    "loose.requests.at": "`{heading}` is read as the moment people asked to be called. If it is"
    " that of anything else, say with `columns:` which column is `at`.",
    "inspect.also": "It has columns of {kind} too: `{command}` gives the entry for them.",
    "inspect.doubt": "It is not clear what it is: {kinds}? Say which with `--kind`, as in "
    "`{command}`; a list that is both takes an entry under each.",
    "inspect.mixed": "Taken for: {kind}. But {archive} holds lists of several kinds, and an entry"
    " reads all of it: unpack it and look at each; or say with `--kind` that they are all one.",
    "inspect.or": "{first} or {last}",
    "inspect.lacks": "No column is read as these (`columns:` names one), so nothing says:",
    "inspect.to_set": "what is true of every row, and only that",
    "inspect.to_date": 'months first, or days: "{other}"',
    "inspect.other_numbers": "the other numbers, each in an entry of its own:",
    "inspect.to_translate": "what each of these words means to you",
    "inspect.meant": "{value}? ",
    "inspect.more_words": "and others that are not shown here",
    "lacks.contacts.postal_code": "where people live, and so which clock and holidays are theirs; "
    "the number alone tells less",
    "lacks.consents.at": "when they agreed, and so whether it still holds",
    "lacks.consents.status": "that they agreed, and did not refuse or withdraw",
    "lacks.consents.channel": "to what they agreed: calls, texts, e-mails",
    "lacks.consents.advertiser": "by whom they agreed to be called",
    "lacks.consents.offer": "about what",
    "lacks.consents.form": "on which form, so in which words",
    "lacks.consents.proof": "where the proof is kept",
    "lacks.consents.time": "at what time they agreed, in {rows} of the rows",
    "lacks.time": "time of day",
    "lacks.contracts.advertiser": "with whom the contract is",
    "lacks.contracts.started_on": "when it began",
    "lacks.contracts.status": "whether it still runs",
    "lacks.contracts.object_related": "whether the campaign's offer has to do with it",
    "lacks.requests.at": "when they asked",
    "lacks.requests.advertiser": "whom they asked",
    "lacks.requests.offer": "about what",
    "lacks.requests.proof": "where the proof is kept",
    "lacks.suppressions.since": "since when: each holds from the beginning of time",
    "lacks.calls.at": "when the calls were placed: each may count among the attempts",
    "lacks.calls.outcome": "whether somebody refused: each may be a refusal",
    "lacks.calls.call_id": "which rows are one call: they are told apart by number and time",
    "lacks.calls.time": "at what time they were placed, in {rows} of the rows",
    "takes.advertiser": "its name, as on the form or the contract",
    "takes.offer": "in the words of the form",
    "takes.form": "its id in `consent_forms`",
    "inspect.swappable": "No day of the sample is past 12: make sure that days come first, "
    "`%d/%m/%Y`, and not months.",
    "inspect.either_dates": "Times with AM and PM, and no day of the sample past 12: nothing tells"
    " whether months or days come first. Until you say so, by {first} or {last}, no date is read.",
    "inspect.phones": "Not read, and looks like phone numbers: {names}. calllint judges the "
    "numbers it reads: give an entry for each column that will be dialled, as `columns: {phone:"
    " {first}}`.",
    "inspect.basis": "A basis for holding data is no consent to be called, and is not read:"
    " {names}.",
    "inspect.missing": "there is no such file; check the path",
    "inspect.folder": "this is a folder; name its files, as in `folder/*.csv`",
    "init.head": "Who calls whom, for whom, why, when and how. Check every line: what stands here"
    " is a claim.",
    "init.id": "the name it is known by",
    "init.channel": "live_call, automated_call, voicebot, voicemail_drop, sms or email",
    "init.purpose": "sale, appointment, quote, survey, service…",
    "init.audience": "consumer, professional or mixed",
    "init.sector": "telecom, insurance, retail… or other",
    "init.offer": "in the words of the consent form",
    "init.ground": "what makes the calls lawful: consent, contract, callback_request…",
    "init.advertiser": "The company the calls are made for. Who calls on its behalf goes under"
    " `centres:`.",
    "init.name": "as people know it",
    "init.registered": "as siren:999000102",
    "init.country": "two capitals, as FR",
    "init.timezone": "each person's own clock",
    "init.windows": "what the law allows: shorten it to what you do",
    "init.holidays": "and see that the dialler does it",
    "init.attempts": "what the law allows: see that the dialler holds it",
    "init.mode": "manual, preview, progressive, power or predictive",
    "init.caller_id": "the numbers shown, and by what right: assigned_to, mandate, operator_listed",
    "init.script": "what callers say, and which duty each sentence covers",
    "init.data": "The lists. A kind left out is unknown; `none` claims that there is nothing of"
    " it.",
    "init.no_contacts": "name your list here",
    "init.no_list": "or `none`",
    "init.forms": "the forms people agreed on",
    "init.written": "{file} written.",
    "init.name_contacts": "No list of contacts was given: name yours under `data:`, or one of"
    " those above once more if it holds the contacts too. `calllint inspect FILE` shows the entry.",
    "init.name_lists": "No list was given: name yours under `data:`. `calllint inspect FILE` shows"
    " the entry.",
    "init.doubt": "{file} is left out: {kinds}? `{command}` gives the entry to paste",
    "init.lacks": "Not read from it: {names}.",
    "init.lacks_why": "`calllint inspect FILE` says why that matters, and how to say it.",
    "init.mixed": "{file} is left out: {archive} holds lists of several kinds; unpack it and name"
    " each",
    "init.seen": "{file}: {kind}",
    "init.not_in_it": "not read: {names}; see calllint inspect",
    "init.next": "Next: `calllint {file}` says what is missing.",
}
