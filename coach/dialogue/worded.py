"""What the sentences about the talk itself are, by their own words: the learned kind is only a guess.

A sentence counts as a complaint, a question with a set answer or an order to go on only when it is
worded like one; "should I …?" and "is it odd to …?" are what they say whatever was guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coach.dialogue.asks import SOUNDS_LIKE, Ask
from coach.dialogue.clauses import Clause
from coach.dialogue.fields import addresses
from coach.dialogue.lexicon import Lexicon


def worded(
    asks: Sequence[Ask], parts: Sequence[Clause], text: str, given_words: bool
) -> tuple[Ask, ...]:
    """Return the sentences about the talk, each under the kind its words are sure of.

    With `given_words` sentences to say were just offered, and a remark is about those.
    """
    told = tuple(_as_worded(a) for a in (*asks, *_plain_questions(parts, text, asks)))
    if given_words:
        told = tuple(
            replace(a, kind="words_other") if a.kind in OF_WORDS or OTHERWISE.search(a.text) else a
            for a in told
        )
    return tuple(
        replace(a, kind="words") if HOW_TO_SAY.search(a.text) and a.kind != "words_other" else a
        for a in _heard_out(told, text) if HOW_TO_SAY.search(a.text) or _sounds_so(a)
    )  # fmt: skip


ANSWER = 4  # words of a sentence that answers a question and hardly says anything of the talk


def _plain_questions(parts: Sequence[Clause], text: str, asks: Sequence[Ask]) -> Iterator[Ask]:
    """Yield the sentences that end in a question mark and aren't among `asks`, as mere thoughts."""
    for number in dict.fromkeys(c.sentence for c in parts):
        inside = [c for c in parts if c.sentence == number]
        whole = text[inside[0].start : inside[-1].end]
        if (opens := _opens_with(whole)) and not any(a.sentence == number for a in asks):
            yield Ask(number, opens, whole, 1.0)
        elif LEAVES.search(whole) and len(whole.split()) <= LEAVING:
            yield Ask(number, "done", whole, 1.0)
        elif DENIES.match(whole) and not any(a.sentence == number for a in asks):
            yield Ask(number, "wrong", whole, 1.0)
        elif judged(whole) and not any(a.sentence == number for a in asks):
            yield Ask(number, "judged", whole, 1.0)
        elif text[inside[-1].end :].lstrip(" ’”\"'").startswith("?") and not any(a.sentence == number for a in asks):
            yield Ask(number, "thinking", f"{whole}?", 1.0)


def _opens_with(text: str) -> str:
    """Return the kind of a sentence that is worded as people open a talk; "" for any other."""
    told = text.lower().replace("’", "'").strip(" .!")
    return next((kind for kind, rule in OPENINGS.items() if rule.search(told)), "")


