"""What a few words decide about the field of a clause, whatever the reader makes of it.

They are for bare answers and short turns ("His back.", "Nothing."), which the reader gets wrong where a
person wouldn't; in whole sentences they seldom speak (docs/decisions/0006-a-learned-reader.md).
"""

from __future__ import annotations

import re
from typing import cast

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import Clause
from coach.dialogue.doing import tells_deed, tells_own_deed
from coach.dialogue.fields import TO_COACH
from coach.dialogue.grammar import (
    ATTRIBUTION,
    FIRST_SUBJECT,
    finite,
    has_group,
    subject_of,
    times_in,
)
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import load_names
from coach.dialogue.people import TITLES, people_in
from coach.dialogue.pieces import THEN
from coach.dialogue.roles import leaves
from coach.dialogue.state import Field
from coach.dialogue.wordings import (
    BY_WHICH,
    COMES_BACK,
    FELT,
    FREE_TIME,
    IF_SO,
    NO_DEED,
    NO_MORE,
    OWN_PROMISE,
    PROMISED,
    THEN_I,
    WORN_OUT,
    holds_only,
)


def certain(clause: Clause, label: str, asked: Asked, lexicon: Lexicon, before: str) -> Field:
    """Return the field of a clause that was read as `label`; `before` is that of the piece before it."""
    text = clause.text.lower().replace("’", "'")
    bare = finite(clause.words) is None
    own = asked.audience == "client"
    if label == TO_COACH or not any(t.kind in TELLING for t in clause.words) or MUST_ASK.fullmatch(text.strip(" .,")) or FORGOT.fullmatch(text.strip(" .,")):
        return "context"
    if not any(c.isalpha() for c in text) and asked.field not in {"when", "what", "cost"}:
        return "context"  # "123"
    if asked.field == "when" and label in UNTOLD and times_in(text, lexicon):
        return "when"  # "dat doet hij zeker drie jaar zo", in answer to since when
    if label == "sentence" and asked.field != "sentence" and asked.phase in NAMING and text[:1] not in "‘“\"'":
        return "context"  # "you moved on quick": nobody is spoken to yet
    if not own and asked.phase in NAMING and not asked.reviewing and not asked.given_words and label in {"what", *UNTOLD} and (named := people_in(clause, asked, lexicon)):
        if holds_only(" ".join(named), clause, lexicon):
            return "who"
    if not own and asked.field == "who" and bare and label in {"what", *UNTOLD} and len(clause.words) <= A_FEW and (people_in(clause, asked, lexicon) or has_group(clause.words, lexicon)):
        return "who"  # "9 vrouwen en Fouad", "the night shift"
    if asked.field in WITH_NOTHING and NOTHING.fullmatch(text.strip(" .,!")):
        return asked.field
    opens = next((t for t in clause.words if t.kind not in {"coordinator", "subordinator"} and t.lower not in {"want", "omdat", "sinds", "since", "nadat"}), clause.words[0])
    named_first = opens.text.replace("’", "'").partition("'")[0]
    away = not own and named_first[:1].isupper() and opens.kind != "pronoun" and named_first not in asked.focus and leaves(named_first, clause.text)
    if label in {"cost", "what"} and away:
        return "context"  # "Bea's off sick", which is why somebody else did it
    only_gone = label == "promised" and len(clause.words) <= A_FEW
    if (own and label in {"what", "extra", "cost"} or only_gone) and _another_is_away(clause, lexicon):
        return "context"  # "mn collega is sinds april thuis met zn rug", which is why a client did it
    theirs = lexicon.has("third_possessive", clause.words[0].lower)
    if bare and theirs and len(clause.words) <= A_THING and not own and (asked.field == "cost" or label == "who"):
        return "cost"  # "His back.", which is nobody
    if label == "what" and IS_WHO.match(text) and not any(t.kind in {"participle", "infinitive"} for t in clause.words):
        return "context"  # "she's the head housekeeper"
    if label in {"what", "extra", "pattern", *UNTOLD} and not own and asked.phase in NAMING and NOBODY_SAYS.match(text):
        return "came_back"  # "nobody ever says anything"
    if label == "what" and not own and STOPPED.search(text) and asked.phase in NAMING:
        return "their_view"  # "Kofi stopped training the new ones" is no gift of his
    if not own and label == "cost" and asked.field != "cost" and clause.words[0].lower in {"because", "cos", "omdat", "doordat"}:
        return "context"  # "because her marriage is over": why somebody does it, which is theirs to tell
    if not own and label in UNTOLD and not away and (BODY.search(text) or HARDLY_SAW.search(text)):
        return "cost"  # "yesterday he said his back is gone"
    if label == "promised" and not own and OWN_SAID.match(text) and BRUSHED_OFF.search(text):
        return "own_share"  # "I said there'd be other finals", which promises nothing
    if label == "promised" and KEPT_SILENT.search(text):
        return "their_view"  # "my client stood by and said nothing": nobody promised that
    if not own and label in {*UNTOLD, "said"} and not away and WORN_OUT.match(text):
        return "cost"  # "ze is helemaal kapot", whatever was asked
    if label in {"what", *UNTOLD} and WAS_TO.search(text) and not OWN_SAID.match(text):
        return "promised"  # "de notaris zou een vervanger zoeken"
    if own and COMES_BACK.match(text) and asked.phase == "opening":
        return "context"  # how a client comes in
    if not own and label in {"enabled", *UNTOLD} and not away and asked.phase in NAMING and COULDNT.search(text):
        return "cost"  # "Gosia kon daardoor niet naar de communie"
    if not own and label == "what" and asked.phase in NAMING and GAVE_UP.search(text) and not lexicon.cue("extra", text):
        return "cost"  # "daardoor heeft Gerda de trouwerij van haar nichtje gemist"
    if own and label in {*UNTOLD, "what", "extra", "when"} and asked.phase in NAMING and OWN_COST.search(text):
        return "cost"  # "means i miss the early train", told in one breath with what they do
    if label == "cost" and MUCH.fullmatch(text.strip(" .,!")):
        return "context"  # "loads lol"
    quotes = label == "their_view" and OF_SAYING.search(text) and QUOTED.search(text)
    if own and asked.field == "came_back" and (label == "said" or quotes or label == "their_view" and SAID_THAT.search(text)):
        return "came_back"  # what a client was told is what came back
    if own and asked.field == "wish" and (IF_SO.match(text) or BY_WHICH.match(text)) and label not in {"sentence", "next_step", "who"}:
        return "wish"  # "if she just said she'd swap it herself", whatever it sounds like
    if own and asked.field == "wish" and (IF.match(text) or GEWOON_ALS.match(text)) and (label in {*PROMISED_OR_SAID, *UNTOLD, "what", "offer"} or label == "next_step" and not THEN_I.search(text)):
        return "wish"  # "If Moira said it at the briefing": what they would like, and no promise
    if own and asked.field == "cost" and label in UNTOLD and FELT.match(text):
        return "cost"  # "ik ben moe, elke dag"
    if not own and asked.field == "cost" and label == "their_view" and NO_MORE.search(text):
        return "cost"  # "ze at niet meer mee"
    if bare and label == "extra" and all(t.kind == "adverb" or t.lower.endswith("ly") for t in clause.words):
        return "context"  # "officially anyway"
    if label == "when" and any(t.kind == "negation" for t in clause.words):
        return "context"  # "not the whole summer"
    if label in {*OF_A_DEED, "pattern"} and asked.phase in NAMING and NO_DEED.search(text):
        return "context"  # "they all worked hard", which says nothing yet
    if NONE_PROMISED.search(text) and label in PROMISED_OR_SAID:
        return "context"
    if own and label == "promised" and OF_MYSELF.search(text):
        return "context"  # what a client meant to do was promised by nobody
    if (PROMISED.search(text) or asked.audience == "leader" and SAID_WOULD.search(text) and not BRUSHED_OFF.search(text)) and label in {*PROMISED_OR_SAID, "when"}:
        return "promised"
    if not own and TOLD_THEY_WOULD.match(text) and asked.audience == "leader" and label in {*PROMISED_OR_SAID, "what"}:
        return "promised"  # "told Dez he'd get first pick of the leave"
    if label == "next_step" and asked.field == "habit" and not own and not WILL_SAY.search(text) and not AT_AN_HOUR.search(text):
        return "habit"  # "five minutes in the cab on Mondays", in answer to how they'd hear
    if own and (SAID_I_WOULD.search(text) or SAID_THEY_WOULD.match(text)) and not OWN_SAID.match(text) and label in {*PROMISED_OR_SAID, *UNTOLD}:
        return "promised"  # "Wilco had gezegd dat ik per 1 juli de toeslag kreeg"
    if before == "promised" and (lexicon.cue("not_kept", text) or own and bare and label == "came_back" and AMOUNT.search(text)) and label in PROMISED_OR_SAID:
        return "promised"  # "… but it never came", "90 euro p/m"
    if own and label == "sentence" and asked.field == "wish" and IF.match(text) and not any(t.kind == "second" for t in clause.words):
        return "wish"  # "dat die vier uur er komen", which speaks to nobody
    if own and asked.field == "wish" and bare and label in {"came_back", "promised", "what", "context"} and len(clause.words) <= A_FEW:
        return "wish"  # "die toeslag toch"
    if not own and asked.field == "their_view" and asked.phase == "return" and bare and label in {"came_back", "what", "cost", "offer"} and not NOTHING.fullmatch(text.strip(" .,!")):
        return "their_view"  # "the taxi money for a start": what they'd call something back hasn't come back
    if not own and label == "came_back" and I_GOT.match(text) and asked.audience == "leader":
        return "context"  # "I got the bonus": theirs, and nothing that came back to anybody
    if not own and label in {*UNTOLD, "what"} and asked.phase in NAMING and THEY_GOT.match(text):
        return "came_back"  # "they got a staff bbq"
    if not own and label in {*UNTOLD, "what"} and asked.phase in NAMING and NAMED_GOT.match(text) and people_in(clause, asked, lexicon):
        return "came_back"  # "and Owen got overtime and a fleece"
    if asked.field == "own_getting" and bare and len(clause.words) <= A_FEW and people_in(clause, asked, lexicon):
        return "own_getting"  # "op Darek eigenlijk", "Keeley probably", and nothing that it cost them
    if asked.field == "own_giving" and label == "own_getting" and ASKS_OF_ME.search(text):
        return "own_giving"  # "Paul rings me on leave too"
    if not own and asked.field == "own_giving" and label in {"cost", "what", "their_view"} and lexicon.has("first_possessive", clause.words[0].lower):
        return "own_giving"  # "my marriage went a bit sideways over it"
    if label == "next_step" and not bare and NOTHING_THEN.fullmatch(text.strip(" .,!")):
        return "context"  # "morgen niks, ik heb vrij"
    if before and asked.audience == "leader" and OWN_PROMISE.fullmatch(text.strip(" .,")) and label in PROMISED_OR_SAID:
        return "promised"  # "Two days off. I said that in July."
    does = tells_own_deed(clause, lexicon, False) if own else tells_deed(clause, lexicon, True, False)
    if own and label == "cost" and asked.field == "what" and does and (ALSO.search(text) or lexicon.cue("extra", text)) and not lexicon.cue("cost", text) and not NO_MORE.search(text):
        return "what"  # "toen heb ik al zijn klanten erbij genomen", in answer to what they did
    first = own and not bare and any(t.lower in FIRST_SUBJECT for t in clause.words[:4]) and bool(times_in(text, lexicon))
    besides = label == "extra" and asked.field != "extra" and (does or first or not bare and ALSO.search(text))
    if label == "when" and does and not POINTS.match(text) or besides:
        return "what"  # its time is found beside it
    if before == "who" and not own and clause.words[0].kind == "verb" and len(clause.words) >= FEWEST and label in {"who", "when", "pattern", *UNTOLD}:
        return "what"  # "Piotr. Trains everybody."
    if asked.field == "what" and asked.focus and not own and clause.words[0].kind == "verb" and label in {"who", "when", "pattern", *UNTOLD}:
        return "what"  # "draait dubbel", in answer to what they saw
    if asked.field == label == "said" and does and not own and not OF_SAYING.search(text):
        return "what"  # "die heeft al die tijd de kassa opgevangen", in answer to what was said
    if does and label in {"cost", "came_back", "their_view"} and asked.focus and _another_does(clause, asked, lexicon):
        return "what"  # "Maureen stood in for the whole desk", told beside what was asked of Pete
    acts = does or any(t.kind == "verb" for t in clause.words[1:3])  # a name in small letters is a word like another
    if label == "cost" and before and acts and not own and not asked.focus and not _lost(text, asked, lexicon) and _another_does(clause, asked, lexicon):
        return "what"  # "en Darek sjouwt al die karren alleen", told beside what another did
    done = AT_THE_TIME.split(text)[0]
    if label == "cost" and (does or THEN.match(text)) and not own and (ALSO.search(done) or asked.field == "what" and asked.focus) and not lexicon.cue("cost", done) and not NO_MORE.search(done):
        return "what"  # "she's also cashed up twice", in answer to what it cost
    if bare and before in {"what", "extra", "when"} and lexicon.cue("extra", text) and label in OF_A_DEED:
        return "extra"  # "on top of her own round"
    if asked.field == "cost" and bare and label == "when" and FREE_TIME.search(text):
        return "cost"  # "Sundays."
    reported = ATTRIBUTION[lexicon.language].match(clause.text)
    if asked.field == "cost" and label == "their_view" and reported and OTHERS.match(reported["rest"]):
        return "cost"  # "she said she can't sleep"
    return cast(Field, label)


