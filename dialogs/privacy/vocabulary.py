"""Words that the rules for names, places and numbers are about.

Given names, family names, towns, ordinary words and titles come from Faker's Danish data, read
once when they are first needed: it takes some 0.3 s, see app.py, `warm`. Names from other
languages are in no list; rules find them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All in lower case."""

    given: frozenset[str]
    family: frozenset[str]
    listed: frozenset[str]  # both
    towns: frozenset[str]
    countries: frozenset[str]
    words: frozenset[str]
    doubles: frozenset[str]  # given names that are ordinary words, too


@cache
def load() -> Vocabulary:
    from faker.providers.address.da_DK import Provider as Addresses
    from faker.providers.job.da_DK import Provider as Jobs
    from faker.providers.lorem.da_DK import Provider as Texts
    from faker.providers.person.da_DK import Provider as People

    given = _lower(People.first_names) | GIVEN
    family = _lower(People.last_names) | FAMILY
    words = _parts(Texts.word_list) | _parts(Jobs.jobs) | WORDS
    doubles = ALSO_WORDS | (given & words)
    return Vocabulary(
        given=frozenset(given),
        family=frozenset(family),
        listed=frozenset(given | family),
        towns=frozenset(_lower(Addresses.cities) | TOWNS),
        countries=frozenset(_lower(Addresses.countries) | COUNTRIES),
        words=frozenset(words | ALSO_WORDS | VERBS),
        doubles=frozenset(doubles),
    )


def is_place(low: str, known: Vocabulary) -> bool:
    """A town or a country, with the s of the possessive or without."""
    bare = low.removesuffix("s")
    return not known.towns.isdisjoint((low, bare)) or not known.countries.isdisjoint((low, bare))


def is_listed(low: str, known: Vocabulary) -> bool:
    """A Danish name, with the s of the possessive or without, or with one after a hyphen."""
    if low in known.listed:
        return True
    if low[-1] == "s" and not known.listed.isdisjoint((low[:-1], low.removesuffix("'s"))):
        return True
    if "-" not in low:
        return False
    return all(part in known.listed for part in low.removesuffix("s").split("-"))


def is_ordinary(low: str, known: Vocabulary) -> bool:
    """A Danish word as far as can be told: known, known but for its ending, or put together from
    something and a known one ("netværksmødet"). Nothing is remembered: the word may be a name."""
    if low in known.words or (len(low) > 4 and low.endswith(_ENDINGS)):
        return True
    if "-" in low:
        last = low.rsplit("-", 1)[1]
        return last in _AFTER_HYPHENS or is_ordinary(last, known)
    stems = (low.removesuffix(ending) for ending in _INFLECTIONS if low.endswith(ending))
    if any(len(stem) > 3 and stem in known.words for stem in stems):
        return True
    return any(
        low[cut:] in known.words and (len(low) - cut > 4 or low[cut:] in _SHORT_TAILS)
        for cut in range(max(3, len(low) - _LONGEST_TAIL), len(low) - 2)
    )


def _lower(words: Iterable[str]) -> set[str]:
    return {word.lower() for word in words}


def _parts(phrases: Iterable[str]) -> set[str]:
    return {part.strip("-,") for phrase in _lower(phrases) for part in phrase.split()}


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# How Danish words end, that names seldom do.
_ENDINGS = tuple(
    sorted(
        word_set("""
afdeling afdelingen aften aftenen ance angst arbejde arbejder arbejdere arbejdet atur barnet
behandler behandlere behandleren brev brevet børn børnene center centeret centret dag dage dagen
dom dommen ede else elsen elser elserne ende ene enes erede eret eri ering eringen eringer erne
ernes familien forløb forløbet forvaltning forvaltningen forældre forældrene fravær fraværet
grundlag grundlaget gruppe gruppen hed heden heder hjælp hjælpen hus huset ig ige igt ing ingen
inger isk iske isme ismen ist isten itet ivt konsulent konsulenten kontakt kontakten kortet kurset
kursus leder ledere lederen lederne lig lige ligt linealen ling linje linjen livet log lov loven
læge lægen lærer lærere læreren lærerne løs løse løst mappe mappen ment mentet ministeriet mål
målet møde møder mødet ning ningen ninger ningerne notat notatet olog oplæg oplægget ordning
ordningen person personale personalet personen personer plan planen pleje plejen plejerske
plejersken punkt punkter punktet pædagogen pædagoger rapport rapporten regler reglerne ret retten
rådgiver rådgiveren sag sagen sager samtale samtalen samtaler sel sion skab skabet skema skemaet
skole skolen sorg spørgsmål styrelsen støtte støtten svar svaret team teamet tet teten teter tid
tiden tider tilbud tilbuddet tiltag time timen tion tionen tioner udvalget uge ugen vejleder
vejlederen vis vist vold værk værket ør
""")
    )
)
_LONGEST_TAIL = 20
_INFLECTIONS = ("s", "t", "e", "n", "en", "et", "er", "ene", "erne", "ens", "ets", "r", "ne")
_SHORT_TAILS = word_set("""
bog brev dag del far hjem hus kode kort leg mail mor mål navn plan pleje pose punkt rum sag sang
seng skab skema spil stue svar syn tal test tid time tur uge vej
""")
_AFTER_HYPHENS = word_set("""
en er et nr
""")