ABOVE = r"(?:hr|p&o|personeelszaken|(?:mijn|m'n|mn|de|my|our|the) (?:baas|chef|manager|leidinggevende|directeur|directie|boss|supervisor|director))"
OPENINGS = {
    "how_works": re.compile(r"^(?:(?:so|dus|en|and|hoi|hi),? )*(?:hoe (?:werkt|gaat) (?:dit|het|dat)(?: hier| eigenlijk| dan| precies| nou| in zijn werk)*|how (?:does|do|will) (?:this|it)(?: thing| all)? (?:work|go)(?: then| exactly)?)(?:\?|,|$)"),
    "vent": re.compile(r"\b(?:mijn|m'n|mn|me) (?:verhaal|hart|ei|gal) (?:even |eens )?(?:doen|kwijt|luchten|spuwen|vertellen)\b|\bvan me af (?:praten|schrijven|typen)\b|\b(?:want|need) to (?:vent|rant|let off steam|get (?:this|it|something) off my chest)\b"),
    "lost": re.compile(r"\b(?:weet (?:\w+ ){0,2}niet|geen (?:flauw )?idee|no (?:idea|clue)|(?:don't|do not) (?:\w+ )?know|not sure)\b.{0,15}\b(?:waar|hoe|where|how) (?:(?:ik|moet|to|i|should|het|er|dit|this|met) )*(?:beginnen|begin|start|starten)\b"),
    "in_place": re.compile(
        rf"\b(?:of|if|whether) (?:ik|dit|i|this|i'm|it)\b.{{0,25}}\b(?:goed zit|(?:juiste|goede) (?:plek|adres)|right place)\b|\b{ABOVE}\b (?:told|asked|made|wants|wanted) me (?:to )?(?:give|try|do|use|fill in|have a go at) (?:this|it)\b"
        r"|^(?:(?:en|maar|and|but),? )*(?:werkt|helpt|is) dit(?: \w+){0,2} (?:wel |ook |echt )?(?:voor|bij|bedoeld)\b[^.!]{0,30}$|^(?:(?:and|but),? )*(?:does this (?:even )?(?:work|help)|is this (?:even |really )?(?:meant|any good|for))\b[^.!]{0,30}$"
        rf"|\b(?:dit|hier)\b.{{0,15}}\b(?:van|door) {ABOVE}\b.{{0,25}}\b(?:proberen|invullen|doen|naartoe)\b|\bvan {ABOVE} moest ik dit\b"
    ),
    "may_tell": re.compile(r"^(?:(?:hoi|hallo|hi|hiya|hello|hey|goedemorgen|goedemiddag|dag|ja|ok),? )*(?:heb (?:je|u) even|got a (?:minute|sec|second|moment)|ben (?:je|jij) er(?: nog)?|bent u er|are you (?:there|ready)|is er iemand|(?:is )?(?:anyone|anybody|someone) there|(?:kunnen|zullen|gaan) we (?:beginnen|starten|van start)|shall we (?:start|begin|go))(?:\?|,|$)"),
    "whom": re.compile(r"^(?:en |and |(?:gaat|is) (?:dit|het|this|it) )?(?:over|about) (?:mij|mezelf|mezelf alleen|me|myself)(?: zelf)? (?:of|or) (?:(?:over|about) )?(?:(?:het|mijn|m'n|de|my|the) )?(?:hele |whole )?(?:team|ploeg|mensen|people|collega's|colleagues|anderen|others)\b"),
}  # fmt: skip
# That something isn't so, before what is ("that's not right, she's done it since May").
DENIES = re.compile(r"(?:no,? |nee,? )?(?:(?:that|this)(?:'s| is)? ?(?:not|isn't|wasn't) (?:quite )?(?:right|true|correct)|(?:dat|dit) (?:klopt|is) (?:helemaal )?niet(?: waar| juist)?)(?=[,.;:]| (?:she|he|they|it|ze|hij|het)\b)", re.I)
# One of two moments, and no words asked for.
WHICH_MOMENT = re.compile(r"\b(?:voor of na|nu of|meteen of|before or after|now or|straight away or)\b.*\?$")


def _as_worded(ask: Ask) -> Ask:
    """Return a sentence about the talk under the kind its own words are sure of."""
    text = ask.text.lower().replace("’", "'")
    if opens := _opens_with(text):
        return replace(ask, kind=opens)
    if WHICH_MOMENT.search(text):
        return replace(ask, kind="advice")
    guessed = ask.kind not in NO_VERDICT and not (ask.kind == "may_i" and SAYS["may_i"].search(text))
    if guessed and not IS_IT_ODD.search(text) and judged(text):
        return replace(ask, kind="judged")
    asks_leave = ask.kind == "words" and MAY_I.search(text) and not SAYING.search(text)
    if ask.kind != "words" and (WOULD_YOU.match(text) or SHOULD_I.search(text) or WHETHER_I.match(text)) or asks_leave:
        return replace(ask, kind="advice")
    if MISUNDERSTOOD.search(text):
        return replace(ask, kind="misheard")
    if NOT_CLEAR.search(text):
        return replace(ask, kind="unclear")
    if GO_ON.fullmatch(text.strip(" .!")):
        return replace(ask, kind="thinking")  # it's the coach's turn, and it takes it
    if WHAT_CAN_I.search(text):
        return replace(ask, kind="advice")
    if WHY_SO.search(text):
        return replace(ask, kind="method")
    if IS_IT_ODD.search(text):
        return replace(ask, kind="may_i")
    if ARE_WE_DONE.search(text):
        return replace(ask, kind="done")
    relative = not text.endswith("?") and RELATIVE.match(text)
    return replace(ask, kind="thinking") if relative else ask