def says_what_it_cost(text: str, asked: Asked) -> bool:
    """Tell whether a clause that was read as a cost, in lower case, says so in plain words."""
    if asked.audience == "client":
        return OWN_COST.search(text) is not None
    return any(pattern.search(text) for pattern in (COULDNT, GAVE_UP, BODY))


def _lost(text: str, asked: Asked, lexicon: Lexicon) -> bool:
    """Tell whether a clause in lower case speaks of anything lost, given up or at home."""
    return says_what_it_cost(text, asked) or NO_MORE.search(text) is not None or any(lexicon.cue(name, text) for name in ("cost", "home"))


def _another_is_away(clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether a clause says of somebody else only that they left or fell ill."""
    subject = subject_of(clause, lexicon)
    if not subject or subject[0].lower in FIRST_SUBJECT:
        return False
    who = clause.text[subject[0].start - clause.start : subject[-1].end - clause.start]
    return leaves(who, clause.text)


def _another_does(clause: Clause, asked: Asked, lexicon: Lexicon) -> bool:
    """Tell whether somebody else than the one in hand does something, and not for them ("Moira brought her flowers")."""
    named = people_in(clause, asked, lexicon)
    first = named[0] if named else ""
    other = re.sub(r"^(?:and|en|but|maar) ", "", clause.text, flags=re.I).lower().startswith(first.lower()) and (first[:1].isupper() or first in load_names().first) and not set(first.split()) & set(asked.focus.split())
    for_them = any(t.kind == "third" for t in clause.words) or any(n in asked.focus for n in named)
    return bool(named) and other and not for_them and first.split()[0].lower() not in TITLES


TELLING = frozenset({"word", "name", "verb", "participle", "infinitive", "number", "weekday", "month", "negation", "auxiliary", "third", "first"})
NAMING = frozenset({"opening", "contributions", "return"})
UNTOLD = frozenset({"context", "their_view"})
FEWEST = 3  # words of a clause that tells what somebody does
POINTS = re.compile(r"(?:dat|dit|zo|that|this|it)\b")
A_THING = 4  # words
A_FEW = 5  # words that only say who
STOPPED = re.compile(
    r"^(?:[\w' -]{1,25}? )?(?:(?:has|have|'s) )?(?:just |suddenly |ineens |gewoon )?(?:stopped|quit) (?:\w+ing|the)\b|\b(?:is|zijn) (?:\w+ ){0,2}gestopt met\b|\bstopte met\b|\b(?:wil|doet|komt) (?:\w+ ){0,4}niet meer\b"
)
BODY = re.compile(r"\b(?:his|her|their|zijn|haar|z'n|d'r|hun) (?:back|knees?|shoulders?|neck|wrists?|rug|knie|knieën|schouders?|nek|polsen|heup|hip|nerves|zenuwen)\b")
KEPT_SILENT = re.compile(r"\b(?:z'?n|zijn|haar|d'r|his|her|their) (?:mond (?:hield|dichthield|dicht hield|gehouden)|mouth shut)\b|\b(?:zweeg|zwegen|said nothing|kept quiet|niks (?:heeft )?gezegd|niets (?:heeft )?gezegd|erbij stond|stond erbij|stood by)\b")
HARDLY_SAW = re.compile(
    r"\b(?:his|her|their|zijn|haar|z'n|zn|d'r|hun) (?:\w+ )?(?:son|daughter|kids?|children|boy|girl|lad|wife|husband|partner|family|zoon(?:tje)?|dochter(?:tje)?|kind(?:eren)?|kids|gezin|vrouw|man|vriendin|vriend)\b.*\b(?:hardly|barely|nauwelijks|amper|bijna niet|niet meer)\b"
    r"|\b(?:hardly|barely|nauwelijks|amper) (?:\w+ ){0,3}(?:his|her|their|zijn|haar|z'n|zn|d'r|hun) (?:\w+ )?(?:son|daughter|kids?|children|lad|wife|husband|family|zoon(?:tje)?|dochter(?:tje)?|kind(?:eren)?|gezin)\b"
)
WAS_TO = re.compile(
    r"^(?!als\b|if\b|ik\b|i\b)[^.!?]*\bzou(?:den)? (?!(?:ik|je|jij|u|we|wij)\b)(?:\w+ ){1,6}?(?:zoeken|regelen|uitzoeken|aannemen|sturen|doorgeven|overnemen|inhuren)\b"
    r"|^(?!if\b|i\b)[^.!?]*\b(?:was|were) (?:going|supposed|meant) to (?:find|sort|get|hire|send|bring in|look for|take on)\b"
)
WITH_NOTHING = frozenset({"came_back", "said", "own_giving", "own_getting"})
NOTHING = re.compile(
    r"(?:nee,? |no,? )?(?:eigenlijk |helemaal |nog |absolutely |really )*(?:niemand|niks|niets|nul|nergens|nobody|no one|nothing|nowt|none|nowhere)(?: (?:echt|eigenlijk|really|much|denk ik|yet))?"
    r"(?:(?:'s| has| ever)? c[oa]me back| (?:kwam|is) er (?:voor )?terug(?:gekomen)?| terug(?:gekomen|gekregen)?| gekregen)?(?: (?:yet|so far|tot nu toe))?"
)
SAID_WOULD = re.compile(
    r"\b(?:ik|i)\b.{0,40}\b(?:gezegd|zei|told|said)\b.*(?:\b(?:zou|would)\b|\w'd\b|\bdat\b.*\b(?:kreeg|kregen|mocht|mochten)\b)"
)
BRUSHED_OFF = re.compile(r"\b(?:there(?:'d| would) be|er (?:zouden|zou)|er kwamen|er kwam) (?:\w+ )?(?:other|another|more|plenty|worse|andere?|nog (?:meer|andere?|een)|genoeg)\b")  # "there'd be other finals"
OF_SAYING = re.compile(r"\b(?:zeg\w*|zei\w*|gezegd|vertel\w*|verteld|bedank\w*|dank\w*|compliment\w*|noem\w*|genoemd|vraag\w*|vroeg|gevraagd|app\w*|geappt|mail\w*|gemaild|gekregen|kreeg|gaf|gegeven|said|say\w*|told|tell|thank\w*|mention\w*|ask\w*|wrote|card|got|gave|bought|brought|raised|praise\w*|spoke|spoken|talk\w*)\b")
QUOTED = re.compile(r"(?<!\w)[‘“\"'](?=\w)")
IF = re.compile(r"(?:(?:and|or|en|of|nou|well|gewoon|just) )?(?:if|als|dat|aan (?:een|de|het|iets|wat|dat))\b")
GEWOON_ALS = re.compile(r"(?:(?:hm+|nou|ja|tja|eh|well|or|of|en|and),? )*(?:gewoon|just|maybe|misschien|bijvoorbeeld|probably),? (?:if|als|dat|that|when|wanneer)\b")
IS_WHO = re.compile(
    r"(?:(?:en|want|and|because) )?(?:she|he|hij|zij|ze|die|dat)(?:'s| is| was) (?:the|a|an|our|my|de|het|een|onze|ons|mijn|m'n)\b"
)
AT_THE_TIME = re.compile(r"\b(?:toen|omdat|terwijl|als|when|because|while)\b")
ALSO = re.compile(r"\b(?:ook|also|as well|too)\b")
# That it must be asked of them, which tells nothing yet.
MUST_ASK = re.compile(
    r"(?:dat |het )?(?:zou|moet|moest|kan) ik (?:dat |het )?(?:aan )?\w+ (?:eigenlijk |nog |eerst |maar |eens )*(?:moeten |kunnen )?vragen"
    r"|(?:dat |het )?(?:vraag ik|ik vraag) (?:het |dat )?(?:aan )?\w+(?: het| dat| zelf| dan| nog| wel| eens| maar)*"
    r"|(?:dat |het )?(?:ga|zal|ik ga|ik zal) (?:ik )?(?:het |dat )?(?:aan )?\w+(?: zelf| dan| nog| eens| maar)* vragen"
    r"|(?:i'll|i will|i can|i could) (?:just )?ask (?:him|her|them|\w+)(?: that| it| then| myself)*"
    r"|i(?:'d| would|'ll)? (?:really )?(?:have to|need to|should|must) ask (?:\w+)"
)
NOBODY_SAYS = re.compile(
    r"(?:(?:en|maar|and|but) )?(?:nobody|no ?one|niemand)(?:'s)? (?:\w+ ){0,3}?(?:says?|said|thanks?|thanked|notices?|noticed|mentions?|mentioned|zegt|zei|bedankt|ziet|zag|merkt|gezegd|gezien|gemerkt)\b"
)
# That a client would get something.
SAID_I_WOULD = re.compile(
    r"\b(?:zei|gezegd|toegezegd|said|told me|says)\b.*(?:\bdat ik\b(?:(?! niet\b| geen\b).)*(?:\b(?:terug)?(?:kreeg|krijg)\b|\bzou (?:krijgen|hebben)\b|\b(?:mocht|mag) (?:hebben|houden|opnemen)\b)"
    r"|\b(?:i'd|i would|i could|i was going to) (?:get|be given)\b)"
)
# What somebody told a client they would do for them.
SAID_THEY_WOULD = re.compile(
    r"^(?:(?:and|but|then) )?(?!i\b)(?:\w+ ){1,3}(?:said|promised|told me|swore) (?:me |that )*(?:she|he|they)(?:'d| would) (?:do|cover|take|give|swap|pay|return|make|work|sort|put|ask|look|find|come|ring|speak|see to|pick)\b"
    r"|^(?:(?:en|maar|toen) )?(?!ik\b)(?:\w+ ){1,3}(?:zei|beloofde|had (?:me )?(?:gezegd|beloofd)|heeft (?:me )?(?:gezegd|beloofd)) (?:me |mij )?dat (?:ze|zij|hij|ie) (?!.*\b(?:niet|stoppen|weggaan|vertrekken)\b).*\bzou(?:den)?\b"
    r"|^(?:(?:en|maar|toen) )?(?!ik\b)(?:[\w'-]+ ){1,4}(?:zei|beloofde|had gezegd|heeft gezegd)(?: \w+){0,4} dat er (?!.*\b(?:niet|geen)\b).*\b(?:zou(?:den)?|kwam|komt)\b"
)
OWN_SAID = re.compile(r"(?:(?:en|and|maar|but) )?(?:ik|i)\b")
AMOUNT = re.compile(r"\d|\b(?:euro|dag|dagen|uur|uren|days?|hours?|pounds?|quid)\b|[£€]")
NOTHING_THEN = re.compile(r"(?:(?:nee|nou|eh|no|well),? )*(?:morgen|vandaag|deze week|vanavond|\w+dag|tomorrow|today|tonight|this week|\w+day) (?:doe ik )?(?:nog )?(?:niks|niets|nothing)(?:,? (?:ik heb vrij|dan heb ik vrij|want .*|i'm off|i've got the day off|because .*))?")
MUCH = re.compile(r"(?:(?:nou|eh|well|oh|heel|best|zo|best wel) )*(?:veel|zat|genoeg|een hoop|behoorlijk wat|loads|lots|plenty|heaps|tons|a lot|quite a lot|so much|too much)(?: (?:lol|haha\w*|hoor|eigenlijk|really|tbh|actually))*")
# That it comes late, before it is told; "I forgot" by itself owns up to something.
FORGOT = re.compile(
    r"oh?,? (?:(?:ja|en|maar),? )*(?:dat|die|wat) (?:was|ben|had) ik (?:\w+ )?vergeten(?: te (?:zeggen|vertellen|noemen))?"
    r"|(?:(?:ja|en|maar),? )*(?:dat|die|wat) (?:was|ben|had) ik (?:\w+ )?vergeten te (?:zeggen|vertellen|noemen)|(?:(?:oh?|ja|en|maar),? )*ik vergat (?:\w+ )?te (?:zeggen|vertellen|noemen)"
    r"|oh,? (?:(?:yes|and|but),? )*i (?:\w+ )?forgot(?: that(?: one)?)?|(?:(?:oh|yes|and|but),? )*i (?:\w+ )?forgot to (?:say|mention|add)(?: that)?"
)
OWN_COST = re.compile(
    r"\b(?:i|ik) (?:always |often |keep |steeds |altijd |elke keer )?(?:miss|missed|missing|mis|miste)\b|^(?:(?:so|which|that|it) )?means (?:i (?:miss|can't|cannot|never|don't|am|get home|lose|have no|have to (?:miss|skip|cancel))|i'm|my)\b|\bik ben (?:\w+ ){0,3}niet (?:meer )?naar\b|\bi (?:haven't|have not) been to\b|\b(?:pas|niet voor) (?:om |na |rond )?[\w:.]+ (?:uur )?(?:'s nachts )?thuis\b|\b(?:not|never|only) (?:get |got |getting )?home (?:till|until|before|by|at)\b"
    r"|^(?:(?:and|so|en|dus|dan) )*(?:my|mijn|m'n|mn) (?:mum|mother|mam|wife|husband|partner|dad|sister|kids?|girlfriend|boyfriend|moeder|ma|vrouw|man|vriend|vriendin|zus|schoonmoeder|kinderen|dochter|zoon) (?:(?:dan|nu|now|always|altijd) )?(?:ends? up|ended up|has to|had to|have to|moet|moest|zit|zat|haalt|eet|eten|slaapt|slapen)\b"
)
NAMED_GOT = re.compile(
    r"(?:(?:and|but|en|maar) )?[\w'-]+ (?:got|was given|kreeg) (?:[\w'-]+ ){0,4}?(?:overtime|time off|day off|bonus|vouchers?|gift card|card|flowers|wine|chocolates|fleece|hamper|mug|cake|raise"
    r"|bon|cadeau\w*|bloemen|taart|kaart\w*|fles|wijn|chocola\w*|toeslag|vrije dag|overuren|pizza|mok|pakket)\b"
)
ASKS_OF_ME = re.compile(r"\b(?:rings?|calls?|phones?|texts?|emails?|asks?|messages?) me\b(?!.*\b(?:to (?:see|check|ask)|how i)\b)|\b(?:belt|bellen|appt|appen|mailt|vraagt|vragen) (?:me|mij)\b(?!.*\bhoe (?:het|'t|ik)\b)")
SAID_THAT = re.compile(r"\b(?:zei|zegt|vertelde|schreef|appte|said|says|told me|wrote)\b(?!.*\b(?:niet|geen|nooit|can't|cannot|won't|never|part of|hoort (?:erbij|er(?: nu eenmaal)? bij|bij)|bij (?:mijn|m'n|het) werk|vindt|normaal|normal)\b).*\b(?:dat|that|it's)\b")
TOLD_THEY_WOULD = re.compile(r"(?:(?:and|but|en|maar) )?(?:i )?(?:told|promised) \w+ (?:that )?(?:he|she|they)(?:'d| would| could) |(?:(?:en|maar) )?(?:tegen )?\w+ (?:gezegd|beloofd|toegezegd) dat (?:ie|hij|ze|zij|er) .*\b(?:mocht|kreeg|krijgt|zou|zouden)\b")
AT_AN_HOUR = re.compile(r"\b(?:om|at|rond|around) (?:half |kwart \w+ |quarter \w+ |ten \w+ )?(?:\d|een\b|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|one\b|two|three|four|five|six|seven|eight|nine|ten\b|eleven|twelve|noon)|\d ?(?:am|pm|uur)\b")
WILL_SAY = re.compile(r"\b(?:i'?ll|i will|then i|ik ga|ik zal|dan (?:zeg|vraag|ga|vertel|leg|stel|bespreek) ik) (?:say|tell|sit|ring|call|zeggen|vertellen|bellen)?\b.*\b(?:sentence|zin|that|dat|sorry)\b")
GAVE_UP = re.compile(r"\b(?:gemist|miste|misten|afgezegd|laten schieten|overgeslagen)\b|\b(?:missed|gave up|has given up|cancelled) (?:her|his|their|the|a)\b")
COULDNT = re.compile(r"\bkon(?:den)? (?:\w+ ){0,2}?niet (?:meer )?(?:naar|mee naar|bij zijn)\b|\b(?:couldn't|could not) (?:go to|be at|get to|come to)\b")
I_GOT = re.compile(r"(?:(?:en|maar|and|but) )?(?:i (?:got|was given|had)|ik (?:kreeg|heb .*gekregen)) (?!told\b|asked\b|to hear\b|te horen\b|\w+ (?:a|an|some|flowers|the|een|wat)\b)")
THEY_GOT = re.compile(r"(?:(?:en|maar|and|but) )?(?:they|everyone|everybody|the (?:team|lads|girls|rest|others)|ze|iedereen|(?:de|het) (?:team|anderen|rest|ploeg)) (?:all |allemaal |alleen |just |only )*(?:got|were given|kregen|kreeg) (?:een|a|an|the|wel|alleen|just|only|some)\b(?!.*\b(?:shift|dienst|extra work|werk|flu|griep|new \w+|nieuwe \w+|virus|bug|cold)\b)")
OF_A_DEED = frozenset({"what", "extra", "cost", "enabled", "normal", "their_view"})
PROMISED_OR_SAID = frozenset({"promised", "said", "came_back", "own_share", "context", "their_view"})
OTHERS = re.compile(r"(?:ze|zij|hij|she|he|they)\b", re.I)
# That nothing was promised, which is no promise.
NONE_PROMISED = re.compile(
    r"\b(?:niks|niets|geen|nooit|niemand)\b(?:(?! maar| but| wat\b| van\b| gekregen| gekomen)[^,;]){0,25}\b(?:beloofd|toegezegd|toegezegging\w*|toezegging\w*)\b|\b(?:beloofd|toegezegd) (?:is|was|werd)(?: er| haar| hem)? (?:niks|niets|nooit)\b"
    r"|\b(?:nothing|no|never)\b(?:(?! but| got| of\b| what\b| came)[^,;]){0,20}\bpromis(?:ed|es?)\b(?! (?:was )?kept)|\b(?:didn't|haven't|wasn't|hasn't|weren't) (?:\w+ )?promised? (?:\w+ )?(?:anything|nothing)\b"
    r"|\b(?:wasn't|weren't|isn't) (?:\w+ )?promised\b(?! (?:any|much|more))|\b(?:is|was|werd) (?:\w+ )?niet (?:beloofd|toegezegd)\b|\b(?:promised|beloofde|beloofden) (?:me |us |her |him |mij |haar |hem |ons )?(?:nothing|niks|niets)\b", re.I
)
OF_MYSELF = re.compile(r"\bi(?:'d| had)? (?:said|promised|told (?:myself|my coach)) (?:that )?i(?:'d| would)\b|\bi had promised myself\b|\bik (?:zou|had (?:me |mezelf )?voorgenomen|had gezegd dat ik)\b")
