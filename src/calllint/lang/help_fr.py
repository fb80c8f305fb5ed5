"""French of the help, and of what options take."""

WORDS = {
    "help.doubts": "Seulement les règles qui reposent sur ce qui n'est pas tranché, et ce que"
    " c'est.",
    "meta.command": "COMMANDE",
    "meta.campaign": "CAMPAGNE",
    "meta.rule": "RÈGLE",
    "meta.portfolio": "PORTEFEUILLE|DOSSIER",
    "meta.folder": "DOSSIER",
    "meta.name": "NOM",
    "meta.number": "NUMÉRO",
    "meta.file": "FICHIER",
    "meta.kind": "TYPE",
    "meta.days": "DU..AU",
    "meta.moment": "INSTANT",
    "meta.revision": "RÉV",
    "meta.day": "JOUR",
    "meta.entry": "TYPE=CHEMIN",
    "meta.path": "CHEMIN",
    "meta.size": "TAILLE",
    "meta.n": "N",
    "meta.share": "PART",
    "meta.rules": "RÈGLES",
    "meta.level": "RÈGLE=GRAVITÉ",
    "meta.text": "TEXTE",
    "meta.word": "MOT",
    "meta.report": "RAPPORT",
    "help.usage": "Usage : ",
    "help.options": "Options :",
    "help.commands": "Commandes :",
    "help.default": "[par défaut : {value}]",
    "help.required": "[obligatoire]",
    "help.help": "Afficher ce texte.",
    "help.version": "Afficher la version.",
    "help.group": "Vérifie les campagnes d'appels : qui ne peut être appelé, pourquoi, et selon"
    " quel article.\n\n`calllint CAMPAGNE` abrège `calllint check CAMPAGNE`.",
    "help.exits": "Codes de sortie : 0 rien à signaler, 1 des constats, 2 l'entrée ou la ligne de"
    " commande est inutilisable, 3 tout n'a pas pu être vérifié.",
    "help.check": "Juger des campagnes selon le droit des jours d'appel (par défaut).",
    "help.check.long": "Juge des campagnes selon le droit des jours d'appel."
    "\n\nCAMPAGNE est un fichier de campagne, ou un dossier où les chercher.",
    "help.scrub": "Écrire la liste à appeler, et les rejets avec tous leurs motifs.",
    "help.audit": "Juger les appels passés, chacun à son propre instant.",
    "help.audit.long": "Juge les appels passés, chacun à son propre instant : selon le droit de ce"
    " jour, à l'heure de la personne, sur les pièces de ce moment.\n\nLes appels sont ceux de"
    " `data.calls` pour l'annonceur de la campagne, aux jours de son calendrier ou de --calls."
    " `--format csv-calls=FICHIER` écrit chaque appel en manquement ou à revoir.",
    "help.inspect": "Montrer à quoi ressemble une liste, et l'entrée à coller.",
    "help.scrub.long": "Écrit la liste à appeler, et les rejets avec tous leurs motifs."
    "\n\nLes jours jugés sont 31 au plus. Code 0 quand les fichiers sont écrits, quel que soit le"
    " nombre de rejets ; 1 quand la campagne elle-même est en manquement : il n'y a alors pas de"
    " liste à appeler.",
    "help.inspect.long": "Montre ce que calllint voit dans chaque liste : comment elle est "
    "écrite, ce que signifient ses colonnes, ce qui n'a pas pu être lu, et l'entrée de `data:` à "
    "coller. Les cellules sont masquées. `-` désigne le tube.",
    "help.can-call": "Dire si un numéro peut être appelé à un moment donné, et pourquoi.",
    "help.can-call.long": "Dit si un numéro peut être appelé à un moment donné, et"
    " pourquoi.\n\nNUMÉRO s'écrit de toutes les façons dont une liste peut l'écrire. Sort avec 0"
    " si l'appel peut être passé, 1 s'il ne doit pas l'être ou s'il faut d'abord vérifier, 2 si"
    " l'on ne peut pas répondre, 3 si tout n'a pas pu être vérifié.",
    "help.prepare": "Écrire l'index d'après lequel can-call répond aussitôt.",
    "help.prepare.long": "Écrit l'index d'après lequel can-call répond aussitôt, sans relire les"
    " listes.\n\nIl se place dans .calllint, à côté de la campagne, contient les numéros en"
    " clair et n'est lisible que par son propriétaire. Dès qu'une liste, la campagne, les règles"
    " ou calllint changent, il est refusé : préparez-le de nouveau.",
    "help.at": "Moment de l'appel, comme 2026-11-23T10:30+01:00 ; sans décalage, à l'heure de la"
    " personne appelée.",
    "help.index": "Fichier de l'index, au lieu de celui de .calllint à côté de la campagne.",
    "help.no_index": "Lire les listes, même s'il y a un index.",
    "help.init": "Écrire un premier fichier de campagne.",
    "help.init.long": "Écrit un premier fichier de campagne.\n\nFICHIER est une liste que la"
    " campagne lira : calllint la regarde comme le fait `calllint inspect`. Plages et tentatives"
    " sont ce que le droit permet le premier jour. Un fichier existant n'est jamais remplacé.",
    "help.init_advertiser": "L'entreprise pour laquelle on appelle.",
    "help.init_advertiser_id": "Son identifiant, comme `siren:999000102`.",
    "help.init_country": "Son pays, en deux majuscules.",
    "help.init_days": "Premier et dernier jour d'appel.",
    "help.init_offer": "Ce qui est proposé, dans les mots du formulaire de consentement.",
    "help.init_channel": "Comment les gens sont joints.",
    "help.init_purpose": "Pourquoi on les contacte.",
    "help.init_audience": "Qui la campagne appelle.",
    "help.init_sector": "Secteur de l'offre.",
    "help.init_ground": "Ce qui rendrait les appels licites.",
    "help.init_mode": "Comment les appels sont composés.",
    "help.init_caller_id": "Le numéro que les gens voient.",
    "help.init_id": "Nom sous lequel la campagne est connue.",
    "help.init_out": "Fichier à écrire.",
    "help.explain": "Expliquer une règle : son droit, ses dates, sa condition, ses exemples.",
    "help.explain.long": "Explique une règle : son droit, ses dates, sa condition, ses exemples."
    "\n\nRÈGLE est un identifiant ou un nom.",
    "help.rules": "Lister les règles, ou essayer leurs exemples.",
    "help.rules.list": "Lister toutes les règles des recueils employés.",
    "help.rules.test": "Essayer tous les exemples de toutes les règles.",
    "help.rules.docs": "Écrire une page par règle et par valeur légale.",
    "help.rules.docs.long": "Écrit une page par règle et par valeur légale, en Markdown.\n\n"
    "DOSSIER est l'endroit où écrire ; les pages déjà là sont remplacées.",
    "help.rules.test.long": "Essaie tous les exemples de toutes les règles."
    "\n\nDOSSIER est un de vos recueils ; sans lui, ceux de calllint sont essayés.",
    "help.baseline": "Accepter les constats du jour ; ne voir que les nouveaux.",
    "help.baseline.write": "Accepter tous les constats du jour sur ces campagnes.",
    "help.baseline.write.long": "Accepte tous les constats du jour sur ces campagnes.\n\nChacun"
    " est retenu par règle, fichier, chemin et valeur. Les contacts et les règles exigées ne"
    " s'acceptent jamais.",
    "help.baseline.prune": "Oublier ce qui n'est plus constaté.",
    "help.baseline.prune.long": "Retire de la base de référence ce qui n'est plus constaté dans"
    " ces campagnes, et ce qui l'était dans des campagnes disparues.",
    "help.report_dir": "Écrire un dossier de pages : une par campagne, et un index de toutes.",
    "help.group_by": "Avec --report-dir, un dossier par annonceur, qui n'en montre aucun "
    "autre ; les appels de ses campagnes sont comptés ensemble.",
    "help.impact": "Dire ce que le droit laisse d'un portefeuille, et dès quel jour.",
    "help.impact.long": "Dit ce que le droit laisse de tout ce que fait un centre : d'un fichier de"
    " portefeuille, ou des campagnes d'un dossier. Chaque activité qui a une campagne est jugée"
    " avant et après chaque date où le droit change. Le code est 0, quoi que le droit enlève.",
    "help.law": "Changements du droit à examiner ; par défaut, ceux depuis un an avant le premier"
    " jour des campagnes.",
    "help.diff": "Dire ce qui a changé entre deux rapports, et pourquoi.",
    "help.diff.long": "Dit ce qui a changé entre deux rapports, et si la cause en est les données,"
    " les jours, le droit ou les règles.\n\nRAPPORT est ce qu'a écrit `calllint check --format"
    " json` : l'ancien d'abord. Sort avec 1 si le nouveau a de quoi échouer que l'ancien n'avait"
    " pas.",
    "help.completion": "Afficher le script qui complète la ligne de commande dans un shell.",
    "help.completion.long": "Affiche le script qui complète la ligne de commande dans un shell."
    "\n\n\b\nPour bash :\n  calllint completion bash >"
    " ~/.local/share/bash-completion/completions/calllint",
    "help.schema": "Afficher le schéma JSON d'un fichier que calllint lit ou écrit.",
    "help.schema.long": "Affiche le schéma JSON d'un fichier que calllint lit ou écrit."
    "\n\nSans NOM, donne la liste des schémas.",
    "help.dial": "Jours où la liste sera appelée, au lieu du calendrier de la campagne.",
    "help.calls": "Jours où les appels ont été passés, au lieu du calendrier de la campagne.",
    "help.known_at": "Ignorer les pièces venues après cet instant.",
    "help.as_of": "Juger un jour, avec ce qui était connu à sa fin.",
    "help.proofs": "Dossier des preuves archivées : y chercher la preuve que nomme chaque"
    " consentement, et vérifier son empreinte.",
    "help.data_root": "Dossier d'où partent les chemins des listes ; script et formulaires restent"
    " à côté de la campagne, ou viennent avec les listes.",
    "help.data": "Lire cette liste au lieu de celle de la campagne ; à répéter pour plusieurs.",
    "help.without_data": "Ne juger que ce qui se passe de listes ; compter les règles laissées de"
    " côté.",
    "help.memory_limit": "Mémoire que le moteur peut prendre.",
    "help.threads": "Fils d'exécution du moteur.",
    "help.temp_dir": "Dossier pour ce qui ne tient pas en mémoire.",
    "help.kind": "Ce que contient la liste, si calllint se trompe.",
    "help.profile": "Disposition du fichier : un nom, ou un fichier à vous.",
    "help.sheet": "Feuille à lire, si le classeur en a plusieurs.",
    "help.show_numbers": "Écrire les numéros en entier.",
    "help.lang": "Langue de tout ce qui est affiché.",
    "help.select": "N'appliquer que ces règles : identifiants, noms ou débuts d'identifiants.",
    "help.ignore": "Ne pas appliquer ces règles.",
    "help.extend": "Ajouter à ce que dit la configuration, au lieu de le remplacer.",
    "help.require": "Règles que rien n'écarte, n'abaisse ni n'accepte.",
    "help.severity": "Gravité d'une règle, ou de celles dont l'identifiant commence ainsi.",
    "help.baseline_file": "Fichier des constats acceptés, au lieu de celui de la configuration.",
    "help.no_baseline": "Compter aussi ce que la base de référence accepte.",
    "help.config": "Configuration à employer, au lieu de la plus proche.",
    "help.isolated": "Ne lire ni configuration, ni variable CALLLINT_, ni base de référence.",
    "help.show_config": "Montrer chaque réglage et son origine, sans rien juger.",
    "help.statistics": "Compter les constats par règle, au lieu de les lister.",
    "help.fix": "Corriger ce qui ne demande aucune décision : la forme des heures et des numéros,"
    " une plage coupée aux heures fermées, les dérogations inutiles. Jamais une liste.",
    "help.diff_only": "Montrer ce que --fix changerait, sans rien écrire ; 1 s'il y a quelque"
    " chose.",
    "help.reason": "Pourquoi ces constats sont acceptés.",
    "help.until": "Dernier jour où ils sont acceptés.",
    "help.fail_on": "Gravité à partir de laquelle le code de sortie est 1.",
    "help.exit_zero": "Sortir avec 0 au lieu de 1 ; jamais au lieu de 2 ou 3.",
    "help.rules_dir": "Un recueil de règles dans un dossier ; peut être répété.",
    "help.trust_rules": "Laisser les recueils de --rules exécuter leur Python (facts.py).",
    "help.format": "Format de sortie.",
    "help.formats": "Format du rapport, ou FORMAT=FICHIER ; peut être répété.",
    "help.stdin_filename": "Comment s'appelle la campagne qui arrive par le tube (`-`).",
    "help.changed_since": "Ne juger que les campagnes dont quelque chose a changé depuis, selon"
    " git.",
    "help.contacts": "Écrire le verdict de chaque contact (avec --format json).",
    "help.engine": "Ce qui juge les listes : DuckDB, ou le cluster Spark de votre configuration.",
    "help.verdicts": "Écrire chaque verdict dans un dossier Parquet (avec --engine spark).",
    "help.cluster_temp": "Dossier des tables, que toutes les machines du cluster voient.",
    "help.output": "Écrire le rapport dans un fichier.",
    "help.out": "Dossier où écrire les fichiers.",
    "help.scrub.format": "Ce qui est affiché : du texte, le résumé en JSON, ou une page ;"
    " FORMAT=FICHIER l'écrit dans un fichier.",
    "help.scrub.profile": "Format de la liste à appeler, par son nom ; sinon celui de la liste.",
    "help.split_by": "Écrire une liste à appeler par territoire, ou par plage horaire.",
    "help.max_blocked": "N'écrire aucune liste à appeler si une plus grande part est bloquée.",
    "help.previous": "Dossier d'un nettoyage précédent : dire qui est ajouté, retiré, modifié.",
}