# Questions that are something else than whether what they did is bad, whatever their wording.
NO_VERDICT = frozenset({"privacy", "machine", "how_long", "there", "read_back", "page", "words", "words_other", "strike", "move", "add", "whose", "said_already", "done", "evidence"})
LED_IN = r"(?:(?:en|maar|of|nou|tja|want|dus|ja|nee|pff|and|but|or|so|well|then|honestly|eerlijk)[, ]+)*"
# Whether what they did, are or got is so: nobody else can say ("is dat niet gewoon mijn karakter?").
CLOSED = re.compile(
    rf"{LED_IN}(?:(?:is|was|klinkt|zijn|waren|ben|heb|had|deed|doe) (?:dat|het|ik|zoiets|die)|(?:is|was|isn't|wasn't|am|are|were|did|do|have|does|sounds) (?:it|that|i|those))\b(?! (?:je|jij|you|u)\b)[^?]*\?"
    rf"|{LED_IN}(?:das|dat is|that's|it's) (?:ni|niet|nie|not) (?:veel|erg|genoeg|goed|netjes|much|great|good|enough)\b[^?]{{0,20}}\?"
    rf"|{LED_IN}(?:stom|slecht|dom|gek|raar|erg|flauw|laf|bad|stupid|daft|silly|mean|weak|selfish|egoïstisch)\b[^?]{{0,20}}\?"
)
# The same without its mark, as people type.
CLOSED_BARE = re.compile(rf"{LED_IN}(?:is|was) (?:dat|that|it) (?:\w+ ){{0,2}}(?:bad|stupid|daft|silly|mean|weak|selfish|wrong|normal|ok|okay|stom|slecht|dom|gek|raar|erg|flauw|laf|fout|egoïstisch|normaal)(?: van (?:me|mij)| of me)?(?:,? (?:that|dat) [^?]{{3,40}})?|{LED_IN}ben ik (?:nou|nu|dan) [^?]{{5,60}}")


def judged(text: str) -> bool:
    """Tell whether a sentence asks the coach to judge what they did, are or got."""
    told = text.lower().replace("’", "'").strip(" .!")
    last = told.rpartition(", ")[2]
    behind = last if told.endswith("?") and len(last.split()) >= ANSWER else told
    return any(CLOSED.fullmatch(t) is not None for t in (told, behind)) or CLOSED_BARE.fullmatch(told) is not None


