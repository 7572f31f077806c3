"""Words that say nothing about what a text is about, folded, per language."""

_FR = """
le la les l un une des du de d au aux ce cet cette ces c ca cela ceci celui celle
ceux celles mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs
je j tu il elle on nous vous ils elles me m te t se s lui y en moi toi soi eux
qui que qu quoi dont ou et mais donc or ni car si comme
lorsque lorsqu puisque puisqu quoique quoiqu jusque jusqu quand
a par pour sur avec chez vers entre dans ne n pas
suis es est etes sont etais etait etions etiez etaient sera seront serait seraient
soit soient etant ai as avons avez ont avais avait avions aviez avaient aura auront
aurait auraient ait aient ayant eu
"""

_EN = """
a an and are as at be been but by for from had has have he her his i if in into is
it its my no nor of on or our s she so such t than that the their them then there
these they this those to was we were with you your
"""

_NL = """
aan al als bij dan dat de der des deze die dit door een en er had heb hebben heeft
het hij hoe hun ik in is je jij kan me men met mij mijn na naar niet nog nu of om
ons onze ook op over te tot u uit uw van voor was wat we wij wordt worden ze zich
zij zijn zo zou
"""

# In a question these lead to the subject and are not the subject. A text keeps
# them: "sous-traitance", "sans emploi" and "avant embauche" need theirs.
_ASKED_FR = """
comment combien pourquoi quel quelle quels quelles lequel laquelle lesquels
lesquelles est ce faut falloir faudra dois doit devons devez doivent devoir
peut peux puis pouvons pouvez peuvent pouvoir pourrait pourrais etre avoir
faire fait fais font faites mettre mets met mettons mettez veux veut voudrais
vouloir voulons cherche chercher cherchons trouver trouve trouvons sais savoir
besoin existe peu plus moins tres tout toute tous toutes alors aussi bien
sous sans pres quelqu quelque quelques aujourd hui svp bonjour merci plait
pendant durant depuis selon lors afin ainsi parmi deja encore toujours jamais
beaucoup trop assez environ ensuite enfin actuellement vraiment concernant ici hors
voici voila tandis auquel auxquels duquel desquels puisse puissent fasse doive
devrait devrais devrions faudrait va vais vont aller vient viens viennent venir
souhaite souhaiter souhaitons
aimerais aimerions
commencer commence commencent commencez debuter debute debutez
passe passent sert servent signifie arrive possible possibles
rien aucun aucune autre autres meme memes chaque plusieurs certain certaine certains
certaines
"""

_ASKED_EN = """
how what which who whom whose when where why do does did can could should must
may might need want find get make will would there about me us please
"""

_ASKED_NL = """
welk welke wie wanneer waar waarom moet moeten mag mogen kunnen kun wil willen
zoek zoeken vind vinden doen maak maken nodig graag
"""

STOP_WORDS = {
    "fr": frozenset(_FR.split()),
    "en": frozenset(_EN.split()),
    "nl": frozenset(_NL.split()),
}

QUESTION_WORDS = {
    "fr": frozenset(_ASKED_FR.split()),
    "en": frozenset(_ASKED_EN.split()),
    "nl": frozenset(_ASKED_NL.split()),
}

_CAPITALS_FR = "ai as ces es eu mes on pas sa ses si son ta tes"
_CAPITALS_EN = "as at it no so"

# Stop words that are also acronyms: capitals in a text that has small letters
# are meant ("le CES", "les ES"), and "ai" is one unless it follows its subject.
CAPITALS_MEANT = {
    "fr": frozenset(_CAPITALS_FR.split()),
    "en": frozenset(_CAPITALS_EN.split()),
    "nl": frozenset[str](),
}
BEFORE_THE_VERB = {"ai": frozenset(("j", "n", "y", "vous"))}