# Danish names that the data lack. The commonest of the last fifty years.
GIVEN = word_set("""
aamir abbas abdi abdul abdullah abdullahi adam adem adnan adrian ahmad ahmed ahmet aia aicha aisha
alaa albert alfred ali alicia alina aline alvilda amal amani amin amina amir amira anas andreas
ane-marie anika anine anja ann anne-marie anne-mette annelise annemarie anwar arif arthur asbjørn
ask asma august augusta aviaja axel aya ayaan ayan ayman ayse ayşe aziz barbara bashir bastian
bella bendt benjamin bertha bilal birk bjarke bjørk bjørn bo bror carmen celina chiara cilje cille
claudia clement cornelia dag dalia dana danuta darius dea deqa dilan dima ditlev dorthea ea ebba
edvard eigil eik ejnar elena elias elif eline elisa elise eliza ellie elliot elly elvira emanuel
emine emir emre erica eskild esther eva evy ewa fadi fadumo faisal falk farah farid fatima fatma
fatme fawzi felicia felix fie filip finn fiona flora florian frank fransiska freddie frederikke
frej freya fri frigg gabriel ghazal gorm gregers gry gunvor gustav hadi hala halima hamid hamza
hana hanan hani haris hasan hassan hatice hawa hector hedda hedvig helena helga henning hiba hilda
hilma hodan holger huda husein hussein ian ibrahim idil idris iman imran ines ingolf ingvild iris
iryna isa isabel isabelle isak ismail ivar iza jamal jamila jan jana janus jasmina jeanette jeanne
jens-peter jeremias jesper joanna johnni jon jonathan josefina josva juliane julius june kaj kamal
kamilla karim karl-emil karla katarzyna katharina katrin kay keld kenneth kevin khadija khaled
khalid kian kira kirsten-marie kit klaus knud kofi konrad kristoffer laila lamia lasse latifa
lauge laurids lauritz layla leah leander leila lejla leo leon leonard levi liam liana liban lilje
lillian lilly lily lina linda linea linus lis lisa lisbeth lise liselotte liv livia loa lola lone
louie louis luai luca luis luka lukas luke luna luva lykke lyng lærke mads-emil magdalena magne
mahdi mahmoud maj maja majbritt majid malak malika malou malthe manal manuel marcel marcus
margrete mariam mariane marie-louise marlon marwa maryam marzena mateo matilde matteo mattis max
maximilian małgorzata mehmet melanie melissa melvin merle merve mikas mikka mikkeline miko mila
milad milan milas milla milo mina mira mohamad mohamed mohammad mohammed mona monica monika
montgomery muhammad muhammed muna murat mustafa nabil nada nadia naia naima najib naomi nasra
natalie natascha nawal neel nelly nicki niels-ole nikita niklas nikolai nikoline niller nizar noa
noel noelle nohr noor noora nora norma nour ofelia oksana oleksandr olena olga oline olivia omar
ophelia osman otto parisa peer pelle penelope per-erik petra philip philippa pil poula rabia
rafael ragnhild rahma rami rana rania rashid rasmine rebekka reem regitze rikke-marie rima roberta
ronja rosa rose rosemarie rumle runa ruth ryan saad sabina sabrina sadia safiya saga sahra said
salah salem salim sally salma sami samia samir samira samuel sander sara sasha saxo selim selina
selma semra senait severin shabnam shirin sif sigfred sigga sigrun sigurd siham simba skjold
smilla snorre sofus sol solveig soraya stella sten-erik storm sture suad sumaya sun susan susanna
svea svend svend-erik sverre svetlana sylvester søren-peter tahir tania tarik tariq tatjana teis
tenna terese tetiana thadeus thais theis theo theodor theodora theresa thilde thit thor thora
thorbjørn thorvald thuy thyra tiana tilde timon timothy tina-marie tiril tonje tor tora torsten
trine-lise troels tua tue ulf ulrikka uma umar usama valentin valentina valeria vanessa veronica
veronika vibe vibeke vicky vigga viggo viktor viktoria vilfred vilhelm vilje villum vilma vincent
virginia vitus viva volodymyr wafa walter wiktoria willy wilma winston yahya yasin yasmin yusra
yusuf yvette zahra zaid zainab zeinab zenia zeynep ziad zoe zoey zuzanna åse øjvind
""")

FAMILY = word_set("""
aaen aagaard abildgaard ahmed ali andreassen bak bang bisgaard bjerre bjerregaard boesen bonde
borup brink brodersen buch buus carstensen dalgaard damgaard dinesen enevoldsen eskildsen fischer
gade gram graversen grøn gundersen hald hassan hedegaard hein hemmingsen hjorth hoffmann hougaard
hussain hvid høj ibsen jepsen juhl justesen juul kaas kirkegaard kofoed kragh kruse lange
lauritzen lorentzen lorenzen lunde lundgaard løvschall markussen mathiassen meyer michelsen munk
mørk nguyen nyborg nygaard olsson ottosen overby pallesen paulsen philipsen richter riis roed
rosenberg sand sandberg schrøder skovgaard sloth smith sommer stampe steen storgaard svensson
søgaard therkelsen therkildsen thorup thrane toft torp tran troelsen udsen vad vang villadsen
villumsen vinther vognsen wagner westergaard wulff yilmaz ågård øster østergård
""")