# "moet ik dat eerst met Ruud afspreken?": what to do, and no words for it.
MAY_I = re.compile(r"\b(?:moet|mag|kan|zal|zou) ik\b|\b(?:should|may|can|do|must) i\b")
SAYING = re.compile(
    r"\b(?:zeg|zeggen|zei|woord\w*|zin|zinnen|formuleer\w*|verwoord\w*|breng|brengen|begin|beginnen|open|vertel\w*|schrijf|schrijven|say|said|words?|sentences?|put|phrase|start|begin|tell|write|word)\b"
)
LEAVING = 9  # words of a sentence that says the talk may end here
LEAVES = re.compile(
    r"\b(?:leave it (?:there|here|at that|as it is)|i'?m done|done now|done here|that'?ll (?:do|dae)|it'?ll do|that will do|stop (?:now|here|there)|enough for (?:now|today|me)|that'?s (?:me|it|all) (?:done|now|then|for)|call it a day)\b"
    r"|^that'?s it$|^(?:nou |ja |oké |ok )?(?:dit|dat) (?:was|is) het(?: wel| dan)?$|\b(?:laat het (?:hierbij|zo)|laten we het hierbij|ik ben klaar|be?n we klaar|klaar (?:nu|zo|mee)|zo is het (?:goed|genoeg|klaar)|genoeg voor (?:nu|vandaag)|ik stop (?:nu|hier|er)|stop maar|zo laten)\b",
    re.I,
)
SAYS_DONE = re.compile(r"(?:nou |ja |oké |ok )?(?:ik ben )?klaar(?:,? (?:denk ik|dus|hoor|dan|voor nu))*|(?:i think )?(?:i'm|we're) done(?: now| here)?|that's it(?: then| from me)?|dat was het(?: wel| dan)?", re.I)
NOT_CLEAR = re.compile(r"\bvraag is (?:mij |me )?(?:niet (?:helemaal |echt )?|on)duidelijk|^(?:en |maar |of )?bedoelt? (?:u|je|jij)\b[^?]*\?$|^(?:and |but |or )?do you mean\b[^?]*\?$|\b(?:don't|do not|didn't) (?:quite |really )?(?:get|understand|follow) (?:the|your|that) question")
MISUNDERSTOOD = re.compile(
    r"\b(?:je|jij|u|ge) (?:hebt|heb|heeft) (?:\w+ ){0,3}?(?:niet|verkeerd|niks)(?: \w+)? (?:begrepen|gehoord|gelezen)\b|\b(?:je|jij|u|ge) (?:begrijpt|begrijp|snapt) (?:het|me|mij|er) (?:niet|niks)\b"
    r"|\byou(?:'ve| have)? (?:misunderstood|misread|got (?:it|that|me) wrong)\b"
)
GO_ON = re.compile(r"(?:(?:so|right|ok|well|dus|nou|oké)[, ]+)*(?:go on(?: then)?|go ahead|fire away|ask away|over to you|kom maar(?: op)?|vraag maar(?: raak)?|ga (?:je|uw) gang|steek maar van wal|zeg het maar)")
WHAT_CAN_I = re.compile(r"\bwat (?:kan|moet|zou) ik (?:\w+ ){0,4}(?:doen|geven|aanbieden|betekenen)\b[^?]*\?$|\bwhat (?:can|could|should|do) i (?:\w+ ){0,3}(?:do|give|offer)\b[^?]*\?$|\b(?:maar )?wat als (?:hij|ze|zij|die|het)\b|\b(?:but )?what if (?:he|she|they|it)\b|\bwat doe ik als\b|\bwhat do i do if\b")
WHY_SO = re.compile(r"(?:^|[,;] ?|\b(?:en|maar|want|and|but|so) )(?:waarom|why)\b[^?]*\?$")
SHOULD_I = re.compile(r"(?:^|[,;:] ?|\b(?:en|maar|misschien|of|and|but|so|maybe|perhaps|or) )(?:should i|moet ik|zal ik|kan ik beter)\b[^?]*\?$")
# The same put again in a clause ("ja dus of ik dat van mei moet zeggen").
WHETHER_I = re.compile(
    r"(?:(?:ja|nee|en|maar|dus|nou|ik (?:vroeg|bedoel|bedoelde)|yes|no|and|but|so|well|i (?:asked|mean|meant))[, ]+)*(?:of ik\b[^.?!]{0,40}\b(?:moet|mag|kan|zal)\b|(?:if|whether) i (?:should|can|may|must|ought)\b)"
)
IS_IT_ODD = re.compile(
    r"\b(?:is it|would it be|isn't it|is that|isn't that) (?:a bit |very |too )?(?:weird|odd|strange|ok|okay|alright|rude|mad|fair|daft|harsh|blunt)\b[^?]*\?"
    r"|\b(?:is|zou) (?:het|dat|dit)(?: niet| dan| nou)* (?:te |een beetje |heel )?(?:gek|raar|vreemd|erg|bot|hard|direct|oké|ok|normaal|onredelijk)\b[^?]*\?"
)
ARE_WE_DONE = re.compile(
    r"\b(?:are we|is that us|is this us|am i|zijn we|ben we|ben ik)(?: about| nearly| nu| dan| al| er)* (?:done|finished|through|klaar)\b[^?]*\?|\b(?:is|was) (?:dit|dat|that|this) (?:het|it|alles)\?"
)
RELATIVE = re.compile(r"(?:wat|what|which) (?:ook|wel|niet|trouwens|overigens|natuurlijk|eigenlijk|best|toch|mij|me|is|was)\b")


