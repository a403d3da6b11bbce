"""The table of rights in Danish, as docs/roles.md tells it to a municipality."""

from dialogs.people.rights import Action, Role, State

ROLES = {
    Role.MEMBER: "Sagsbehandler",
    Role.CASE_OWNER: "Sagsejer",
    Role.TIMEKEEPER: "Tidtager",
    Role.CHAIR: "Den, der leder mødet",
    Role.STAND_IN: "Den, der leder i dag",
    Role.DEPUTY: "Stedfortræder",
    Role.COORDINATOR: "Faglig koordinator",
    Role.LEADER: "Teamleder",
    Role.LEADER_GROUP: "Ledergruppe",
    Role.CHEF: "Chef",
    Role.ADMINISTRATOR: "Administrator",
    Role.GUEST: "Gæst",
    Role.OUTSIDER: "Udenforstående",
}
WHO = {
    Role.MEMBER: "Med i teamets chat i Teams.",
    Role.CASE_OWNER: "Har sagen i den sparring, det gælder.",
    Role.TIMEKEEPER: "Valgt til at holde tiden i én sparring.",
    Role.CHAIR: "Startede sparringen eller tog over undervejs. Gælder kun den sparring.",
    Role.STAND_IN: "Tilbød sig med Jeg leder i dag, og en kollega sagde ja. Gælder kun den dag.",
    Role.DEPUTY: "Vælges af koordinatoren, stedfortræderen, teamlederen eller en administrator.",
    Role.COORDINATOR: "Foreløbig den, der tilføjede mig. Teamlederen eller en administrator kan "
    "vælge en anden.",
    Role.LEADER: "Vælges af en administrator eller af teamlederen selv. Behøver ikke være i "
    "teamets chat.",
    Role.LEADER_GROUP: "Vælges af en administrator under Roller i afdelingen.",
    Role.CHEF: "Vælges af en administrator under Roller i afdelingen. Ser kun samlede tal for "
    "hele afdelingen. Er chefen selv med i et team, gælder det team som for alle andre.",
    Role.ADMINISTRATOR: "Står i SPARRINGSRUM_ADMINS. Gælder kun i den private chat med mig.",
    Role.GUEST: "Fra en anden myndighed, eller gæst i kommunens eget register. Følger mødets "
    "kort, kan ikke se det, teamet har gemt, og kommer aldrig på turlisten.",
    Role.OUTSIDER: "Ikke noget af det andet.",
}
STATES = {
    State.NO_TEAM: "uden team",
    State.NOTHING: "ingen sparring er på vej",
    State.PLANNED: "startkortet er oppe",
    State.RUNNING: "sparringen er i gang",
    State.WINDOW: "læringspunkter kan skrives endnu",
    State.OVER: "sparringen er slut",
}
ACTS = {
    Action.HELP: "Se, hvad der kan gøres, og hvordan en sparring foregår",
    Action.LOOK_AT_SETTINGS: "Se teamets indstillinger",
    Action.SET_RHYTHM: "Ændre navn, dag og tid, mødeform, stedfortræder og lukkede uger",
    Action.SET_FRAME: "Ændre faser og tider, fokus og lister; vælge koordinator og teamleder",
    Action.NAME_ROLES: "Vælge ledergruppe og chef",
    Action.CHOOSE_TEAM: "Sige, hvilket team en chat hører til",
    Action.ABSENCE: "Melde sit eget fravær",
    Action.ABSENCE_OF_OTHERS: "Melde fravær for en i teamet",
    Action.BRING: "Tage en sag med",
    Action.LOOK_AT_QUEUE: "Se turliste og kommende sager",
    Action.OWN_CASE: "Trække sin egen sag tilbage, skrive dens spørgsmål om eller svare om den",
    Action.ANSWER_PRINCIPLE: "Svare på en principiel sag",
    Action.OWN_TURN: "Springe sin egen tur over eller bede om at bytte den",
    Action.ANSWER_SWAP: "Svare en kollega, der vil bytte tur",
    Action.START_NOW: "Starte en sparring med det samme",
    Action.PREPARE: "Starte, ændre eller aflyse den planlagte sparring",
    Action.CONSENT: "Svare om samtykke, når der kommer en gæst",
    Action.LEAD_TODAY: "Tilbyde at lede i dag, eller sige ja til den, der tilbyder det",
    Action.RUN: "Styre tiden: næste fase, forlænge, pause, fortryde, tilbage til refleksion",
    Action.CLOSE: "Afslutte eller udskyde sparringen, eller give mødet tilbage",
    Action.TAKE_OVER: "Tage over undervejs, eller sige ja til den, der tilbyder det",
    Action.HEAR_PROPOSALS: "Bede om forslag",
    Action.PARK: "Parkere et forslag",
    Action.KEEP_ADVICE: "Gemme det, der lød som et råd, som læringspunkt",
    Action.LEARN: "Skrive et læringspunkt",
    Action.OWN_POINT: "Fylde sit eget læringspunkt ud, svare om det eller skrive det om",
    Action.LOOK_AT_PRACTICE: "Se teamets fælles praksis og forbedringer",
    Action.READ_PRACTICE: "Læse, hvordan fælles praksis blev til",
    Action.LOOK_AT_WAITING: "Se de læringspunkter, der venter",
    Action.DECIDE: "Afgøre et læringspunkt: godkende, samle, spørge eller afvise (uden at få at "
    "vide, hvem der skrev det)",
    Action.CHANGE_PRACTICE: "Trække fælles praksis tilbage, eller sætte noget på "
    "forbedringslisten",
    Action.FINISH_IMPROVEMENT: "Sige til, når en forbedring er gjort: dens ansvarlige, "
    "koordinatoren, stedfortræderen og teamlederen",
    Action.EVALUATE: "Give tre tryk om mødet",
    Action.NOTE: "Svare på, om noget skal i fagsystemet",
    Action.SUM_UP: "Samle op efter sparringen",
    Action.REACHED: "Svare på, om I nåede rundt, når sparringen lukkede af sig selv",
    Action.SECOND: "Starte en sag mere i samme booking",
    Action.KEEP_FOR_NEXT: "Gemme den næste sag til næste gang",
    Action.WRITE_PRINCIPLE: "Skrive, hvad en principiel sag endte i",
    Action.REWRITE_PRINCIPLE: "Skrive et Sådan gør vi om, når teamlederen har svaret",
    Action.CONFIRM_PRINCIPLE: "Bekræfte et Sådan gør vi, svare tilbage eller trække det tilbage",
    Action.REVIEW_PRACTICE: "Se på et Sådan gør vi eller en fælles praksis igen",
    Action.LOOK_AT_PRINCIPLES: "Se Sådan gør vi",
    Action.TRY: "Svare på, om der har været brug for et læringspunkt",
    Action.STATUS: "Se status",
    Action.FIND: "Søge i fælles praksis",
    Action.CLARITY: "Sige, hvor klart ens næste skridt er",
    Action.PULSE: "Svare på Hvordan lærer vi?",
    Action.COMMENT: "Skrive et par ord til teamet om en fælles praksis",
    Action.LOOK_AT_TRENDS: "Se tendenser som tal: sit teams, eller hele afdelingens",
    Action.PICK_TOPIC: "Sætte et tema på som det næste emne",
    Action.MINE: "Se, hente og slette det, jeg har om en selv",
}
OWN = "kun den, det gælder"