# Names that are ordinary words too: alone they are names only where the sentence says so.
ALSO_WORDS = word_set("""
abort adgang adskillige adskilt afhøring aflys afslut aggressiv alarm alf alle alles alt ammestue
amning andres angsten anmeldelse ann annuller antagelig antageligt arbejdsløs ask astma august
bach bak bang bange barsel begges begravelse behold bemærkning bemærkninger bent berg beskeden
beskeder bestiller bestilling bevar billede billeder bjerre bo bob boe bonde bopæl bopælsforælder
brand bred briller brink bro bror bruun bryllup bus byt børnefaglig børnefagligt dag dagens dahl
dam dan debat debatten delebarn dem dertil desto diabetes diagnose diagnosen diagnoser dialogen
diverse dom druk drømme dåb dødsfald døgnvagt døgnvagten eik ellers else endeligt ene enhvers
enlig epilepsi erhverv fagsystemer faktura falk familieret fantasi fie fil filen finn fischer
flertal flertallet flora flugt flygtning flygtninge fokus fordelen fordelene forhåbentlig forlæng
formentlig fortsæt foruden forudsigelighed forældremyndighed forældremyndigheden fosteret foto
frank fredagens fri fritidsjob frygt fædre fædrene fængslet færre gade gerningsmand gift given
glade gram gravid graviditet graviditeten gry gråd grænsesætning grøn gårsdagens gæld halvandet
handicap hans hash helle hertil holm holst hovedparten hovedpine humør hvad hvem hvid hvis hvor
hvorved hygiejne hygiejnen håb håbet hærværk hæv høj hørelse ib ifølge incest indadvendt indeni
indskoling indvandrer ingens intet iris jarl jasmin jean jim jo journaliser jul juli june juul
jævnfør kaj karl kay ken kent kim kirke kit klub klubben knus koch koden konfirmation kontanthjælp
kost kosten kram kreativitet krogh kruse kræft krænkelse krænkelser kulde kvartal kvartalet lange
leg leif lilje lind line lis liv lokale lokaler lokalet lund lunde lykke lyng lyst lægetid
lægetiden løgn løgne magtesløshed mailen maj man mandagens maria mark masser mave mavepine max
medicin medicinen mellemtrin mie mik mille min mobil mod modersmål modet modsat modstand mon mona
morgendagens moské motivation munk måltider måltidet mælk mængder mødre mødregruppe mødrene møller
mørk nana nedenstående nervøs nogens nora nord nu når odin offer onsdagens opbakning opdatering
opdragelse opkald opkaldene opkaldet opslag opslaget ove ovenstående overby overgreb
overordentligt pelle per pete pil pludselig pludseligt politianmeldelse praktik praktikken pres
presset prøveløsladt ramadan ravn referat referatet resten rettelse ro rolige ron rosa rose rune
ruth rutinerne saga said sam samlevende sammenbragt samtlige samværsforælder sand savn selvmord
selvmordsforsøg selvmordstanker separeret sfo sif skabelon skam skammen skat skilt skov skub skyld
skylden skældsord skældud skærmen slag smal sms smsen socialfaglig sol sommer sorg sorgen spark
statsborgerskab status statusmøde steen sten stig stille stina storm stregkode struktur styrkerne
stærke sult sun sure svag svage svaghed svagheder svend syd sygdom sygemeldt syn sys sådant
sårbarhed sænk søs søvnproblemer tab tage tandlæge tandlægen thor tilføjelse tilsyneladende tim
tina tirsdagens toft tom tor torp torsdagens tosproget trist triste trusler trygge træt trætte
trøst tue tvang tvivl tværgående tyveri tålmodighed tøj uagtet udadreagerende uddannelse udenom
udfører udføreren udskoling udskyd uheld ulempe ulempen ulemper ulf ulykke umiddelbart uro urolig
utryg utrygge vaccination vad vagn vang varetægt vedholdenhed vedhæftet vedlagt vera vest vibe
video videoafhøring videoer vidne vig vil vilje viljen viola visitator vita viva vold voldsom
voldsomme voldtægt vrede vreden winther åbenlyst én ét ønsket øst øster
""")

TOWNS = word_set("""
aabenraa aalborg aarhus aleppo als amager amman ankara asmara athen bagdad bangkok barcelona basra
beirut beograd bergen berlin bornholm brøndby brønderslev bukarest cairo christianshavn colombo
damaskus delhi dhaka djursland esbjerg falster flensborg fredericia frederiksberg frederikshavn
fyn færøerne gaza gellerup gellerupparken grønland göteborg haderslev hamborg hanoi helsingborg
herning hjørring holstebro homs horsens hovedstaden hvidovre islamabad istanbul jerusalem jylland
kabul kairo karachi kastrup kharkiv kiev kolding kyiv københavn lagos lahore langeland lolland
london lund lviv lyngby madrid malmø manila midtjylland mogadishu mors moskva mosul møn nairobi
nordjylland nordsjælland nuuk nykøbing nørrebro odense odesa oslo paris pristina rabat randers rom
sarajevo silkeborg sjælland skive skopje sofia stockholm storkøbenhavn svendborg sydsjælland
sønderborg sønderjylland teheran thisted thy tingbjerg tunis tårnby tórshavn tønder valby vejle
vestegnen vesterbro vestjylland viborg vollsmose warszawa østerbro østjylland
""")