def only_answers(ask: Ask, parts: Sequence[Clause], text: str, lexicon: Lexicon) -> bool:
    """Tell whether a few words answer what was asked ("niks", "draait dubbel"), speaking to nobody."""
    inside = [c for c in parts if c.sentence == ask.sentence]
    return len(ask.text.split()) <= ANSWER and not judged(ask.text) and not any(addresses(c, text, lexicon) for c in inside)


WOULD_YOU = re.compile(
    r"(?:en |maar |and |but |so )?(?:(?:vind|denk|zou) (?:jij|je|u|ge)\b(?! (?:kunnen|willen))|(?:would|do) you (?:think|say|reckon|go|wait|ask|do|bring|tell)\b|should i\b)"
)
HOW_TO_SAY = re.compile(
    r"\b(?:what|how) would you (?:put|say|write|word|phrase)\b|\b(?:wat|hoe) zou jij (?:\w+ ){0,2}(?:zeggen|zetten|schrijven|maken|verwoorden)\b|\bhow (?:on earth |the hell )?(?:would|do|does|could|should|can|might) (?:you|i|one|we) (?:even |ever )?(?:put|say|phrase|word|tell|open|raise|bring|begin|start|ask)\b"
    r"|\bhoe (?:zou|zoudt|kan|moet|kun|zal) (?:je|jij|ik|u|ge|gij) (?:dat|het|dit|zoiets|daar\w*|er\w*)? ?(?:\w+ ){0,4}(?:beginnen|zeggen|brengen|verwoorden|vertellen|aankaarten)\b"
    r"|\bhoe (?:zeg|breng|vertel|verwoord|begin|open|vraag) ik\b|\bhoe (?:kan|moet|zou) (?:\w+ ){1,3}(?:\w+ )?(?:beginnen|openen)\b|\bwat (?:zeg|vertel) ik (?:\w+ ){0,2}(?:tegen|aan)\b|\bwat (?:moet|kan|zou) ik (?:\w+ ){0,3}zeggen\b"
    r"|\bwhat (?:do|should|would|shall|can) i (?:actually |even |then )?(?:say|tell) ?(?:to|him|her|them)?\b|\bwhat (?:do|should|would|shall|can|could) i (?:\w+ )?(?:open|lead) with\b|\bwaar(?:mee open ik| open ik mee)\b"
    r"|\bhelp (?:me|mij) (?:\w+ ){0,2}(?:met|with) (?:hoe|wat|how|what) (?:ik|i)\b", re.I
)


def _heard_out(asks: tuple[Ask, ...], text: str) -> tuple[Ask, ...]:
    """Take a short question at the start that is answered at once ("To him? Not much.") for no ask."""

    def echoes(ask: Ask) -> bool:
        short = ask.text.endswith("?") and len(ask.text.split()) <= ECHO
        return short and text.strip().startswith(ask.text) and len(text.strip()) > len(ask.text) + 2

    def quotes(ask: Ask) -> bool:
        said = QUOTATION.match(ask.text)
        return said is not None and len(said.group(1).split()) * 2 > len(ask.text.split())

    asks = tuple(replace(a, kind="unclear") if quotes(a) else a for a in asks)
    return tuple(replace(a, kind="thinking") if echoes(a) and not _opens_with(a.text) else a for a in asks)


