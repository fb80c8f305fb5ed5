"""English of records and proofs."""

WORDS = {
    "progress.record": "Recording",
    # the page about one person
    "proof.title": "Number {phone}, campaign “{campaign}” for {advertiser}",
    "proof.answer.allow": "Could be called ({days}).",
    "proof.answer.review": "To be checked before any call ({days}): it stood in no list to dial.",
    "proof.answer.block": "Not to be called ({days}): it stood in no list to dial.",
    "proof.answer.part": "Could be called from {first} to {last} only, so it was kept out of the"
    " list to dial.",
    "proof.answer.no_list": "No list to dial was made at all: an error stood against the campaign"
    " itself, or not everything could be checked.",
    "proof.absent": "This number was in none of the lists that were judged ({days}).",
    "proof.absent.means": "So nothing was decided about it, and no list to dial held it.",
    "proof.joint": "; ",
    "proof.place": "{file}, line {line}",
    "proof.why": "Why",
    "proof.why.nothing": "Nothing stood against the call.",
    "proof.why.rests": "It rested on:",
    "proof.why.others": "Also noted, without bearing on the decision:",
    "proof.reason.unknown": "{rule} {title}: could not be told",
    "proof.reason.duty": "{rule} {title}: a duty for whoever calls",
    "proof.doubt": "Not settled: {text}",
    "proof.articles": "Law: {articles}",
    "proof.law_value": "Value on those days: {name} = {value}, since {since}",
    "proof.checked": "Rules that found nothing against the call",
    "proof.checked.intro": "Each of these was applied, and would have kept the number out of the"
    " list to dial.",
    "proof.checked.others": "So was each of these, which are about the list and not of law:"
    " {rules}.",
    "proof.checked.settled": "Beside the point here, by what the campaign says of itself (channel,"
    " sector, audience…) and what its lists hold: {rules}.",
    "proof.checked.value": "{name} = {value} since {since}",
    "proof.evidence": "What was on record about this number",
    "proof.evidence.intro": "The rows themselves are not copied here: only where each stands, its"
    " digest, and what follows.",
    "proof.evidence.none": "No consent, contract, request, suppression or call was on record for"
    " it.",
    "proof.column.what": "What",
    "proof.column.when": "When",
    "proof.column.more": "More",
    "proof.column.where": "Where it lay",
    "proof.column.list": "List",
    "proof.column.file": "File",
    "proof.column.rows": "Rows",
    "proof.column.digest": "SHA-256",
    "proof.list": "{kind}: {file}, {rows}, SHA-256 {digest}",
    "proof.document": "{kind}: {file}, SHA-256 {digest}",
    "proof.when.none": "without a date that can be read",
    "proof.row.contacts": "Contact list",
    "proof.row.consents": "Consent",
    "proof.row.withdrawal": "Consent withdrawn",
    "proof.row.contracts": "Contract",
    "proof.row.requests": "Request to be called",
    "proof.row.suppressions": "Suppression (opt-out)",
    "proof.row.calls": "Call",
    "proof.about.source": "taken {value}",
    "proof.about.outcome": "{value}",
    "proof.about.form": "form {value}",
    "proof.about.expires_at": "ends on {value}",
    "proof.about.until": "until {value}",
    "proof.about.agreed_at": "call agreed for {value}",
    "proof.about.proof": "a proof is named",
    "proof.about.proof_sha256": "a proof is named, of SHA-256 {value}",
    "proof.about.rules": "called into question by {rules}",
    "proof.about.fine": "nothing against it",
    "proof.about.row": "row {value}",
    "proof.form.unknown": "that the campaign does not describe",
    "proof.source.web_form": "by web form",
    "proof.source.paper": "on paper",
    "proof.source.phone": "by phone",
    "proof.source.in_person": "in person",
    "proof.source.partner": "from a partner",
    "proof.source.lead_broker": "from a lead broker",
    "proof.source.import": "from an import",
    "proof.source.crm": "from the customer database",
    "proof.outcome.answered": "answered",
    "proof.outcome.no_answer": "no answer",
    "proof.outcome.busy": "busy",
    "proof.outcome.abandoned": "abandoned",
    "proof.outcome.refused": "the person refused",
    "proof.outcome.voicemail": "voicemail",
    "proof.outcome.wrong_number": "wrong number",
    "proof.unknown": "What is not known",
    "proof.unknown.absent": "No list of {kind} was declared.",
    "proof.unknown.none": "The campaign said that there were no {kind}; nobody checked that.",
    "proof.unknown.problems": "Not everything could be checked on that run.",
    "proof.unknown.proofs": "Whether the archived proofs are there, and what they should be: nobody"
    " looked on that run.",
    "proof.unknown.truth": "Whether what a row says is true: the record proves that it was there,"
    " word for word, and no more.",
    "proof.unknown.called": "Whether a call was made afterwards, and how it went.",
    "proof.unknown.key": "Whether the hash below is that of this number: only whoever holds the"
    " key can check it.",
    "proof.frame": "Under which law, from which lists",
    "proof.frame.days": "Days judged",
    "proof.frame.known": "Cut-off date for evidence",
    "proof.frame.all": "none",
    "proof.frame.pack": "Rules",
    "proof.frame.document": "campaign, script or form",
    "proof.frame.calllint": "calllint",
    "proof.frame.tzdata": "Time zones",
    "proof.frame.kept": "Kept until",
    "proof.others": "Other records of this book",
    "proof.others.record": "Record {n}: {text}",
    "proof.others.held": "made {at}, campaign “{campaign}” for {advertiser}. {answer}",
    "proof.others.pruned": "its numbers were removed once they no longer had to be kept",
    "proof.others.other_key": "made with another key, so nobody looked whether the number is in it",
    "proof.others.damaged": "damaged, so nobody looked whether the number is in it; `calllint"
    " verify` says where",
    "proof.others.without": "The number is not in {shown} other record"
    "|The number is not in {shown} other records",
    "proof.proof": "Proof",
    "proof.proof.present": "What stands above was recorded when it was decided. Its entry and the"
    " hashes below lead to the root, the root stands in the record, and each record holds the"
    " digest of the one before.",
    "proof.proof.absent": "Entries stand in the order of their keys, the hashes of their numbers."
    " Below are those among which this number’s would stand, before the first or behind the last:"
    " it is not there. A key and a hash say nothing of anybody.",
    "proof.proof.record": "Record",
    "proof.proof.digest": "Its digest",
    "proof.proof.before": "Digest of the one before",
    "proof.proof.first": "none, it is the first",
    "proof.proof.made": "Made",
    "proof.proof.signature": "Signature",
    "proof.proof.signature.unsigned": "none: damage shows, a forgery might not",
    "proof.proof.signature.signed": "Ed25519, it holds, with the key that the record names itself,"
    " {keyid}; whose that is was not checked",
    "proof.proof.signature.trusted": "Ed25519, it holds, with the key that was given, {keyid}",
    "proof.proof.signature.unchecked": "Ed25519, key {keyid}; not checked here, which needs"
    " `pip install 'calllint[proof]'`",
    "proof.proof.stamp": "Time-stamp",
    "proof.proof.unstamped": "none",
    "proof.proof.stamped": "{at}, by the authority that was given",
    "proof.proof.stamped_unknown": "{at}; by whom was not checked",
    "proof.proof.key": "Hash of the number",
    "proof.proof.root": "Root",
    "proof.proof.count": "Numbers in the record",
    "proof.proof.leaf": "Entry {n}, of SHA-256 {leaf}, in a group whose keys have the digest {keys}"
    " and whose entries have these hashes:",
    "proof.proof.beside": "Group {n}, whose entries have these keys:",
    "proof.proof.hashes": "and these hashes:",
    "proof.proof.climb": "From group {n} to the root:",
    "proof.proof.alone": "Group {n} is the only one: its hash is the root.",
    "proof.proof.check": "`calllint prove … --format json` gives the same as data, and a page of"
    " Python without calllint checks it: see “The format of a record”.",
    "proof.moment.clock": "by the clock of the machine",
    "proof.moment.given": "as given",
    # verifying
    "proof.records": "{shown} record|{shown} records",
    "proof.numbers": "{shown} number|{shown} numbers",
    "proof.faults": "{shown} fault|{shown} faults",
    "verify.holds": "Holds: {records}, {numbers}.",
    "verify.gate": "Holds: this is the list that was judged ({files}).",
    "proof.files": "{shown} file|{shown} files",
    "verify.more": "so is {shown} other file|so are {shown} other files",
    "verify.partly": "Not everything could be checked: {records}, {numbers}.",
    "verify.broken": "Does not hold: {faults} in {records}.",
    "proof.fault.gap": "the records before it are missing: {n} was expected here",
    "proof.fault.sum": "its line for {name} is missing, or is not of the file that is there",
    "proof.fault.gone": "{name} is listed and not there",
    "proof.fault.line": "line {n} is not as it was written",
    "proof.fault.missing": "the file is missing",
    "proof.fault.extra": "this was not written here by calllint",
    "proof.fault.unlisted": "it is not listed in SHA256SUMS",
    "proof.fault.unfinished": "calllint was killed while it listed its last file: the next record"
    " will finish that",
    "proof.fault.unreadable": "it cannot be read: {reason}",
    "proof.fault.other_version": "it has the format {name}, which this version of calllint does not"
    " read; take the version that made it",
    "proof.fault.envelope": "it is cut short, changed, or not a record at all",
    "proof.fault.changed": "it is not what was recorded",
    "proof.fault.signature": "the signature is not of this record, or was made with another key",
    "proof.fault.unsigned": "nobody signed it: damage shows, a forgery might not",
    "proof.fault.signed": "signed by the key it names itself, {keyid}…; to know whose that is, give"
    " --public-key",
    "proof.fault.other_key": "signed by {keyid}…, and not by {own}…",
    "proof.fault.sequence": "its number is not that of its folder",
    "proof.fault.first": "it says that records came before it, and none is there",
    "proof.fault.chain": "it does not follow {before}: one of the two was changed or replaced",
    "proof.fault.tombstone": "it is not of this record",
    "proof.fault.early": "pruned on {day}, though it was to be kept until {until}",
    "proof.fault.pruned_clock": "pruned on {day}: the numbers are gone, the statement and the chain"
    " stand",
    "proof.fault.pruned_given": "pruned on {day} (as given): the numbers are gone, the statement"
    " and the chain stand",
    "proof.fault.root": "the roots of its blocks do not lead to the root that was recorded",
    "proof.fault.count": "it holds {n} entries, and others were recorded",
    "proof.fault.cut": "cut within block {n}: entries {first} to {last} are not whole",
    "proof.fault.block": "block {n} was changed: one of the entries {first} to {last}",
    "proof.fault.entry": "line {n} was changed",
    "proof.fault.longer": "something was added behind byte {n}",
    "proof.fault.stamp": "this is not an RFC 3161 time-stamp that can be read",
    "proof.fault.imprint": "the time-stamp is of other bytes than this record",
    "proof.fault.authority": "the time-stamp does not come from the authority you gave",
    "proof.fault.stamped": "time-stamped {at} by the authority you gave",
    "proof.fault.stamped_unknown": "time-stamped {at}; to know by whom, give --authority",
    "proof.fault.no_library": "this needs another library: pip install 'calllint[proof]'",
    "proof.fault.no_list": "no list to dial was made: the campaign was in breach, or not everything"
    " was checked",
    "proof.fault.other_record": "it is not the record that stands in {book}",
    "proof.fault.newer": "the same list was judged again since, on other evidence ({record}, made"
    " {made}): dial that one",
    "proof.fault.made_given": "the moment it was recorded at was given to scrub, and not read from"
    " a clock",
    "proof.fault.list_gone": "the list is not here any more; the record answers without it",
    "proof.fault.list_changed": "the list is not the one that was judged",
    "proof.fault.list_lines": "the list is not the one that was judged: line {lines}"
    "|the list is not the one that was judged: {n} rows, on lines {lines}",
    "proof.fault.list_elsewhere": "the list is not the one that was judged, though every row that"
    " was recorded is what it was",
    "proof.fault.future_clock": "recorded {made}, later than the clock of this machine ({now})",
    "proof.fault.future_given": "recorded {made}, later than the moment given ({now})",
    "proof.fault.stale_clock": "too old: recorded {age} ago, {most} at most, by the clock of this"
    " machine ({now})",
    "proof.fault.stale_given": "too old: recorded {age} before the moment given ({now}), {most} at"
    " most",
    "proof.fault.fresh_clock": "recorded {age} ago, {most} at most, by the clock of this machine"
    " ({now})",
    "proof.fault.fresh_given": "recorded {age} before the moment given ({now}), {most} at most",
    "proof.fault.other_day": "today is {day} where people are called, and the list was judged for"
    " {first} to {last}",
    # what cannot be used
    "proof.error.key_missing": "the key that hides the numbers is missing: set the environment"
    " variable {name}, for instance to what `openssl rand -hex 32` prints, and keep it safe",
    "proof.error.key_short": "the key in {name} is too short to hide anything: {least} characters"
    " at least; `openssl rand -hex 32` makes one",
    "proof.error.sign_key": "this is not an Ed25519 private key in PEM, or its passphrase ({name})"
    " is wrong; `openssl genpkey -algorithm ed25519` makes one",
    "proof.error.public_key": "this is not an Ed25519 public key in PEM; `openssl pkey -in KEY"
    " -pubout` gives that of a private one",
    "proof.error.authority": "this is not a certificate in PEM; take that of the time-stamping"
    " authority",
    "proof.error.unreadable": "it cannot be read ({reason}); check the path",
    "proof.error.unwritable": "no record can be written here ({reason}); name a folder you may"
    " write to",
    "proof.error.strange": "the folder holds {name}, which is not a record; name a folder of its"
    " own for --record",
    "proof.error.no_record": "this is not a record of calllint, or it is damaged; `calllint"
    " verify` says what is wrong",
    "proof.error.other_version": "this record has the format {name}, which this version of calllint"
    " does not read; take the version that made it",
    "proof.error.changed": "it is not what was recorded, so it proves nothing; `calllint verify`"
    " says where it was changed",
    "proof.error.other_key": "this record was made with another key (its id is {id}); set the one"
    " it was made with, or name its variable with --record-key",
    "proof.error.pruned": "its numbers were removed once they no longer had to be kept; the"
    " statement remains",
    "proof.error.prune_key": "the record is signed, so what says that it was pruned must be signed"
    " too: give the same key with --sign-key",
    "proof.error.no_library": "signatures and time-stamps need another library: pip install"
    " 'calllint[proof]'",
    "proof.error.stamp_stamp": "this is not an RFC 3161 response; give the file that the authority"
    " sent (`application/timestamp-reply`)",
    "proof.error.stamp_imprint": "the time-stamp is of other bytes; ask one for"
    " {record}/record.json",
    "proof.error.stamp_authority": "the time-stamp does not come from the authority you gave",
    "error.no_record": "{folder} holds no record; `calllint scrub --record DIR` makes one",
    "error.no_record_on": "{folder} holds no record that judged {day}",
    "error.no_one_record": "{folder} is not one record; name its folder, as records/000001",
    "error.number": "this is not a phone number; write it with its country code, as +33…",
    "error.age": "{value} is not a length of time; write it as 4h, 30m or 2d",
    "error.lists_record": "--lists is for records; leave it out, or name a record or a book",
    "error.verify_option": "{name} is for the folder of a scrub; leave it out",
    # records
    "record.line": "{record}  {campaign}  {first}..{last}  {numbers}, recorded {at}, kept {kept}",
    "record.pruned": ", pruned",
    "record.no_end": "without a known end",
    "record.until": "until {day}",
    "record.stamped": "{record}: time-stamped {at}",
    "record.untrusted": "; to know by whom, give --authority",
    "record.due": "{record}: would be pruned",
    "record.gone": "{record}: pruned; the statement and the chain stand",
    "record.kept": "{shown} record kept as it was on {day} ({when})"
    "|{shown} records kept as they were on {day} ({when})",
    "record.endless": "{shown} record has no known end: say --keep DAYS|{shown} records have no"
    " known end: say --keep DAYS",
    "meta.record": "RECORD",
    "meta.number": "NUMBER",
    "meta.variable": "VARIABLE",
    "meta.age": "AGE",
    "help.prove": "Answer for one number: what was decided, why, and the proof of it.",
    "help.prove.long": "Answer for one number: what was decided, why, and the proof of"
    " it.\n\nRECORD is the folder of a record, or a book of them (then the last one that holds the"
    " number). Nothing of anybody else is shown. A number that is not there is proved not to be.",
    "help.prove.on": "Of a book, the last record that judged this day and holds the number.",
    "help.prove.show": "Write the number in full.",
    "help.verify": "Check that records, or a list to dial, are what they were.",
    "help.verify.long": "Check that records, or a list to dial, are what they were.\n\nFOLDER is a"
    " book of records, one record, or what `calllint scrub --record` wrote to --out. Exits 1 where"
    " anything does not hold, or the list is too old: only 0 lets it through.",
    "help.max_age": "Longest time since the list was recorded: 4h, 30m, 2d.",
    "help.verify.at": "Moment to measure from, instead of the clock.",
    "help.verify.record": "Book the record of the list must stand in.",
    "help.lists": "Also check the lists that were judged, where they are still there; with the"
    " key, say which lines changed.",
    "help.verify.data_root": "Folder the paths of the lists start from; else the current one.",
    "help.public_key": "Ed25519 public key (PEM) whose signature is asked for; repeat"
    " where any of several will do.",
    "help.authority": "Certificate (PEM) of the time-stamping authority you trust.",
    "help.record_into": "Book of records (a folder) to add one to.",
    "help.record_key": "Environment variable that holds the key hiding the numbers.",
    "help.sign_key": "Ed25519 private key (PEM) to sign with.",
    "help.sign_keys": "Ed25519 private key (PEM) a record was signed with; repeat for several.",
    "help.record.at": "Moment of the record, instead of the clock.",
    "help.record": "List records, attach a time-stamp, take away what need not be kept.",
    "help.record.list": "List the records of a book.",
    "help.record.list.long": "List the records of a book, and until when each is kept.",
    "help.record.timestamp": "Attach an RFC 3161 time-stamp to a record.",
    "help.record.timestamp.long": "Attach an RFC 3161 time-stamp to a record.\n\nRECORD is the"
    " folder of one record; PATH is the response of the authority, asked for its record.json.",
    "help.record.prune": "Take away the numbers of records that are kept no longer.",
    "help.record.prune.long": "Take away the numbers of records that are kept no longer.\n\nEach"
    " record says how long it is kept, by the law of its days. The statement stays, and the chain"
    " still verifies.",
    "help.keep": "Days to keep at least, counted from the last judged day; never less than the"
    " law.",
    "help.record.prune.at": "Day to measure from, instead of the clock; one that lies ahead only"
    " with --dry-run.",
    "help.dry_run": "Say what would be done, and do nothing.",
}