COUNTRIES = word_set("""
afghanistan afrika albanien algeriet amerika asien balkan bhutan bosnien bulgarien burma congo
danmark dubai egypten england eritrea estland etiopien eu europa filippinerne finland fn frankrig
grækenland hviderusland indien irak iran irland island israel italien jordan jylland kenya kina
kosovo kroatien kurdistan kuwait letland libanon litauen makedonien marokko mellemøsten myanmar
nepal norden norge pakistan palæstina polen qatar rumænien rusland sahara serbien skandinavien
skotland somalia spanien sri-lanka storbritannien sudan sverige syrien thailand tjetjenien
tunesien tyrkiet tyskland uganda ukraine usa vietnam
""")

# Ways of naming somebody by what they are, and what to write for them.
KIN = {
    "mor": "moren",
    "moren": "moren",
    "moderen": "moren",
    "mama": "moren",
    "mamma": "moren",
    "far": "faren",
    "faren": "faren",
    "faderen": "faren",
    "papa": "faren",
    "plejemor": "plejemoren",
    "plejemoren": "plejemoren",
    "plejefar": "plejefaren",
    "plejefaren": "plejefaren",
    "plejefamilien": "plejefamilien",
    "plejefamilie": "plejefamilien",
    "plejeforældrene": "plejefamilien",
    "plejeforældre": "plejefamilien",
    "aflastningsfamilien": "aflastningsfamilien",
    "netværksfamilien": "plejefamilien",
    "familien": "familien",
    "familie": "familien",
    "forældrene": "forældrene",
    "forældre": "forældrene",
    "ægteparret": "forældrene",
    "parret": "parret",
    "stedmor": "stedmoren",
    "stedmoren": "stedmoren",
    "stedfar": "stedfaren",
    "stedfaren": "stedfaren",
    "papfar": "papfaren",
    "papfaren": "papfaren",
    "papmor": "papmoren",
    "mormor": "mormoren",
    "mormoren": "mormoren",
    "farmor": "farmoren",
    "farmoren": "farmoren",
    "morfar": "morfaren",
    "morfaren": "morfaren",
    "farfar": "farfaren",
    "farfaren": "farfaren",
    "bedstemor": "bedstemoren",
    "bedstemoren": "bedstemoren",
    "bedstefar": "bedstefaren",
    "bedstefaren": "bedstefaren",
    "bedsteforældrene": "bedsteforældrene",
    "moster": "mosteren",
    "mosteren": "mosteren",
    "faster": "fasteren",
    "fasteren": "fasteren",
    "onkel": "onklen",
    "onklen": "onklen",
    "tante": "tanten",
    "tanten": "tanten",
    "kusine": "kusinen",
    "kusinen": "kusinen",
    "fætter": "fætteren",
    "fætteren": "fætteren",
    "kæreste": "kæresten",
    "kæresten": "kæresten",
    "ekskæreste": "ekskæresten",
    "ekskæresten": "ekskæresten",
    "ekskonen": "ekskonen",
    "eksmanden": "eksmanden",
    "samlever": "samleveren",
    "samleveren": "samleveren",
    "mand": "manden",
    "manden": "manden",
    "mands": "mandens",
    "kone": "konen",
    "konen": "konen",
    "ven": "vennen",
    "vennen": "vennen",
    "veninde": "veninden",
    "veninden": "veninden",
    "kammerat": "kammeraten",
    "kammeraten": "kammeraten",
    "klassekammerat": "klassekammeraten",
    "klassekammeraten": "klassekammeraten",
    "nabo": "naboen",
    "naboen": "naboen",
}