def _sounds_so(ask: Ask) -> bool:
    """Tell whether a question with a set answer is worded like one: a mark, and a word of its kind."""
    if ask.kind in SOUNDS_LIKE:
        return SOUNDS_LIKE[ask.kind].search(ask.text) is not None
    if ask.kind not in SAYS:
        return True
    asks = ask.text.endswith("?") or ASKING.match(ask.text.lower()) is not None
    return asks and SAYS[ask.kind].search(ask.text) is not None


# Words without which a question isn't about what its set answer is about.
SAYS = {
    kind: re.compile(rf"\b(?:{words})\b", re.I)
    for kind, words in {
        "may_i": r"weird|odd|strange|fair|rude|daft|harsh|blunt|vreemd|bot|hard|direct|onredelijk|mag|mogen|kan|kunnen|moet|hoort|normaal|gek|raar|erg|overdreven|zeur\w*|ondankbaar|verkeerd|fout|terecht|may|can|could|allowed|ok|okay|normal|mad|wrong|silly|petty|ungrateful|moaning|too much|unreasonable|right",
        "privacy": r"lees|leest|lezen|ziet|zien|bewaar\w*|anoniem\w*|privacy|prive|privé|vertrouwelijk|opgeslagen|gegevens|baas|reads?|sees?|see|stored?|kept|keep|anonymous\w*|private|confidential\w*|data|boss",
        "machine": r"computer|robot|bot|mens|persoon|chatgpt|ai|kunstmatig\w*|programma|machine|iemand|echt|human|person|real|someone|program|software",
        "how_long": r"lang|hoeveel|duurt|duren|tijd|minuten|vragen|klaar|long|many|much|time|minutes|questions|left|done|take",
        "why_ask": r"waarom|waarvoor|waartoe|waarheen|nut|heen|zin|doel|wat heeft|why|what for|point|purpose|use|going|matter|relevan\w*|got to do",
        "method": r"\w+",
        "outcome": r"als|if|stel|suppose|reag\w*|react\w*|helpt|helpen|help|helps|zal|gaat|will|would|gonna|going to|werkt|werken|works?|boos|kwaad|angry|gebeurt|happens?|verander\w*|changes?|difference|verschil|uithalen|uitmaken|zin|erger|worse|nee|no|schiet\w*|dan",
        "evidence": r"bewez\w*|bewijs|onderzoek\w*|onderzocht|studies?|stud(?:y|ies)|wetenschap\w*|werkt|helpt|bedacht|bedenkt|vandaan|gebaseerd|onderbouw\w*|ervaring|bron\w*|gemaakt|geschreven|proof|proven|prove|evidence|research|science|scientific|works?|made|based|came|comes?|wrote|written|thought|sources?|tested|believe|geloof|zweverig|onzin|nonsense",
        "purpose": r"je|jij|u|jullie|dit|hier\w*|nut|zin|doel|you|this|here|point|use|it|it's",
    }.items()
}
QUOTATION = re.compile(r"[‘“\"'](.+?)[’”\"'](?!\w)")
# Just after sentences to say, such a remark is about those sentences.
OF_WORDS = frozenset({"add", "strike", "move", "wrong", "unclear", "unanswered", "annoyed"})
OTHERWISE = re.compile(r"\b(?:korter|zachter|anders|directer|gewoner|shorter|softer|differently|plainer|simpler)\b", re.I)
ECHO = 6  # words of a question that only takes up the coach's
ASKING = re.compile(
    r"(?:(?:en|maar|dus|oh|sorry|ja|nee|and|but|so|well|look|ok|okay)[, ]+)*(?:(?:can|could|may) i ask[^?]*|"
    r"wat|wie|waar\w*|wanneer|hoe|welke|hoeveel|kun|kan|kunt|mag|moet|is|zijn|ben|heb|heeft|doe|gaat|zal|zou|werkt|helpt|"
    r"what|who|where|why|when|how|which|whose|can|could|does|do|did|is|are|may|should|would|will|has|have)\b"
)
