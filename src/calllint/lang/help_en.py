"""English of the help, and of what options take."""

WORDS = {
    "help.doubts": "Only the rules that rest on what is not settled, with what that is.",
    "meta.command": "COMMAND",
    "meta.campaign": "CAMPAIGN",
    "meta.rule": "RULE",
    "meta.portfolio": "PORTFOLIO|FOLDER",
    "meta.folder": "FOLDER",
    "meta.name": "NAME",
    "meta.number": "NUMBER",
    "meta.file": "FILE",
    "meta.kind": "KIND",
    "meta.days": "FROM..TO",
    "meta.moment": "MOMENT",
    "meta.revision": "REV",
    "meta.day": "DAY",
    "meta.entry": "KIND=PATH",
    "meta.path": "PATH",
    "meta.size": "SIZE",
    "meta.n": "N",
    "meta.share": "SHARE",
    "meta.rules": "RULES",
    "meta.level": "RULE=LEVEL",
    "meta.text": "TEXT",
    "meta.word": "WORD",
    "meta.report": "REPORT",
    "help.usage": "Usage: ",
    "help.options": "Options:",
    "help.commands": "Commands:",
    "help.default": "[default: {value}]",
    "help.required": "[required]",
    "help.help": "Show this text and exit.",
    "help.version": "Show the version and exit.",
    "help.group": "Lint call campaigns: who may not be dialled, why, and under which article."
    "\n\n`calllint CAMPAIGN` is short for `calllint check CAMPAIGN`.",
    "help.exits": "Exit codes: 0 nothing found, 1 findings, 2 the input or the command line cannot"
    " be used, 3 not everything could be checked.",
    "help.check": "Judge campaigns under the law of the days they dial (the default).",
    "help.check.long": "Judge campaigns under the law of the days they dial."
    "\n\nCAMPAIGN is a campaign file, or a folder to search for them.",
    "help.scrub": "Write the list that may be dialled, and the rejects with all their reasons.",
    "help.audit": "Judge the calls that were placed, each at its own moment.",
    "help.audit.long": "Judge the calls that were placed, each at its own moment: under the law of"
    " that day, in the person's own zone, on the evidence of that moment.\n\nThe calls are those"
    " of `data.calls` for the campaign's advertiser, on the days of its schedule or of --calls."
    " `--format csv-calls=FILE` writes each call in breach or to review.",
    "help.inspect": "Show what a list looks like, and the entry to paste.",
    "help.scrub.long": "Write the list that may be dialled, and the rejects with all their reasons."
    "\n\nThe judged days may be 31 at most. Exits 0 when the files are written, however many rows"
    " are rejected; 1 when the campaign itself is in breach: then there is no callable file.",
    "help.inspect.long": "Show what calllint sees in each list: how it is written, what its"
    " columns mean, what could not be read, and the `data:` entry to paste. Cells are masked. `-`"
    " is the pipe.",
    "help.can-call": "Say whether one number may be called at one moment, and why.",
    "help.can-call.long": "Say whether one number may be called at one moment, and why.\n\nNUMBER"
    " is written in any way a list may write it. Exits 0 where the call may be placed, 1 where"
    " it may not or is to be looked at first, 2 where the question cannot be answered, 3 where"
    " not everything could be checked.",
    "help.prepare": "Write the index that can-call answers from at once.",
    "help.prepare.long": "Write the index that can-call answers from at once, without the"
    " lists.\n\nIt stands in .calllint beside the campaign, holds the numbers in clear, and is"
    " readable by its owner alone. Once a list, the campaign, the rules or calllint change, it"
    " is refused: prepare it again.",
    "help.at": "Moment of the call, as 2026-11-23T10:30+01:00; without the offset, on the clock of"
    " the person called.",
    "help.index": "File of the index, instead of the one in .calllint beside the campaign.",
    "help.no_index": "Read the lists, even where there is an index.",
    "help.init": "Write a campaign file to begin with.",
    "help.init.long": "Write a campaign file to begin with.\n\nFILE is a list that the campaign"
    " will read: calllint looks at it as `calllint inspect` does. Windows and attempts are what"
    " the law allows on the first day. A file that exists is never written over.",
    "help.init_advertiser": "The company the calls are made for.",
    "help.init_advertiser_id": "Its registered id, as `siren:999000102`.",
    "help.init_country": "Its country, in two capitals.",
    "help.init_days": "First and last day of calls.",
    "help.init_offer": "What is offered, in the words of the consent form.",
    "help.init_channel": "How people are reached.",
    "help.init_purpose": "Why people are contacted.",
    "help.init_audience": "Whom the campaign calls.",
    "help.init_sector": "Sector of the offer.",
    "help.init_ground": "What is claimed to make the calls lawful.",
    "help.init_mode": "How the calls are dialled.",
    "help.init_caller_id": "The number people see.",
    "help.init_id": "Name by which the campaign is known.",
    "help.init_out": "File to write.",
    "help.explain": "Explain a rule: its law, its dates, its condition, its examples.",
    "help.explain.long": "Explain a rule: its law, its dates, its condition, its examples."
    "\n\nRULE is an id or a name.",
    "help.rules": "List the rules, or run their examples.",
    "help.rules.list": "List every rule of the packs in use.",
    "help.rules.test": "Run every example of every rule.",
    "help.rules.docs": "Write a page for every rule and law value.",
    "help.rules.docs.long": "Write a page for every rule and every law value, in Markdown.\n\nDIR"
    " is the folder to write to; pages already there are replaced.",
    "help.rules.test.long": "Run every example of every rule."
    "\n\nFOLDER is a pack of yours; without one, the built-in packs are tested.",
    "help.baseline": "Accept what is found today; see only what is new.",
    "help.baseline.write": "Accept all that stands against these campaigns today.",
    "help.baseline.write.long": "Accept all that stands against these campaigns today.\n\nEach"
    " finding is kept by rule, file, path and value. Contacts and required rules are never"
    " accepted.",
    "help.baseline.prune": "Forget what is found no more.",
    "help.baseline.prune.long": "Take out of the baseline what is found no more in these"
    " campaigns, and what was found in campaigns that are gone.",
    "help.report_dir": "Write a folder of pages: one for each campaign, and an index of all.",
    "help.group_by": "With --report-dir, a folder for each advertiser that shows no other; "
    "the calls of its campaigns are counted together.",
    "help.impact": "Tell what the law leaves of a portfolio, and from which day.",
    "help.impact.long": "Tell what the law leaves of all a centre does: of a portfolio file, or of"
    " the campaigns in a folder. Every activity that has a campaign is judged before and after each"
    " date on which the law changes. Exits 0 whatever the law takes.",
    "help.law": "Changes of the law to look at; by default those since a year before the first day"
    " of the campaigns.",
    "help.diff": "Tell what changed between two reports, and why.",
    "help.diff.long": "Tell what changed between two reports, and whether data, days, law or rules"
    " changed it.\n\nREPORT is what `calllint check --format json` wrote: the older first. Exits"
    " 1 where the newer one has something to fail on that the older had not.",
    "help.completion": "Print the script that completes the command line in a shell.",
    "help.completion.long": "Print the script that completes the command line in a shell."
    "\n\n\b\nFor bash:\n  calllint completion bash >"
    " ~/.local/share/bash-completion/completions/calllint",
    "help.schema": "Print the JSON Schema of a file calllint reads or writes.",
    "help.schema.long": "Print the JSON Schema of a file calllint reads or writes."
    "\n\nWithout NAME, lists the schemas there are.",
    "help.dial": "Days the list will be dialled, instead of the campaign's schedule.",
    "help.calls": "Days on which the calls were placed, instead of the campaign's schedule.",
    "help.known_at": "Ignore evidence that came after this moment.",
    "help.as_of": "Judge one day, knowing what was known at its end.",
    "help.proofs": "Folder of the archived proofs: look for each proof a consent names, and check"
    " its digest.",
    "help.data_root": "Folder the paths of lists start from; the script and the forms stay beside"
    " the campaign, or come with the lists.",
    "help.data": "Read this list instead of the campaign's; repeat for several files.",
    "help.without_data": "Judge only what needs no list; say how many rules were skipped.",
    "help.memory_limit": "Most memory the engine may take.",
    "help.threads": "Threads the engine may use.",
    "help.temp_dir": "Folder for what does not fit in memory.",
    "help.kind": "What the list holds, where calllint guesses wrong.",
    "help.profile": "Layout of the file: a name, or a file of your own.",
    "help.sheet": "Sheet of a workbook that has several.",
    "help.show_numbers": "Write phone numbers in full.",
    "help.lang": "Language of everything printed.",
    "help.select": "Run only these rules: ids, names or beginnings of ids.",
    "help.ignore": "Do not run these rules.",
    "help.extend": "Add to what the configuration says, instead of replacing it.",
    "help.require": "Rules that nothing switches off, lowers or accepts.",
    "help.severity": "Severity of a rule, or of rules whose ids begin so.",
    "help.baseline_file": "File of accepted findings, instead of the configured one.",
    "help.no_baseline": "Count what the baseline accepts, too.",
    "help.config": "Configuration to use, instead of the nearest one.",
    "help.isolated": "Read no configuration, no CALLLINT_ variable and no baseline.",
    "help.show_config": "Show every setting and where it comes from, and judge nothing.",
    "help.statistics": "Count findings by rule, instead of listing them.",
    "help.fix": "Write what can be mended without a decision: the form of hours and numbers, a"
    " window cut at closed hours, waivers of no use. Lists are never touched.",
    "help.diff_only": "Show what --fix would change, and write nothing; 1 where that is something.",
    "help.reason": "Why these findings are accepted.",
    "help.until": "Last day they are accepted.",
    "help.fail_on": "Least severity that makes exit code 1.",
    "help.exit_zero": "Exit 0 instead of 1; never instead of 2 or 3.",
    "help.rules_dir": "A pack of rules in a folder; may be repeated.",
    "help.trust_rules": "Let the packs of --rules run their own Python (facts.py).",
    "help.format": "Format of the output.",
    "help.formats": "Format of the report, or FORMAT=FILE; may be repeated.",
    "help.stdin_filename": "What the campaign that comes through the pipe (`-`) is called.",
    "help.changed_since": "Judge only campaigns of which something changed since, by git.",
    "help.contacts": "Write the verdict of every contact (with --format json).",
    "help.engine": "What judges the lists: DuckDB, or the Spark cluster of your configuration.",
    "help.verdicts": "Write every verdict to a folder of Parquet (with --engine spark).",
    "help.cluster_temp": "Folder for tables that every machine of the cluster sees.",
    "help.output": "Write the report to a file.",
    "help.out": "Folder to write the files to.",
    "help.scrub.format": "What is printed: text, the summary as JSON, or a page; FORMAT=FILE"
    " writes it to a file.",
    "help.scrub.profile": "Layout of the callable list, by its name; else that of each list.",
    "help.split_by": "Write a callable list for each territory, or for each window of hours.",
    "help.max_blocked": "Write no callable list where a larger share of the rows is blocked.",
    "help.previous": "Folder of an earlier scrub: say who was added, removed and changed.",
}