TITLES = {
    "sagsbehandler": "sagsbehandleren",
    "sagsbehandleren": "sagsbehandleren",
    "rådgiver": "rådgiveren",
    "rådgiveren": "rådgiveren",
    "socialrådgiver": "socialrådgiveren",
    "socialrådgiveren": "socialrådgiveren",
    "familierådgiver": "familierådgiveren",
    "familierådgiveren": "familierådgiveren",
    "ungerådgiver": "ungerådgiveren",
    "kollega": "kollegaen",
    "kollegaen": "kollegaen",
    "teamleder": "teamlederen",
    "teamlederen": "teamlederen",
    "afdelingsleder": "afdelingslederen",
    "afdelingslederen": "afdelingslederen",
    "leder": "lederen",
    "lederen": "lederen",
    "koordinator": "koordinatoren",
    "koordinatoren": "koordinatoren",
    "chef": "chefen",
    "chefen": "chefen",
    "skoleleder": "skolelederen",
    "skolelederen": "skolelederen",
    "lærer": "læreren",
    "læreren": "læreren",
    "klasselærer": "klasselæreren",
    "klasselæreren": "klasselæreren",
    "dansklærer": "dansklæreren",
    "dansklæreren": "dansklæreren",
    "matematiklærer": "matematiklæreren",
    "kontaktlærer": "kontaktlæreren",
    "pædagog": "pædagogen",
    "pædagogen": "pædagogen",
    "dagplejer": "dagplejeren",
    "dagplejeren": "dagplejeren",
    "sundhedsplejerske": "sundhedsplejersken",
    "sundhedsplejersken": "sundhedsplejersken",
    "psykolog": "psykologen",
    "psykologen": "psykologen",
    "læge": "lægen",
    "lægen": "lægen",
    "overlæge": "overlægen",
    "børnelæge": "børnelægen",
    "dr": "lægen",
    "advokat": "advokaten",
    "advokaten": "advokaten",
    "betjent": "betjenten",
    "betjenten": "betjenten",
    "politibetjent": "politibetjenten",
    "politiassistent": "politiassistenten",
    "kontaktperson": "kontaktpersonen",
    "kontaktpersonen": "kontaktpersonen",
    "støttekontaktperson": "kontaktpersonen",
    "støtteperson": "støttepersonen",
    "støttepersonen": "støttepersonen",
    "bisidder": "bisidderen",
    "bisidderen": "bisidderen",
    "tolk": "tolken",
    "tolken": "tolken",
    "familiebehandler": "familiebehandleren",
    "familiebehandleren": "familiebehandleren",
    "familiekonsulent": "familiekonsulenten",
    "familiekonsulenten": "familiekonsulenten",
    "konsulent": "konsulenten",
    "konsulenten": "konsulenten",
    "familieplejekonsulent": "familieplejekonsulenten",
    "supervisor": "supervisoren",
    "vikar": "vikaren",
    "vikaren": "vikaren",
    "praktikant": "praktikanten",
    "praktikanten": "praktikanten",
    "mentor": "mentoren",
    "mentoren": "mentoren",
    "træner": "træneren",
    "træneren": "træneren",
    "inspektør": "inspektøren",
    "viceinspektør": "viceinspektøren",
    "fru": "fruen",
    "hr": "herren",
    "frøken": "frøkenen",
}

CHILDREN = word_set("""
baby babyen barn barnebarn barnebarnet barnet broderen bror broren børn børnene datter datteren
dreng drengen drengene døtrene elev eleven halvbror halvbroren halvsøster halvsøsteren lillebror
lillebroren lillesøster lillesøsteren papbror papsøster pige pigen pigerne plejebarn plejebarnet
plejebror plejebørnene plejedatter plejedatteren plejesøn plejesønnen plejesøster sagen spædbarn
spædbarnet stedbror stedsøn stedsønnen storebror storebroren storesøster storesøsteren søn sønnen
sønnerne søskende søskendeparret søster søsteren teenagedatter teenagesøn tvilling tvillingerne
""")
YOUNG = word_set("ung unge teenager teenageren unges ungemennesket")

DETERMINERS = word_set("""
anden den denne deres det dette din dine dit en et hans hendes hver hvilken ingen jeres min mine
mit nogen ny nye sin sine sit vores
""")

# What somebody does or is: after a word that begins a sentence, it says that this is a name.
VERBS = word_set("""
accepterer afleverede afleverer afviser afviste arbejdede arbejder bad bed beder begynder begyndte
behandler behøver beskrev beskriver besøger besøgte bider blev bliver boede bor bruger brugte
burde bør deltager deltog drak drikker elskede elsker er fik flyttede flytter forklarede forklarer
forstod forstår forsvandt forsvinder forsøger forsøgte fortalte fortæller frygtede frygter fulgte
fylder fyldte får føler følger følte gav gemmer gemte gik giver glemmer glemte grinede griner græd
græder går hadede hader har havde hed hedder hentede henter hjalp hjælper holder holdt huskede
husker hører hørte kaldes kan kender kendte klarede klarer kom kommer kontaktede kontakter kunne
kæmpede kæmper led ledede leder legede leger levede lever lider ligger lukkede lukker lyttede
lytter lyver lå lærer løb løber løj manglede mangler mener mente modtager modtog må måtte møder
mødes mødte nægtede nægter nævner nævnte oplevede oplever oplyser oplyste orienterer parkerer
passede passer plejede plejer prøvede prøver reagerede reagerer rev ringede ringer river ryger
råber råbte røg rømmede rømmer sad sagde sagsbehandler samarbejder savnede savner sender sendte
ser sidder siger skal skar skrev skriver skubber skulle skælder skærer slog slår smilede smiler
snakkede snakker sov sover sparkede sparker spiser spiste spurgte spørger stak startede starter
stikker stjal stjæler stod stoppede stopper står støttede støtter svarede svarer synes syntes så
tager taler talte tilbyder tilbød tog trak trivedes trives troede tror truede truer trækker
trænger udtrykker udtrykte udvikler underviser undrer var ved vejleder ventede venter vidste vil
ville virkede virker viser viste voksede vokser åbnede åbner ønskede ønsker
""")

