"""Le français des enregistrements et des preuves."""

WORDS = {
    "progress.record": "Enregistrement",
    # la page sur une personne
    "proof.title": "Numéro {phone}, campagne « {campaign} » pour {advertiser}",
    "proof.answer.allow": "Pouvait être appelé ({days}).",
    "proof.answer.review": "À vérifier avant tout appel ({days}) : il ne figurait dans aucune liste"
    " à appeler.",
    "proof.answer.block": "Ne devait pas être appelé ({days}) : il ne figurait dans aucune liste à"
    " appeler.",
    "proof.answer.part": "Ne pouvait être appelé que du {first} au {last} : il a donc été tenu hors"
    " de la liste à appeler.",
    "proof.answer.no_list": "Aucune liste à appeler n'a été produite : une erreur visait la"
    " campagne elle-même, ou tout n'avait pas pu être vérifié.",
    "proof.absent": "Ce numéro ne figurait dans aucune des listes jugées ({days}).",
    "proof.absent.means": "Rien n'a donc été décidé à son sujet, et aucune liste à appeler ne le"
    " contenait.",
    "proof.joint": " ; ",
    "proof.place": "{file}, ligne {line}",
    "proof.why": "Pourquoi",
    "proof.why.nothing": "Rien ne s'opposait à l'appel.",
    "proof.why.rests": "L'appel reposait sur :",
    "proof.why.others": "Également relevé, sans effet sur la décision :",
    "proof.reason.unknown": "{rule} {title} : impossible à dire",
    "proof.reason.duty": "{rule} {title} : une obligation pour qui appelle",
    "proof.doubt": "Non tranché : {text}",
    "proof.articles": "Textes : {articles}",
    "proof.law_value": "Valeur à ces dates : {name} = {value}, depuis le {since}",
    "proof.checked": "Règles qui n'ont rien trouvé contre l'appel",
    "proof.checked.intro": "Chacune a été appliquée, et aurait tenu le numéro hors de la liste à"
    " appeler.",
    "proof.checked.others": "De même celles-ci, qui portent sur la liste et non sur le droit :"
    " {rules}.",
    "proof.checked.settled": "Sans objet ici, d'après ce que la campagne dit d'elle-même (moyen,"
    " secteur, public…) et ce que ses listes renseignent : {rules}.",
    "proof.checked.value": "{name} = {value} depuis le {since}",
    "proof.evidence": "Ce qui était enregistré sur ce numéro",
    "proof.evidence.intro": "Les lignes elles-mêmes ne sont pas recopiées : seulement l'endroit où"
    " chacune se trouve, son empreinte, et ce qui suit.",
    "proof.evidence.none": "Aucun consentement, contrat, demande, opposition ni appel n'était"
    " enregistré pour lui.",
    "proof.column.what": "Quoi",
    "proof.column.when": "Quand",
    "proof.column.more": "Précisions",
    "proof.column.where": "Où cela se trouvait",
    "proof.column.list": "Liste",
    "proof.column.file": "Fichier",
    "proof.column.rows": "Lignes",
    "proof.column.digest": "SHA-256",
    "proof.list": "{kind} : {file}, {rows}, SHA-256 {digest}",
    "proof.document": "{kind} : {file}, SHA-256 {digest}",
    "proof.when.none": "sans date lisible",
    "proof.row.contacts": "Liste de contacts",
    "proof.row.consents": "Consentement",
    "proof.row.withdrawal": "Retrait du consentement",
    "proof.row.contracts": "Contrat",
    "proof.row.requests": "Demande de rappel",
    "proof.row.suppressions": "Opposition",
    "proof.row.calls": "Appel",
    "proof.about.source": "recueilli {value}",
    "proof.about.outcome": "{value}",
    "proof.about.form": "formulaire {value}",
    "proof.about.expires_at": "prend fin le {value}",
    "proof.about.until": "jusqu'au {value}",
    "proof.about.agreed_at": "appel convenu pour le {value}",
    "proof.about.proof": "une preuve est désignée",
    "proof.about.proof_sha256": "une preuve est désignée, de SHA-256 {value}",
    "proof.about.rules": "mis en cause par {rules}",
    "proof.about.fine": "rien contre lui",
    "proof.about.row": "empreinte {value}",
    "proof.form.unknown": "que la campagne ne décrit pas",
    "proof.source.web_form": "par formulaire en ligne",
    "proof.source.paper": "sur papier",
    "proof.source.phone": "par téléphone",
    "proof.source.in_person": "en personne",
    "proof.source.partner": "auprès d'un partenaire",
    "proof.source.lead_broker": "auprès d'un courtier en données",
    "proof.source.import": "par import",
    "proof.source.crm": "dans la base clients",
    "proof.outcome.answered": "décroché",
    "proof.outcome.no_answer": "sans réponse",
    "proof.outcome.busy": "occupé",
    "proof.outcome.abandoned": "abandonné",
    "proof.outcome.refused": "la personne a refusé",
    "proof.outcome.voicemail": "répondeur",
    "proof.outcome.wrong_number": "faux numéro",
    "proof.unknown": "Ce qu'on ne sait pas",
    "proof.unknown.absent": "Pour les listes « {kind} », rien n'avait été déclaré.",
    "proof.unknown.none": "Pour les listes « {kind} », la campagne disait qu'il n'y en avait pas ;"
    " personne ne l'a vérifié.",
    "proof.unknown.problems": "Tout n'a pas pu être vérifié ce jour-là.",
    "proof.unknown.proofs": "Si les preuves archivées sont bien là, et inchangées : personne ne les"
    " a cherchées lors de ce passage.",
    "proof.unknown.truth": "Si ce que dit une ligne est vrai : l'enregistrement prouve qu'elle"
    " était là, mot pour mot, et rien de plus.",
    "proof.unknown.called": "Si un appel a été passé ensuite, et comment il s'est déroulé.",
    "proof.unknown.key": "Si l'empreinte ci-dessous est bien celle de ce numéro : seul le"
    " détenteur de la clé peut le vérifier.",
    "proof.frame": "Selon quel droit, d'après quelles listes",
    "proof.frame.days": "Jours jugés",
    "proof.frame.known": "Date limite des pièces",
    "proof.frame.all": "aucune",
    "proof.frame.pack": "Règles",
    "proof.frame.document": "campagne, script ou formulaire",
    "proof.frame.calllint": "calllint",
    "proof.frame.tzdata": "Fuseaux horaires",
    "proof.frame.kept": "Conservé jusqu'au",
    "proof.others": "Autres enregistrements de ce registre",
    "proof.others.record": "Enregistrement n° {n} : {text}",
    "proof.others.held": "fait {at}, campagne « {campaign} » pour {advertiser}. {answer}",
    "proof.others.pruned": "ses numéros ont été retirés, une fois passé le temps de les garder",
    "proof.others.other_key": "fait avec une autre clé : on n'a pas cherché si le numéro y figure",
    "proof.others.damaged": "endommagé : on n'a pas cherché si le numéro y figure ; `calllint"
    " verify` dit où",
    "proof.others.without": "Le numéro ne figure pas dans {shown} autre enregistrement"
    "|Le numéro ne figure pas dans {shown} autres enregistrements",
    "proof.proof": "Preuve",
    "proof.proof.present": "Ce qui précède a été enregistré au moment de la décision. Son entrée et"
    " les empreintes ci-dessous mènent à la racine, la racine figure dans l'enregistrement, et"
    " chaque enregistrement contient l'empreinte du précédent.",
    "proof.proof.absent": "Les entrées se suivent dans l'ordre de leurs clés, qui sont les"
    " empreintes des numéros. Celles parmi lesquelles ce numéro se trouverait, avant la première ou"
    " après la dernière, sont ci-dessous : il n'y est pas. Une clé et une empreinte ne disent"
    " rien de personne.",
    "proof.proof.record": "Enregistrement n°",
    "proof.proof.digest": "Son empreinte",
    "proof.proof.before": "Empreinte du précédent",
    "proof.proof.first": "aucun, c'est le premier",
    "proof.proof.made": "Fait",
    "proof.proof.signature": "Signature",
    "proof.proof.signature.unsigned": "aucune : un dégât se voit, un faux peut-être pas",
    "proof.proof.signature.signed": "Ed25519, valide, avec la clé que l'enregistrement désigne"
    " lui-même, {keyid} ; on n'a pas vérifié à qui elle est",
    "proof.proof.signature.trusted": "Ed25519, valide, avec la clé donnée, {keyid}",
    "proof.proof.signature.unchecked": "Ed25519, clé {keyid} ; non vérifiée ici, il y faut"
    " `pip install 'calllint[proof]'`",
    "proof.proof.stamp": "Horodatage",
    "proof.proof.unstamped": "aucun",
    "proof.proof.stamped": "{at}, par l'autorité donnée",
    "proof.proof.stamped_unknown": "{at} ; on n'a pas vérifié par qui",
    "proof.proof.key": "Empreinte du numéro",
    "proof.proof.root": "Racine",
    "proof.proof.count": "Numéros enregistrés",
    "proof.proof.leaf": "Entrée {n}, de SHA-256 {leaf}, dans un groupe dont les clés ont"
    " l'empreinte {keys} et dont les entrées ont ces empreintes :",
    "proof.proof.beside": "Groupe {n}, dont les entrées ont ces clés :",
    "proof.proof.hashes": "et ces empreintes :",
    "proof.proof.climb": "Du groupe {n} à la racine :",
    "proof.proof.alone": "Le groupe {n} est le seul : son empreinte est la racine.",
    "proof.proof.check": "`calllint prove … --format json` donne la même chose en données, et une"
    " page de Python sans calllint la vérifie : voir « The format of a record », en anglais.",
    "proof.moment.clock": "d'après l'horloge de la machine",
    "proof.moment.given": "d'après l'instant donné",
    # vérification
    "proof.records": "{shown} enregistrement|{shown} enregistrements",
    "proof.numbers": "{shown} numéro|{shown} numéros",
    "proof.faults": "{shown} défaut|{shown} défauts",
    "verify.holds": "Tout tient : {records}, {numbers}.",
    "verify.gate": "Tout tient : c'est la liste qui a été jugée ({files}).",
    "proof.files": "{shown} fichier|{shown} fichiers",
    "verify.more": "de même pour {shown} autre fichier|de même pour {shown} autres fichiers",
    "verify.partly": "Tout n'a pas pu être vérifié : {records}, {numbers}.",
    "verify.broken": "Ne tient pas : {faults} dans {records}.",
    "proof.fault.gap": "il manque les enregistrements qui précèdent : {n} était attendu ici",
    "proof.fault.sum": "sa ligne pour {name} manque, ou n'est pas celle du fichier présent",
    "proof.fault.gone": "{name} y figure et n'est plus là",
    "proof.fault.line": "la ligne {n} n'est pas comme elle a été écrite",
    "proof.fault.missing": "le fichier manque",
    "proof.fault.extra": "calllint n'a pas écrit cela ici",
    "proof.fault.unlisted": "il ne figure pas dans SHA256SUMS",
    "proof.fault.unfinished": "calllint a été tué en y inscrivant son dernier fichier : le"
    " prochain enregistrement terminera",
    "proof.fault.unreadable": "lecture impossible : {reason}",
    "proof.fault.other_version": "il a le format {name}, que cette version de calllint ne lit pas ;"
    " prenez celle qui l'a écrit",
    "proof.fault.envelope": "il est coupé, modifié, ou ce n'est pas un enregistrement",
    "proof.fault.changed": "ce n'est pas ce qui a été enregistré",
    "proof.fault.signature": "la signature n'est pas celle de cet enregistrement, ou vient d'une"
    " autre clé",
    "proof.fault.unsigned": "personne ne l'a signé : un dégât se voit, un faux peut-être pas",
    "proof.fault.signed": "signé par la clé qu'il désigne lui-même, {keyid}… ; pour savoir à qui"
    " elle est, donnez --public-key",
    "proof.fault.other_key": "signé par {keyid}…, et non par {own}…",
    "proof.fault.sequence": "son numéro n'est pas celui de son dossier",
    "proof.fault.first": "il dit en suivre d'autres, et il n'y en a pas",
    "proof.fault.chain": "il ne suit pas {before} : l'un des deux a été modifié ou remplacé",
    "proof.fault.tombstone": "il n'est pas de cet enregistrement",
    "proof.fault.early": "vidé le {day}, alors qu'il devait être conservé jusqu'au {until}",
    "proof.fault.pruned_clock": "vidé le {day} : les numéros n'y sont plus, la déclaration et la"
    " chaîne demeurent",
    "proof.fault.pruned_given": "vidé le {day} (d'après l'instant donné) : les numéros n'y sont"
    " plus, la déclaration et la chaîne demeurent",
    "proof.fault.root": "les racines de ses blocs ne mènent pas à la racine enregistrée",
    "proof.fault.count": "il contient {n} entrées, ce n'est pas ce qui a été enregistré",
    "proof.fault.cut": "coupé dans le bloc {n} : les entrées {first} à {last} ne sont pas entières",
    "proof.fault.block": "le bloc {n} a été modifié : une des entrées {first} à {last}",
    "proof.fault.entry": "la ligne {n} a été modifiée",
    "proof.fault.longer": "quelque chose a été ajouté après l'octet {n}",
    "proof.fault.stamp": "ce n'est pas un horodatage RFC 3161 lisible",
    "proof.fault.imprint": "l'horodatage porte sur d'autres octets que cet enregistrement",
    "proof.fault.authority": "l'horodatage ne vient pas de l'autorité que vous avez donnée",
    "proof.fault.stamped": "horodaté {at} par l'autorité que vous avez donnée",
    "proof.fault.stamped_unknown": "horodaté {at} ; pour savoir par qui, donnez --authority",
    "proof.fault.no_library": "il y faut une autre bibliothèque : pip install 'calllint[proof]'",
    "proof.fault.no_list": "aucune liste à appeler n'a été produite : la campagne était en"
    " manquement, ou tout n'avait pas été vérifié",
    "proof.fault.other_record": "ce n'est pas l'enregistrement qui figure dans {book}",
    "proof.fault.newer": "la même liste a été jugée de nouveau depuis, sur d'autres pièces"
    " ({record}, fait {made}) : appelez celle-là",
    "proof.fault.made_given": "l'instant de son enregistrement a été donné à scrub, et non lu sur"
    " une horloge",
    "proof.fault.list_gone": "la liste n'est plus là ; l'enregistrement répond sans elle",
    "proof.fault.list_changed": "la liste n'est pas celle qui a été jugée",
    "proof.fault.list_lines": "la liste n'est pas celle qui a été jugée : ligne {lines}"
    "|la liste n'est pas celle qui a été jugée : {n} lignes, {lines}",
    "proof.fault.list_elsewhere": "la liste n'est pas celle qui a été jugée, bien que toute ligne"
    " enregistrée soit ce qu'elle était",
    "proof.fault.future_clock": "enregistré {made}, plus tard que l'horloge de cette machine"
    " ({now})",
    "proof.fault.future_given": "enregistré {made}, plus tard que l'instant donné ({now})",
    "proof.fault.stale_clock": "trop ancien : enregistré il y a {age}, {most} au plus, d'après"
    " l'horloge de cette machine ({now})",
    "proof.fault.stale_given": "trop ancien : enregistré {age} avant l'instant donné ({now}),"
    " {most} au plus",
    "proof.fault.fresh_clock": "enregistré il y a {age}, {most} au plus, d'après l'horloge de cette"
    " machine ({now})",
    "proof.fault.fresh_given": "enregistré {age} avant l'instant donné ({now}), {most} au plus",
    "proof.fault.other_day": "nous sommes le {day} chez les personnes appelées, et la liste a été"
    " jugée du {first} au {last}",
    # ce qui est inutilisable
    "proof.error.key_missing": "la clé qui cache les numéros manque : mettez dans la variable"
    " d'environnement {name}, par exemple, ce qu'affiche `openssl rand -hex 32`, et gardez-la bien",
    "proof.error.key_short": "la clé dans {name} est trop courte pour cacher quoi que ce soit :"
    " {least} caractères au moins ; `openssl rand -hex 32` en fait une",
    "proof.error.sign_key": "ce n'est pas une clé privée Ed25519 en PEM, ou sa phrase secrète"
    " ({name}) est fausse ; `openssl genpkey -algorithm ed25519` en fait une",
    "proof.error.public_key": "ce n'est pas une clé publique Ed25519 en PEM ; `openssl pkey -in CLÉ"
    " -pubout` donne celle d'une clé privée",
    "proof.error.authority": "ce n'est pas un certificat en PEM ; prenez celui de l'autorité"
    " d'horodatage",
    "proof.error.unreadable": "lecture impossible ({reason}) ; vérifiez le chemin",
    "proof.error.unwritable": "impossible d'écrire un enregistrement ici ({reason}) ; donnez un"
    " dossier où vous pouvez écrire",
    "proof.error.strange": "le dossier contient {name}, qui n'est pas un enregistrement ; donnez à"
    " --record un dossier à lui",
    "proof.error.no_record": "ce n'est pas un enregistrement de calllint, ou il est abîmé ;"
    " `calllint verify` dit ce qui ne va pas",
    "proof.error.other_version": "cet enregistrement a le format {name}, que cette version de"
    " calllint ne lit pas ; prenez celle qui l'a écrit",
    "proof.error.changed": "ce n'est pas ce qui a été enregistré, et ne prouve donc rien ;"
    " `calllint verify` dit où cela a changé",
    "proof.error.other_key": "cet enregistrement a été fait avec une autre clé (identifiant {id}) ;"
    " donnez celle-là, ou nommez sa variable par --record-key",
    "proof.error.pruned": "les numéros qu'il contenait ont été retirés au terme de leur"
    " conservation ; la déclaration demeure",
    "proof.error.prune_key": "l'enregistrement est signé, ce qui dit qu'il a été vidé doit l'être"
    " aussi : donnez la même clé par --sign-key",
    "proof.error.no_library": "signatures et horodatages demandent une autre bibliothèque : pip"
    " install 'calllint[proof]'",
    "proof.error.stamp_stamp": "ce n'est pas une réponse RFC 3161 ; donnez le fichier que"
    " l'autorité a envoyé (`application/timestamp-reply`)",
    "proof.error.stamp_imprint": "l'horodatage porte sur d'autres octets ; demandez-en un pour"
    " {record}/record.json",
    "proof.error.stamp_authority": "l'horodatage ne vient pas de l'autorité que vous avez donnée",
    "error.no_record": "{folder} ne contient aucun enregistrement ; `calllint scrub --record"
    " DOSSIER` en fait un",
    "error.no_record_on": "{folder} ne contient aucun enregistrement qui ait jugé le {day}",
    "error.no_one_record": "{folder} n'est pas un enregistrement ; nommez son dossier, comme"
    " records/000001",
    "error.number": "ce n'est pas un numéro de téléphone ; écrivez-le avec son indicatif, comme"
    " +33…",
    "error.age": "{value} n'est pas une durée ; écrivez 4h, 30m ou 2d",
    "error.lists_record": "--lists vaut pour des enregistrements ; retirez-le, ou nommez un"
    " enregistrement ou un registre",
    "error.verify_option": "{name} vaut pour le dossier d'un nettoyage ; retirez-le",
    # enregistrements
    "record.line": "{record}  {campaign}  {first}..{last}  {numbers}, enregistré {at}, conservé"
    " {kept}",
    "record.pruned": ", vidé",
    "record.no_end": "sans terme connu",
    "record.until": "jusqu'au {day}",
    "record.stamped": "{record} : horodaté {at}",
    "record.untrusted": " ; pour savoir par qui, donnez --authority",
    "record.due": "{record} : serait vidé",
    "record.gone": "{record} : vidé ; la déclaration et la chaîne demeurent",
    "record.kept": "{shown} enregistrement laissé tel quel le {day} ({when})"
    "|{shown} enregistrements laissés tels quels le {day} ({when})",
    "record.endless": "{shown} enregistrement n'a pas de terme connu : dites --keep JOURS"
    "|{shown} enregistrements n'ont pas de terme connu : dites --keep JOURS",
    "meta.record": "ENREGISTREMENT",
    "meta.number": "NUMÉRO",
    "meta.variable": "VARIABLE",
    "meta.age": "DURÉE",
    "help.prove": "Répondre pour un numéro : ce qui a été décidé, pourquoi, et la preuve.",
    "help.prove.long": "Répond pour un numéro : ce qui a été décidé, pourquoi, et la"
    " preuve.\n\nENREGISTREMENT est le dossier d'un enregistrement, ou un registre (alors le"
    " dernier qui contient le numéro). Rien n'est montré de personne d'autre. Si le numéro n'y"
    " est pas, son absence est prouvée.",
    "help.prove.on": "D'un registre, le dernier enregistrement qui a jugé ce jour et contient le"
    " numéro.",
    "help.prove.show": "Écrire le numéro en entier.",
    "help.verify": "Vérifier que des enregistrements, ou une liste à appeler, n'ont pas changé.",
    "help.verify.long": "Vérifie que des enregistrements, ou une liste à appeler, n'ont pas"
    " changé.\n\nDOSSIER est un registre, un enregistrement, ou ce que `calllint scrub --record` a"
    " écrit dans --out. Code 1 si quelque chose ne tient pas, ou si la liste est trop ancienne :"
    " seul 0 laisse passer.",
    "help.max_age": "Temps le plus long depuis l'enregistrement de la liste : 4h, 30m, 2d.",
    "help.verify.at": "Instant d'où l'on mesure, au lieu de l'horloge.",
    "help.verify.record": "Registre où doit figurer l'enregistrement de la liste.",
    "help.lists": "Vérifier aussi les listes jugées, si elles sont encore là ; avec la clé, dire"
    " quelles lignes ont changé.",
    "help.verify.data_root": "Dossier d'où partent les chemins des listes ; sinon le dossier"
    " courant.",
    "help.public_key": "Clé publique Ed25519 (PEM) dont la signature est exigée ; répétable"
    " si l'une ou l'autre suffit.",
    "help.authority": "Certificat (PEM) de l'autorité d'horodatage à laquelle vous vous fiez.",
    "help.record_into": "Registre (un dossier) auquel ajouter un enregistrement.",
    "help.record_key": "Variable d'environnement qui contient la clé cachant les numéros.",
    "help.sign_key": "Clé privée Ed25519 (PEM) pour signer.",
    "help.sign_keys": "Clé privée Ed25519 (PEM) dont un enregistrement est signé ; répétable.",
    "help.record.at": "Instant de l'enregistrement, au lieu de l'horloge.",
    "help.record": "Lister les enregistrements, en horodater un, retirer ce qui n'est plus à"
    " garder.",
    "help.record.list": "Lister les enregistrements d'un registre.",
    "help.record.list.long": "Liste les enregistrements d'un registre, et jusqu'à quand chacun est"
    " conservé.",
    "help.record.timestamp": "Joindre un horodatage RFC 3161 à un enregistrement.",
    "help.record.timestamp.long": "Joint un horodatage RFC 3161 à un"
    " enregistrement.\n\nENREGISTREMENT est le dossier d'un enregistrement ; CHEMIN est la réponse"
    " de l'autorité, interrogée sur son record.json.",
    "help.record.prune": "Retirer les numéros des enregistrements qui ne sont plus à conserver.",
    "help.record.prune.long": "Retire les numéros des enregistrements qui ne sont plus à"
    " conserver.\n\nChacun dit jusqu'à quand il est conservé, selon le droit de ses jours. La"
    " déclaration demeure, et la chaîne se vérifie toujours.",
    "help.keep": "Jours à conserver au moins, depuis le dernier jour jugé ; jamais moins que le"
    " droit.",
    "help.record.prune.at": "Jour d'où l'on mesure, au lieu de l'horloge ; un jour à venir,"
    " seulement avec --dry-run.",
    "help.dry_run": "Dire ce qui serait fait, sans rien faire.",
}
