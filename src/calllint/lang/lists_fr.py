"""French of looking at lists, and of the campaign that init writes."""

WORDS = {
    "inspect.profile": "Profil : {name} ({title})",
    "inspect.kind": "Prise pour : {kind}",
    "inspect.both": "Prise pour : contacts et, sur les mêmes lignes, leurs consentements. Le"
    " fichier se nomme sous les deux : deux entrées suivent.",
    "inspect.again": "Prise aussi pour : consentements (deuxième entrée)",
    "inspect.separator": "séparateur {sign}",
    "inspect.tab": "tabulation",
    "inspect.space": "espace",
    "inspect.header_line": "en-têtes en ligne {line}",
    "inspect.sheet": "feuille {name}",
    "inspect.unreadable": ", dont une illisible (ligne {lines})|, dont {n} illisibles (lignes "
    "{lines})",
    "inspect.share": "{filled} %",
    "inspect.not_read": "non lue",
    "inspect.time_alone": "heure",
    "inspect.tried": "Lecture par l'entrée ci-dessous : {rows} ; numéros exploitables : {phones}",
    "inspect.paste": "À coller sous `data:`",
    "inspect.no_row": "La liste a des en-têtes et aucune ligne : vérifiez l'export.",
    "inspect.numberless": "Lignes sans numéro à composer : {rows} ({lines}). Un total ou un titre"
    " n'est pas un contact : ôtez-le de la liste, ou écartez-le par `where:`.",
    "inspect.refused": "Telle quelle, l'entrée est refusée : {message}",
    "inspect.unsure": "Aucune colonne ne dit ce que contient cette liste. Si ce ne sont pas des"
    " contacts, mais par exemple des oppositions, mettez l'entrée sous son propre type :"
    " `suppressions:`.",
    "inspect.unreadable_dates": "Dates illisibles : {count}, dans {columns}. Dites comment elles "
    "s'écrivent par `dates:`.",
    "inspect.unknown_values": "Cellules hors des valeurs que prend leur colonne : {count}, dans "
    "{columns}. Dites leur sens par `values:`.",
    "inspect.zoneless_times": "Heures sans décalage : {count}, dans {columns}. Dites leur fuseau "
    "par `timezone:`.",
    "loose.consents.at": "`{heading}` est lue comme le moment de l'accord. Si c'est celui d'un "
    "import, ou d'autre chose, dites par `columns:` quelle colonne est `at`.",
    "loose.consents.channel": "`{heading}` est lue comme ce qui a été accepté : appels, SMS, "
    "courriels. Si elle dit où l'accord a été recueilli, dites par `columns:` que c'est `source`.",
    "loose.requests.at": "`{heading}` est lue comme le moment de la demande. Si c'est celui"
    " d'autre chose, dites par `columns:` quelle colonne est `at`.",
    "inspect.also": "On y trouve aussi des colonnes de {kind} : `{command}` donne leur entrée.",
    "inspect.doubt": "On ne voit pas ce que c'est : {kinds} ? Dites-le par `--kind`, comme dans "
    "`{command}` ; une liste qui est les deux prend une entrée sous chacune.",
    "inspect.mixed": "Prise pour : {kind}. Mais {archive} contient des listes de plusieurs sortes,"
    " et une entrée la lit tout entière : décompressez-la et regardez chacune, ou dites par"
    " `--kind` qu'elles sont toutes de la même.",
    "inspect.or": "{first} ou {last}",
    "inspect.lacks": "Aucune colonne n'est lue comme ceci (`columns:` en nomme une) ; rien ne dit "
    "donc :",
    "inspect.to_set": "ce qui est vrai de chaque ligne, et cela seul",
    "inspect.to_date": 'le mois d\'abord, ou le jour : "{other}"',
    "inspect.other_numbers": "les autres numéros, chacun dans son entrée :",
    "inspect.to_translate": "ce que chacun de ces mots veut dire chez vous",
    "inspect.meant": "{value} ? ",
    "inspect.more_words": "et d'autres, qui ne sont pas montrés ici",
    "lacks.contacts.postal_code": "où les gens habitent, donc quelle heure et quels jours fériés "
    "sont les leurs ; le numéro seul en dit moins",
    "lacks.consents.at": "quand l'accord a été donné, donc s'il vaut encore",
    "lacks.consents.status": "que la personne a accepté, et n'a ni refusé ni retiré son accord",
    "lacks.consents.channel": "ce qu'elle a accepté : appels, SMS, courriels",
    "lacks.consents.advertiser": "par qui elle a accepté d'être appelée",
    "lacks.consents.offer": "à quel sujet",
    "lacks.consents.form": "sur quel formulaire, donc dans quels termes",
    "lacks.consents.proof": "où la preuve est conservée",
    "lacks.consents.time": "à quelle heure l'accord a été donné, pour {rows} des lignes",
    "lacks.time": "heure",
    "lacks.contracts.advertiser": "avec qui est le contrat",
    "lacks.contracts.started_on": "quand il a commencé",
    "lacks.contracts.status": "s'il est encore en cours",
    "lacks.contracts.object_related": "si l'offre de la campagne a un rapport avec lui",
    "lacks.requests.at": "quand la personne a fait sa demande",
    "lacks.requests.advertiser": "à qui",
    "lacks.requests.offer": "à quel sujet",
    "lacks.requests.proof": "où la preuve est conservée",
    "lacks.suppressions.since": "depuis quand : chaque opposition vaut depuis toujours",
    "lacks.calls.at": "quand les appels ont été passés : chacun peut compter parmi les tentatives",
    "lacks.calls.outcome": "si quelqu'un a refusé : chaque appel peut être un refus",
    "lacks.calls.call_id": "quelles lignes sont un même appel : le numéro et l'heure les "
    "distinguent",
    "lacks.calls.time": "à quelle heure ils ont été passés, pour {rows} des lignes",
    "takes.advertiser": "son nom, comme sur le formulaire ou le contrat",
    "takes.offer": "dans les mots du formulaire",
    "takes.form": "son identifiant dans `consent_forms`",
    "inspect.swappable": "Aucun jour de l'échantillon ne dépasse 12 : vérifiez que le jour vient "
    "en premier, `%d/%m/%Y`, et non le mois.",
    "inspect.either_dates": "Des heures en AM et PM, et aucun jour de l'échantillon après le 12 :"
    " rien ne dit si le mois ou le jour vient en premier. Dites-le par {first} ou par {last} ;"
    " d'ici là, aucune date n'est lue.",
    "inspect.phones": "Non lues, et semblables à des numéros de téléphone : {names}. calllint "
    "juge les numéros qu'il lit : donnez une entrée pour chaque colonne qui sera composée, comme"
    " `columns: {phone: {first}}`.",
    "inspect.basis": "Une base de traitement des données n'est pas un consentement à être appelé "
    "; elle n'est pas lue : {names}.",
    "inspect.missing": "ce fichier n'existe pas ; vérifiez le chemin",
    "inspect.folder": "c'est un dossier ; nommez ses fichiers, comme `dossier/*.csv`",
    "init.head": "Qui appelle qui, pour qui, pourquoi, quand et comment. Relisez chaque ligne : ce"
    " qui figure ici est une affirmation.",
    "init.id": "le nom sous lequel on la connaît",
    "init.channel": "live_call, automated_call, voicebot, voicemail_drop, sms ou email",
    "init.purpose": "sale, appointment, quote, survey, service…",
    "init.audience": "consumer, professional ou mixed",
    "init.sector": "telecom, insurance, retail… ou other",
    "init.offer": "dans les mots du formulaire de consentement",
    "init.ground": "ce qui rend les appels licites : consent, contract, callback_request…",
    "init.advertiser": "L'entreprise pour laquelle on appelle. Qui appelle pour son compte se"
    " déclare sous `centres:`.",
    "init.name": "tel que les gens le connaissent",
    "init.registered": "comme siren:999000102",
    "init.country": "deux majuscules, comme FR",
    "init.timezone": "l'heure de chacun",
    "init.windows": "ce que le droit permet : réduisez à ce que vous faites",
    "init.holidays": "et vérifiez que le numéroteur le fait",
    "init.attempts": "ce que le droit permet : vérifiez que le numéroteur s'y tient",
    "init.mode": "manual, preview, progressive, power ou predictive",
    "init.caller_id": "les numéros affichés, et à quel titre : assigned_to, mandate,"
    " operator_listed",
    "init.script": "ce que disent les téléopérateurs, et l'obligation que chaque phrase remplit",
    "init.data": "Les listes. Un type absent est inconnu ; `none` affirme qu'il n'y en a pas.",
    "init.no_contacts": "nommez votre liste ici",
    "init.no_list": "ou `none`",
    "init.forms": "les formulaires sur lesquels on a donné son accord",
    "init.written": "{file} écrit.",
    "init.name_contacts": "Aucune liste de contacts n'est donnée : nommez la vôtre sous `data:`,"
    " ou encore une fois l'une de celles-ci, si elle contient aussi les contacts. `calllint"
    " inspect FICHIER` montre l'entrée.",
    "init.name_lists": "Aucune liste n'est donnée : nommez les vôtres sous `data:`. `calllint"
    " inspect FICHIER` montre l'entrée.",
    "init.doubt": "{file} est laissée de côté : {kinds} ? `{command}` donne l'entrée à coller",
    "init.lacks": "N'y est pas lu : {names}.",
    "init.lacks_why": "`calllint inspect FICHIER` dit pourquoi cela compte, et comment le dire.",
    "init.mixed": "{file} est laissée de côté : {archive} contient des listes de plusieurs sortes ;"
    " décompressez-la et nommez chacune",
    "init.seen": "{file} : {kind}",
    "init.not_in_it": "non lu : {names} ; voir calllint inspect",
    "init.next": "Ensuite : `calllint {file}` dit ce qui manque.",
}