# Function words and others that begin sentences, and the nouns of the trade.
WORDS = word_set("""
a ad adfærd adfærden advokat af afdeling afdelingen afdækning afdækningen afgørelse afgørelsen
afgørelser afklarende afklaring aflastning aflastningen aflys afslut afslutning afsluttende aftale
aftalen aftaler aften aftenen agenda aktuelt alder alderen aldrig alene alkohol alle allerede
alligevel alt alternativt altid altså anbefaler anbefaling anbring anbringelse anbringelsen
anbringelser anden andet andre anerkendelse angst angående ankestyrelsen anledning annuller anonym
ansvar ansøgning antal antallet april arbejde arbejdet arbejdsdeling asyl at attest august autisme
bag bagefter bare barn barndom barndommen barnet barnets bed bedre bedst bedste bedstefar
bedsteforældre bedsteforældrene bedstemor begge begyndelse behandling behold behov behovet
beklager bekræft bekymring bekymringen bekymringer bemærk bens beskriv beskrivelse beslutning
beslutningen bestemt bestilling besøg besøget betyder bevar bil bilag bilen bisidder blandt blev
blind blive bliver blot bolig boligen bonus bord bordet bort bortset brev brevet bror broren brug
bruge brugen bryd brænd brødre brødrene bud byen byg byrådet byt både bør børn børne børnehave
børnehaven børnene børnenes børnesamtale børnesamtalen børneyoga ca cirka da dag dagbog dagbogen
dage dagen dagene dagligt dagpleje dagplejen dagsorden dagsordenen danmark dans danser datter
datteren de deadline december del deltagelse deltager deltagere dem den dengang denne depression
der deraf derefter deres derfor derfra derimod dermed dernæst derpå derudover derved desuden
desværre det dette dialog dialogen dialogmøde dig dilemma dilemmaer dilemmaet din dine disse dit
dog dokumentation dreng drenge drengen drengene drop du dæk døgn døgnet efter efterfølgende
efterhånden eftermiddag efterværn efterår egen egentlig egne ekstra eleven elever eleverne eller
ellers elleve en end endelig endnu endvidere eneste engang enhver enkelt enkelte ensomhed enten er
erfaring erfaringen erfaringer erfaringerne et evaluering evalueringen eventuelt evt faglig
faglige fagligt fagsystem fagsystemet fakta faktisk faktura fald familie familiebehandling
familiebehandlingen familien familiens familier familierne familierådslagning far faren farfar
farmor fars farvel fast faster februar fem femte ferie ferien fil filen fin find fint fire fjerde
flere flertallet flest flugt flyt flytning flytningen flyttede fodbold fokus folk for forbered
forberedelse fordel fordele fordi forebyggelse foreløbig foreløbigt forfra forhold forholdet
forleden forlæng forløb forløbet formål formålet forresten forrige forskellen forslag forslaget
forstå forståelse forståelsen forsøg fortsat fortsæt fortæl fortælling fortællingen forud forudsat
forvaltningen forventning forventningen forventninger forår forælder forælderen forældre
forældrene forældrenes forældres fra fravær fraværet fredag frem fremadrettet fremmøde fremover
fremtid fremtiden frist fristen frister fristerne fritid fritiden fuld fuldmagt fælles fællesskab
fængsel fætter fødsel fødselsdag født føj føler følg følgende først første førstegang gang gange
gangen ganske gem generelt gennem genogram genogrammet gentagne gerne giv given giver glad glem
glæde glædeligt god goddag gode godmorgen godt gradvist grund grunden gruppe gruppen græd grænse
grænser gå gæld gør haft halvdelen halvvejs ham han handleplan handleplanen hans har hash hav
havde have hej hejsa hel heldigvis hele hellere helst helt hende hendes henover hent henvendelse
henvendelsen henvis henvisning her heraf herefter herfra heri hermed hertil hervet hidtil hilsen
hjem hjemme hjemmebesøg hjemmel hjemmet hjælp hjælpen hold holdning holdningen hos hovedpointen
hovedreglen humor hun hundrede hurtig hurtigt hus huset husk husleje hvad hvem hver hverdag
hverdagen hverken hvert hvilke hvilken hvilket hvis hvor hvoraf hvordan hvorefter hvorfor hvorfra
hvornår hvortil hvorvidt hypotese hypotesen hyppig håndbold hård hæv høj højst hør høring høringen
i ideen ideer idé igen igennem ikke ikkefagligt imellem imens imod ind indad inddrag inden
indenfor indhent indhold indholdet indimellem indkald indkaldelse indsats indsatsen indsatser
indsatserne indstilling indtil indtryk information informationer ingen ingenting initiativ
initiativet institution institutionen intern internt intet inviter invitér ja jamen januar jeg jer
jeres jo job jobbet journal journalen journaler journaliser jul julen juli juni jura jævnligt
kaffe kald kampen kan kapitel karakter kig klage klagen klart klasse klassen klassens klip knap
koblet kollega kollegaen kollegaer kollegaerne kolleger kollegerne kom komme kommentarer kommer
kommune kommunen kommunens kommunerne konflikt konflikten konflikter konflikterne konklusion
konklusionen konsekvens konsekvensen kontakt kontakten kontaktperson kontaktpersonen kontrol
koordinator koordinatoren kort korte kortlæg kortlægning kriminalitet kræver kultur kulturen kun
kunne kusine kvartal kvartalet kvindelig kvinden kvinder kære kæreste kæresten køn lad lang lange
langsomt langt latter lav lave led ledelsen leder lederen lejr lejren lektier lektierne lever
levér lidt lige ligeledes ligesom lille linje linjen liste listen liv livet lov loven lovgivningen
lovgrundlag luk lur lydhør lyt lytteren læg læge lægen længe længere lær lære lærere læreren
lærerne læring læringen læringspunkt læringspunkter læringspunktet læs løbende lørdag løsning
løsningen løsninger løsningerne mad madpakke madpakken magt magten maj man mandag manden mandlig
mange mangel mangler marts med medarbejder medarbejdere medarbejderen medarbejderne meget mellem
men mens mere mest metode metoden metoder midlertidig midt mig min mindfulness mindre mindst mine
misbrug misbruget mit mobning moder moderen mor moren morfar morgen morgenen mormor mors moster
motivation motivationen mulig mulige mulighed muligheden muligheder mulighederne muligvis
myndighed myndigheden myndighedsperson myndighedssagsbehandler må måde måden mål målene målet
målgruppe målgruppen måned måneden måske måtte mærk mød møde mødeleder mødelederen møder mødes
mødet mødre naboen nar natten natur naturlig naturligvis navn navnet ned nedbring nej nemt netop
netværk netværket netværksmøde netværksmødet netværkspersoner ni nogen nogensinde noget nogle
normalt notat notatet noter notér november nu nuværende ny nye nysgerrighed nyt nå når nær nærmest
næste næsten næstved nætter nævn nødt nødvendigt nøgle observation observationer observationerne
og også ok okay oldemor om omfang omfanget omgangstone omkring omsorg omsorgen omsorgssvigt
omvendt onkel onsdag op opdel opfølgning opfølgningen opgave opgaven opgaver ophold
opholdstilladelse oplevelse oplevelsen oplysning oplysninger oplysningerne opmærksomhed
opmærksomheden opret opsaml opsummer opsummering orienter os otte oven over overalt overblik
overfor overgang overgange overgangen overhold overordnet oversigt overvej overvejelser papfar
parkér partshøring partshøringen pas pause pausen pauser penge pengene periode perioden pers
person personen personer perspektiv perspektivet pige pigen piger pigerne plads pladsen plan
planen planer planlæg pleje plejebarn plejebarnet plejefamilie plejefamilien plejefamilier
plejeforældre plejeforældrene point pointe pointen politi politiet ppr praksis primært principielt
prioriter problem problemer problemet problemstilling præcis præcisér præsentation præsentationen
prøv psykiatri psykiatrien psykoedukation psykolog psykologen punkt punkter på påske pædagog
pædagogen pædagoger pædagogerne ramme rammen rammer rammerne rapport rapporten rart reaktion
reaktionen referat referatet refleksion refleksionen refleksioner reflekter regel reglen regler
reglerne relation relationen relationer religion resten resultat resultatet ret retning retten
rettidigt rettigheder ring risiko risikoen ritualer rolig rolle rollefordeling rollen roller ros
rundt rutine rutiner rytme rådgiver rådgiveren rådgivning rækkefølge rækkefølgen sag sagen sagens
sager sagerne sagsbehandler sagsbehandlere sagsbehandleren sagsbehandlerne sagsbehandling
sagsbehandlingen sagsejer sagsejeren sagsfremstilling sagsgang sagt samarbejd samarbejde
samarbejdet saml samlet samme sammen sammenhæng sammenhængen samspil samspillet samt samtale
samtalen samtaler samtalerne samtidig samtykke samtykket samvær samværet sandsynligvis screening
screeningen se seks sekundært selv selvfølgelig selvom selvskade selvværd senere senest sengetid
sent september side siden sidst sidste sidstnævnte sig siger signal sin sine sit situation
situationen sjette sjældent skab skabelon skal ske skift skilsmisse skilsmissen skole skolegang
skolegangen skoleleder skolelederen skolen skolens skoleskift skriftlig skriftligt skriv skulle
skærm skærmtid slet slut slutning slutteligt små snak snart social sociale socialt som sommer
sommeren spar sparring sparringen spillet split sprog sproget sprogvanskeligheder spurgt spænd
spændende spørg spørgsmål spørgsmålet stadig start starten status stedfar stedmor stemning
stemningen stil stilhed stoffer stop stor store stort straks stregkode stress struktur strukturen
styring styrke styrken styrker stå større største støt støtte støtten sundhedsplejerske
sundhedsplejersken supervision supervisionen svar svaret sværest svært svømning system systemet
syv så sådan sådanne således sænk særlig særligt sæt søg søn søndag sønnen sørg søskende søster
søsteren søstre søvn søvnen tag tage tak tal tale tanke tanken tanker tankerne tante tavle tavlen
tavshed team teamet teamets teamleder teamlederen telefon telefonen tempo tempoet teori teorien
test ti tid tiden tidlig tidligere tidligt tidsplan tidspunkt tidsramme tidsrammen til tilbage
tilbud tilbuddet tilknyt tilknytning tilknytningen tillid tilliden tilstede tilsyn tilsynet time
timen timer ting tingene tirsdag tit tjek to tolk tolken tolkning tolv tone tonen top torsdag
total traume traumer tre tredive tredje trivsel trivslen trods tryghed trygheden tryk træk træner
tung tvivl tvivlen tværfaglig tværfagligt tydeligt tyve tænd tænk uafhængigt uanset ud udad uden
udenfor udfordring udfordringen udfordringer udgangspunkt udgangspunktet udover udredning
udredningen udskyd udsæt udsættelse udvikling udviklingen uge ugen ugens uger ugerne umiddelbart
under underretning underretningen underretninger underretningerne underskrift undersøg
undersøgelse undersøgelsen undervejs undervisning undervisningen undgå undlad undskyld undtagelser
ung ungdom ungdommen unge ungeplan usikkert vane vanen var ved vedr vedrørende vej vejen vejled
vejledning vejledningen vel velfærd velkommen vend venlig venner vennerne vent verden vi viden
vidste vigtig vigtige vigtigst vigtigt vil vilkår ville vinter vinteren virkelig virkeligheden vis
vist voksen voksne vold volden vores vrede vreden vurder vurdering vurderingen vurderinger
vurderingerne vurdér vælg vær værd være weekend weekenden yderligere ydermere yngste yoga åben
åbenbart åbenhed år året årsag årsagen årsager ældre ældste ændr ændring ændringer ærlighed
æstetik én ét øh øjeblik økonomi økonomien økonomisk ønske ønsker ønsket øv øvelse øvrige
""")

# Proper nouns that are nobody: authorities, laws, methods, things, faiths. Several words as one.
NOBODY = word_set("""
10 abilify acadre acrobat adhd adhd-medicin adl adobe aldi allah amr andrea android ankestyrelsen
apple april arabisk arousal au audi aula bamse barbie barn barnet barnets bedre bekendtgørelsen
bekæmpelse beskæftigelsesministeriet bibelen bilka bispebjerg bl bluetooth bmw bonbonland borger
borgerdk bowlby brawl brexit bronfenbrenner bufferen bull bup burger byretten byrådet børne børne-
børneafdelingen børnehus børnehuset børnekonventionen børneloven børneministeriet børnesagens
børnesagsbarometret børnetelefonen børneudvalget børns center chatgpt chrome circadin circle
coca-cola concerta cool copilot corona cos cos-p counter-strike covid cpr dagtilbudsloven dankort
danner dansk dari databeskyttelsesloven datatilsynet de december dem deres dialog digital
direktionen discord disney djurs domstolsstyrelsen domæne dr dr's dsb dubu duå e-boks eboks edge
egu eid engelsk eu excel facebook facetime falck fam familie familieafdelingen familieretshuset
family farsi fastelavn februar fgu fifa firefox fit flygtningehjælp fn folkeskoleloven folketinget
ford fortnite forvaltningsloven forælder forældreansvarsloven freud fuhu fvl fyns fællesråd føtex
gaza gdpr genogram girltalk glostrup google grundloven grus gta gud halloween haribo hbo headspace
hejlskov heroin hf hhx hk htx hus håndbog håndbogen hær højesteret i ics ikea imodium instagram
ipad iphone ipren islam januar jer jeres jesus joannahuset jobcenteret jobcentret jul kaj kids
killén king kirkens kl klasse kmd kokain kommune kommunen kommunes koranen kors korshær krak krap
kriminalforsorgen kristendom kræftens kurdisk kvello københavns landsforeningen landsretten lego
legoland lidl ligebehandlingsnævnet livslinjen livsværk lov lovbekendtgørelse low lus lænken m-us
mac marte marts matas mcdonald's mcdonalds med medikinet melatonin mentalisering meo messenger
microsoft midt midt- mindfulness mindhelper mindspring minecraft minsundhed mitid mobilepay
modtagelsen momo monster moske motiron motiverende movia mst mus myn myndighed
myndighedsafdelingen mødrehjælpen nato nemid netflix netto neuropædagogik nexus nintendo nord
nordsjællands november nutella nuzo nytår nævnenes offentlighedsloven og ok oktober ombudsmanden
omegle onedrive onenote opel outlook panodil patientklagenævnet pau paypal pdf penicillin pepsi
persondataloven peugeot piaget pinse plan planner playstation pmto pokemon pokémon politiet
politikreds polsk post powerpoint ppr principmeddelelse psykiatri psykiatrifonden ptsd påske
ramadan ramasjang rap red reddit regionen rejsekort rejseplanen rema resilience
retssikkerhedsloven riget rigshospitalet risperdal ritalin roblox rsl rum rådet rådgivende røde
safari safety samtale sankthans sbsys schultz security sekretariatet sel sensum september
sertralin serviceloven sfo sgb sharepoint signs sikkermail sind skejby skoda skype sl snapchat
socialministeriet socialrådgiverforening socialstyrelsen socialt socialtilsyn socialtilsynet
somali sommerland sparringsrum spotify ssp ssri stars startlinjen staten statsforvaltningen steam
stern stop straffeloven strattera stu stx styrelsen sundhedsplatformen sundhedsstyrelsen
sundhedsvæsenet sunset switch syd sydøstjyllands syrien-krigen tablet tamu tavle teamet teams
telegram tesla theraplay tiktok tilknytning tivoli toyota tr tramadol trekanten treo trustpilot
tryg tuba tv tv2 twitch tyrkisk tysk uddannelse udlændingestyrelsen udsatte udvalget
undervisningsministeriet ung ungdommens unge ungeafdelingen ungeplan ungeudvalg ungeudvalget urdu
utrolige uu valium valorant vejledningen velfærdsstyrelsen vest vestbredden vestjyllands viaplay
viber vilkår vipps visa visitationen viso vksa volkswagen vum vygotskij whatsapp wifi windows
winnicott word xanax xbox yoga youtube zoom åben år øst østjyllands
""")
