"""The field of a clause where a rule is certain of it; else what the reader says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from coach.dialogue.clauses import Clause, Token
from coach.dialogue.fields import TO_COACH, Asked
from coach.dialogue.grammar import (
    ATTRIBUTION,
    MIND,
    finite,
    has_group,
    is_first,
    is_past,
    spans_of_time,
    subject_of,
    times_in,
)
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.own_words import SPEAKS_TO
from coach.dialogue.people import (
    giver_of,
    is_group,
    people_in,
    reports_only,
)
from coach.dialogue.pieces import (
    MOST_NAMING,
    bare_text,
    before_a_preposition,
    deed,
    opens_a_name,
    who_named,
)
from coach.dialogue.roles import is_role, leaves
from coach.dialogue.state import Field

# Who keeps to the one it is about, and off themself.
NOT_DONE = re.compile(r"(?:(?:it|that|he|she|they|which) )?(?:didn't|did not|never|wasn't|weren't)(?: (?:happen\w*|come|came|arrive\w*|done|kept))?$|(?:is |kwam )?(?:niet|nooit) (?:gebeurd|gekomen|geweest)$", re.I)
STAYS = re.compile(
    r"\b(?:laten we (?:het )?(?:\w+ )?(?:bij|over) (?:\w+ )?\w+ (?:houden|hebben)|ik wil het (?:liever |gewoon )?over \w+ hebben|daar gaat het (?:nu |hier |mij |me )*niet om"
    r"|let's (?:just )?(?:stick (?:with|to)|keep (?:it |this )?(?:to|about|on)|stay (?:with|on)) \w+|(?:this|it) (?:isn't|is not|'s not) about me)\b", re.I
)
NO_PROMISE = re.compile(
    r"(?:ja,? |nou,? )?(?:er (?:is|was) )?(?:wel )?(?:(?:iets|wat) )?beloofd(?: is er)?(?: wel)?(?: (?:wat|iets))?(?: hoor)?(?: ja)?|(?:yes,? )?(?:there was |something was )(?:a |some )?promised?", re.I
)
OWN_PROMISE = re.compile(
    r"(?:(?:dat|daar|zo) )?(?:had|heb) ik (?:(?:haar|hem|ze|hun|het|dat|zo|ook|wel|toen) )*(?:gezegd|beloofd|toegezegd)|i(?:'d| had| did)? (?:said|promised|told (?:him|her|them))(?: so| that| it)?(?: (?:in|on|at|back in|last) [\w ]{2,15})?", re.I
)
# What a leader can give, put first: "mondays i can do", "de maandagen kan ik doen".
GIVES = re.compile(
    r"(?:(?:well|so|but|nou|dus|maar),? )*(?:[\w'-]+ ){1,4}(?:(?:i|we) (?:can|could) (?:do|give|offer|manage|cover|free up|sort)|(?:kan|kunnen) (?:ik|we|wij) (?:wel |zo |haar |hem |hun |ze )*(?:doen|geven|regelen|missen|vrijmaken|aanbieden|beloven))$"
)
SAYS_LITTLE = re.compile(
    r"(?:dat |het )?(?:zou|moet|moest|kan) ik (?:dat |het )?(?:eigenlijk |nog )*(?:aan )?(?:haar|hem|ze|hun|hen) (?:eigenlijk |nog |eerst |maar |eens )*(?:moeten |kunnen )?vragen|(?:i'd|i would|i'll|i should|i) (?:really )?(?:have to |need to |should )?ask (?:him|her|them)(?: that)?|(?:that's|that is) (?:one )?for (?:him|her|them) to (?:say|answer)|[\w'-]+ (?:wel|niet|is|isn't|too|ook)|(?:aanbieden|teruggeven|herstellen)|(?:he |she |they |hij |ze )?(?:told|said) (?:me|us|so)(?: so| that| it)?(?: (?:in|at|over|on|by) .{0,20})?|(?:zei|vertelde|zegt) (?:z'n|zijn|haar|hij|ze|ie) [\w-]*"
    r"|.{0,40}\b(?:kostte|kost|cost)\w* (?:\w+ )?(?:niks|niets|nothing)\b.{0,20}", re.I
)
DID_PAST = frozenset("did ran took covered came held kept drove wrote built taught".split())
GAVE_THEM = re.compile(r"(?:(?:just|only|i|we|once) )*(?:bought|gave|got|sent|brought|slipped|stood) (?:him|her|them|everyone|everybody)\b", re.I)
NOT_MINE_TO_GIVE = re.compile(r"(?:(?:maar|but|en|and) )?(?:not my (?:budget|call|decision|department|money)|niet mijn (?:budget|beslissing|potje|afdeling)|(?:geld|het geld|het budget|salaris) ga ik niet over|the (?:budget|money) isn't mine)\b")
# What tells nobody's doing: "daar moet je het uit trekken", "die heeft wel een punt", "dat bleef hangen".
GOES_WITHOUT = re.compile(
    r"\b(?:moet|kun|kan|mag) je\b(?!.*\bik\b)|\b(?:heeft|had) (?:ook |wel |daar |best |eigenlijk )*(?:een punt|gelijk)\b|\bhas a point\b|\bnooit de bedoeling\b|\bnever (?:the plan|meant to be)\b|\b(?:bleef|blijft) (?:\w+ ){0,3}hangen\b|\bstuck with me\b"
    r"|^(?:ja |en |maar |verder )*(?:zegt|zei) (?:hij|ze|zij|ie) (?:niet|niks|nooit|weinig)|^(?:gewoon|puur|alleen maar|just|only) (?:omdat|because)\b"
)
KNOWS_OF_THEM = re.compile(r"(?:(?:en|maar|and|but) )?(?:ik (?:weet|zie|merk|hoor)(?: wel| ook)* dat (?:ze|zij|hij)\b|i (?:do )?(?:know|see|notice)(?: that)? (?:she|he|they)\b)")
TENURE_BARE = re.compile(r"(?:al |nu )?[\w-]+ (?:jaar|years?)(?: (?:al|nu))? (?:bij ons|bij mij|hier|in dienst|with us|here|in the job)", re.I)
BODY = re.compile(r"^(?:his|her|zijn|haar|z'n) (?:back|knees?|shoulders?|neck|rug|knie|knieën|schouders?|nek)$|\b(?:his|her|their|zijn|haar|z'n|hun) (?:back|knees?|shoulders?|neck|sleep|nerves|marriage|rug|knie|knieën|schouders?|nek|slaap|nachtrust|huwelijk)(?:'s| is| are| zijn)? (?:\w+ )?(?:gone|shot|bad|playing up|wrecked|kapot|weg|stuk|naar de knoppen|op)\b")
HOW_MANY = re.compile(r"\b(?:if you|when you|not) count(?:ing)?\b|\bcounting the\b|\bals je [\w ]{2,30} mee ?(?:tel|reken)\w*|\b(?:de|het) [\w ]{2,30} (?:meegeteld|meegerekend|niet meegeteld)\b", re.I)
AWAY = re.compile(
    r"(?:[\w-]+ ){0,3}(?:zit|zat|is|was|ligt|lag|werd|viel|ging)(?: (?:nu|al|sinds \w+|toen|ook|helaas|lang|langdurig|weer))* (?:ziek(?: thuis| gemeld)?|uit|uitgevallen|overspannen|met (?:\w*verlof|vakantie|pensioen)|thuis met .{2,20}|weg)(?: (?:sinds|vanaf) \w+)?"
    r"|(?:[\w-]+ ){0,3}(?:'s|is|was|has been|'s been|went|went off|has gone|got)(?: (?:now|still|out|away))* (?:off(?: sick| ill| on \w+)?|sick|ill|on (?:\w+ )?leave|signed off)(?: since \w+)?", re.I
)
FAULT = re.compile(r"\b(?:komt door mij|kwam door mij|(?:is|was) (?:mijn (?:eigen )?(?:schuld|fout)|aan mij)|ligt aan mij|my (?:own )?(?:fault|doing)|(?:that's|thats|it's|its) on me|down to me)\b")
OFF = re.compile(r"\b(?:vrij|vrije|vrijaf|off|free)\b")
THEIR_OWN = re.compile(r"\b(?:hem|haar|zijn|z'n|hij|zij|ze|his|her|he|she|him)\b")
THEIRS = re.compile(r"(?:want |dan |daar |he|she|they|hij|zij|ze|die)\b")
UNSURE = 0.35  # below this a clause is only told, and fills no field
ASKED_FOR = 0.25  # the same, for the field that was asked for
LIKELY = 0.5  # the probability from which a deed is taken to have made something possible
# How long somebody has been there, which is no deed and no period of one.
TENURE = {
    "nl": re.compile(
        r"\b(?:werkt|werken|zit|zitten|is|zijn|loopt|rijdt|staat)\b(?: (?:hier|er|al|nu|bij ons|bij mij|in dienst|zo'n|zeker|ruim|bijna))*"
        r" (?:[\w-]+) jaar (?:hier|bij (?:ons|mij|de zaak|het bedrijf)|in dienst|op (?:de|het|ons) \w+)\b"
        r"|\b(?:werkt|zit|is|loopt) (?:hier|er|bij ons|bij mij) (?:al|nu|sinds|ruim|bijna|zeker|pas)\b.{0,24}$"
    ),
    "en": re.compile(
        r"\b(?:'s|has|have|'ve) (?:been|worked) (?:here|there|with (?:us|me|the \w+)|at (?:the|our) \w+|in the (?:job|team|trade))\b.{0,30}$"
        r"|\b(?:'s|has|have|'ve) (?:been|worked) .{0,20}\byears? (?:here|with us|in the (?:job|trade|team))\b"
    ),
}
# "gedoe met de ploeg" says what is wrong, and nobody yet.
TROUBLE = re.compile(r"(?:veel |wat |een hoop |alleen maar |some |a lot of )?[\w-]+ (?:met|in|binnen|rond|tussen|over|with|in|among|about|between)\b")
# What the speaker says they can or will do.
CAN_DO = {
    "nl": re.compile(r"^(?:en |dus |maar )?(?:(?:ik|we|wij) (?:kan|kunnen|zal|zullen|ga|gaan)|(?:kan|zal|ga) ik)\b"),
    "en": re.compile(r"^(?:and |so |but )?(?:i|we)(?: can| could| will|'ll|'m going to)\b"),
}


def settled(
    clause: Clause, label: str, sure: float, asked: Asked, lexicon: Lexicon, before: str
) -> Field:
    """Return the field of a clause: what a rule is certain of, else what the reader says."""
    text = HONESTLY.sub("", clause.text.lower().replace("’", "'"))
    words = clause.words
    cue = lexicon.cue
    if label == "promised" and HONESTLY.search(clause.text.lower()) and not PROMISED.search(text):
        label = "context"
    if label not in {"who", "sentence", TO_COACH} and SAYS_LITTLE.fullmatch(text.strip(" .,")) and asked.field != "sentence":
        return "context"  # "rooster wel", "told me so in the canteen", "aanbieden"
    if asked.audience == "leader" and NOT_MINE_TO_GIVE.match(text) and label != TO_COACH:
        return "not_possible"
    if BODY.search(text) and label in {"context", "their_view", "what", "came_back"} and asked.audience == "leader":
        return "cost"
    if KNOWS_OF_THEM.match(text) and asked.audience == "leader" and label in {"offer", "context", "own_share", "their_view", "what", "said"}:
        if cue("cost", text) or cue("home", text) or re.search(r"\bniet meer\b|\b(?:can't|couldn't|no longer|doesn't) \b", text):
            return "cost"  # "ik weet wel dat ze haar zoontje niet meer naar school kon brengen"
    if TENURE_BARE.fullmatch(text.strip(" .,")) and label not in {"sentence", TO_COACH}:
        return "context"  # "31 jaar bij ons"
    if asked.field in {"said", "came_back"} and label == "came_back" and finite(words) is None and cue("extra", text) and not cue("returned", text):
        return "what"  # "dit voorjaar ook de begraafplaats erbij"
    if COMES_BACK.match(text) and label not in {"sentence", TO_COACH}:
        return "context"  # "ik kom terug op vorige week"
    if FELT.match(text) and asked.audience == "client" and asked.field == "cost" and label not in {"sentence", TO_COACH}:
        return "cost"  # "ik ben moe"
    if FELT.match(text) and label not in {"sentence", TO_COACH} and (label == "what" or asked.phase in {"opening", "contributions"}):
        return "context"  # "ik ben geschrokken van het lijstje"
    plain_thing = finite(words) is None and cue("returned", text) and not any(t.kind == "negation" for t in words)
    asked_else = asked.field in {"wish", "offer", "promised", "cost", "sentence", "own_getting", "next_step"}
    if asked.phase in {"return", "repair"} and not asked_else and plain_thing and asked.audience == "client" and label in MISTAKEN | {"what", "said"}:
        return "came_back"  # "een taart", told late
    if asked.audience == "client" and YES_SAYING.search(text) and asked.phase not in {"opening", "contributions"} and label not in {"sentence", TO_COACH, "next_step"}:
        return "pattern"
    if label == "when" and COSTS.search(text):
        return "cost"  # "cost me my Sundays"
    if label == "sentence" and asked.field != "sentence" and clause.text[:1] not in "‘“\"'" and not CALLED.match(clause.text):
        if asked.phase in NAMING or not SPEAKS_TO.search(text):
            label = "context"  # "I wasn't done yet", "you moved on quick": said to nobody else
    named = people_in(clause, asked, lexicon)
    only_name = bool(named) and holds_only(" ".join(named), clause, lexicon)
    if named and reports_only(words) and asked.audience != "client" and len(words) <= REPORTING:
        return "who" if asked.phase in NAMING else "context"
    own_role = any(re.search(rf"\b{re.escape(r)}\b", text) for r in asked.nobody)
    if own_role and is_first(clause, subject_of(clause, lexicon)) and len(words) <= REPORTING:
        return "context"
    if named and finite(words) is None and len(words) <= MOST_NAMING and all(t.kind in APPOSED for t in words):
        return "who" if asked.phase in NAMING and asked.audience != "client" else "context"
    if _who_leaves(clause, named) and not cue("returned", text):
        return "context"
    if GIVES.match(text) and asked.audience == "leader" and asked.phase in {"return", "repair"}:
        return "offer"  # "mondays i can do"
    if NONE_PROMISED.search(text) and label not in {"sentence", TO_COACH}:
        return "context"
    if STAYS.search(text) or NO_PROMISE.fullmatch(text.strip(" .,")):
        return "context"
    if FAULT.search(text) and asked.audience != "client" and label != "sentence":
        return "own_share"
    if TOLD_THEM.match(text) and asked.audience == "leader" and label not in {"sentence", TO_COACH}:
        return "promised"  # "I told Joanne it would only be until October"
    if before in {"their_view", "offer", "context", "what", "came_back", "cost", "when"} and asked.phase != "opening" and asked.audience == "leader" and OWN_PROMISE.fullmatch(text.strip(" .,")):
        return "promised"  # "Second pair of hands by August. I said that."
    if asked.field in {"came_back", "promised"} and (OWN_PROMISE.fullmatch(text.strip(" .,")) or label == "came_back" and cue("not_kept", text) and not NOTHING_AT_ALL.fullmatch(text.strip(" .,"))):
        return "promised"  # "had ik gezegd", and what became of it
    about_something = TROUBLE.match(text) and finite(words) is None and not has_group(words[:1], lexicon)
    if asked.phase == "opening" and about_something and not named:
        return "context"
    if label in {"what", "extra", "normal", "their_view", "cost"} and IS_THE.match(text) or label not in {"sentence", TO_COACH} and (am := I_AM.match(text)) and is_role(am["role"], lexicon.language):
        return "context"  # who somebody is: "she's the sous at the school site", "I'm the library assistant"
    if label in {"what", "extra"} and asked.audience != "client" and THERE_IS[lexicon.language].match(text):
        return "context"  # "there was a hold on it", "so that's wedding season"
    if label == "promised" and UNTHINKABLE.search(text):
        return "said" if is_first(clause, subject_of(clause, lexicon)) else "context"  # "I don't know what I'd do without her"
    if asked.field == "sentence" and asked.audience == "client" and label != TO_COACH:
        if WANTS_TO_ASK.match(text):
            return "sentence"  # "ik wil vragen of ze voor kerst duidelijkheid kan geven"
        if NOT_THAT.match(text):
            return "context"  # "nee, niet wat mij toegezegd is"
    if ASIDE.fullmatch(text.strip(" .,")):
        return "context"  # "officially anyway"
    if NO_OATH.search(text) or label in {"came_back", "said"} and KNOWS.match(text) and asked.audience != "client":
        return "context"  # "so I can't swear to it", "hij weet dat ik het waardeer"
    if SIGNAL.search(text) and label in {"what", "cost", "context", "came_back"}:
        return "their_view"
    if GAVE_THEM.match(text) and asked.audience == "leader" and label in {*GIVEN_AS, "own_share"} and asked.phase in {"contributions", "return"}:
        return "came_back"  # "bought him a pint at Christmas"
    if before == "who" and label == "who" and len(words) == 1 and not named:
        return "context"  # "Mick. Nights."
    did_it = words[0].kind in {"verb", "auxiliary"} and (words[0].lower in DID_PAST or words[0].lower.endswith("ed")) and len(words) > FEWEST_DOING
    if did_it and before in {"who", "context"} and lexicon.language == "en" and asked.audience == "leader" and asked.phase in {"opening", "contributions"} and label in {"context", "cost", "when"}:
        return "what"  # "Danny, my sous. Did every breakfast shift for seven weeks"
    on_it = words[0].lower.endswith("ing") and len(words) > FEWEST_DOING and lexicon.language == "en"
    if on_it and asked.field in {"who", "what"} and asked.audience != "client" and label in {"when", "context", "extra"}:
        return "what"  # "Covering two bays since Darren left"
    if before == "who" and label != TO_COACH and finite(words) is None and words[0].lower in lexicon.classes["first_possessive"] and len(words) <= A_THING:
        return "context"  # "dat was Harm, onze lichtman"
    if label in {"what", "extra", "cost", "normal"} and AWAY.fullmatch(text.strip(" .,")) and asked.field != "cost":
        return "context"  # "collega zit ziek thuis": why there was more to do
    if IS_THE_JOB.search(text) and label not in {TO_COACH}:
        return "normal"
    if SO_TO_SAY.search(text) or TENURE[lexicon.language].search(text):
        return "context"
    if POINTS_ON.match(text.strip()):
        return "context"
    if only_name and asked.audience != "client" and asked.phase in NAMING:
        return "who"
    if before == "who" and asked.audience != "client" and label in {"context", "their_view"} and THEY_DO.match(text) and len(words) > FEWEST_DOING:
        return "what"  # "…, die staat er elke zaterdag alleen voor"
    if asked.phase == "opening" and asked.audience != "client" and finite(words) is None:
        pointed = words[0].kind in {"determiner", "first", "number"}
        if is_group(words, lexicon) and label != TO_COACH and pointed:
            return "who"
    one_word = clause.start == 0 and len(words) == 1 and words[0].kind in {"word", "name"}
    head = before_a_preposition(words)
    points = words[0].kind in {"determiner", "first"} and words[0].lower not in {"a", "an", "een", "dat", "that", "dit", "this"}
    somebody = is_role(head[-1].lower, lexicon.language) or clause.start == 0 and len(head) == 2 and head[-1].lower not in NO_WHO
    role = points and somebody
    naming = opens_a_name(words) or one_word or role
    if asked.field == "who" and finite(words) is None and len(head) <= 3 and head[-1].lower in NO_WHO:
        return "context"  # "the mood"
    first_said = role and clause.start == 0 and label != TO_COACH  # "the receptionist at our main gate"
    if asked.field == "who" and (label in {"context", "who"} or first_said) and finite(words) is None and naming:
        if asked.audience != "client" and not asked.focus and who_named(clause, asked, lexicon):
            return "who"
    if DID_NOTHING.search(text) and asked.audience != "client" and label != TO_COACH:
        return "own_share"
    if FEELS_SO.search(text) and not is_first(clause, subject_of(clause, lexicon)):
        return "context"
    if BUSY.fullmatch(text.strip(" .,")):
        return "context"  # "druk geweest" tells nobody's deed
    if KNOWS_WHAT.match(text) or asked.audience == "client" and HOMEWORK.search(text):
        return "context"
    if asked.field == "cost" and finite(words) is None and FREE_TIME.search(text) and len(words) <= A_THING:
        return "cost"  # "zaterdagen."
    if SO_LONG.match(bare_text(clause)) and times_in(text, lexicon) and label != TO_COACH and asked.audience != "client":
        return "when"  # "dat doet hij al drie jaar"
    theirs_to_tell = finite(words) is not None and not is_first(clause, subject_of(clause, lexicon))
    acting_on = any(t.kind in {"participle", "infinitive"} or t.lower.endswith("ing") for t in words)
    if asked.field == "what" and label == "when" and theirs_to_tell and acting_on and asked.audience != "client":
        return "what"  # "she's been cashing up since May"
    timed = asked.field == "when" and label in {"what", "context"} and times_in(text, lexicon)
    if timed and finite(words) is None:
        return "when"
    steps = label == "next_step" or asked.field == "next_step" or asked.phase in {"mirror", "closing"}
    if finite(words) is None and not steps and _only_time(clause, lexicon):
        return "when"
    if asked.field in BOTH_SIDES and NOBODY.fullmatch(bare_text(clause)):
        return asked.field
    if asked.field == "came_back" and NOTHING_AT_ALL.fullmatch(text.strip(" .,")) and label != TO_COACH:
        return "came_back"
    later = asked.phase in {"return", "repair"}
    if asked.field == "offer" and OFF.search(text) and times_in(text, lexicon) and asked.audience != "client":
        return "offer"  # "dinsdag vrij": the day they get, and no day they meet
    said_bare = finite(words) is None and len(words) >= 2 and not any(t.kind == "negation" for t in words)
    if asked.field == "offer" and asked.audience == "leader" and said_bare and label in {"context", "what", "extra", "their_view", "habit"}:
        if not _only_time(clause, lexicon) and not named:
            return "offer"  # "weekendhulp op de zaag inwerken"
    if asked.field == "cost" and label == "context" and times_in(text, lexicon) and THEIR_OWN.search(text):
        return "cost"  # "vrijdag is klaverjassen bij hem"
    if asked.field == "cost" and before == "cost" and label == "context" and THEIRS.match(text):
        return "cost"  # "voetbal denk ik, hij was trainer van de jeugd"
    dated = cue("event", text) and times_in(text, lexicon)
    if dated and MEANS_TO.search(text) and asked.audience != "coach":
        return "next_step"
    if dated and asked.field == "next_step" and finite(words) is None and label in AN_APPOINTMENT:
        return "next_step"
    if dated and finite(words) is None and asked.phase in {"repair", "mirror", "closing"}:
        return "next_step"
    meets = SEES.search(text) and not is_past(clause, lexicon)
    if dated and meets and label in {"offer", "context", "own_share", "promised", "their_view"} and asked.phase in LATE:
        return "next_step"
    if _names_a_deed(clause, asked, lexicon, before) and label in NOMINAL_DEED:
        return "what"
    if before in {"what", "extra", "when"} and cue("extra", text) and finite(words) is None and label in {"what", "context", "normal"}:
        return "extra"  # "naast haar eigen routes"
    if OPINION.search(text) and label in {"came_back", "what", "offer", "cost"}:
        return "context"
    if label == "enabled" and sure < LIKELY and not cue("enabled", text):
        return "context"
    if cue("not_mine", text) and not cue("promise", text) and asked.phase != "opening":
        return "not_possible"
    if CANT.search(text) and asked.audience != "client" and asked.phase not in {"opening", "contributions"}:
        return "not_possible"
    plain = not any(t.kind == "negation" for t in words)
    offered = {"context", "own_share", "cost"} if cue("promise", text) else {"context", "own_share", "cost", "promised"}
    if asked.phase == "repair" and asked.audience == "leader" and label in offered:
        if CAN_DO[lexicon.language].search(text) and plain and not is_past(clause, lexicon):
            return "offer"
    if asked.field == "their_view" and asked.phase == "return" and asked.audience == "leader":
        if label in {"context", "own_share", "wish"} and not is_past(clause, lexicon) and len(words) > 2:
            return "their_view"
    if asked.field == "their_view" and asked.phase == "return" and asked.audience == "leader" and label in {"cost", "what", "extra", "context"}:
        if finite(words) is None and len(words) <= FEW and not named and not any(t.kind in {"negation", "pronoun"} for t in words) and any(t.kind == "word" for t in words):
            return "their_view"  # "nachtrust", "a lift home": what they would call something back
    if asked.field == "their_view" and label in {"came_back", "what", "cost", "offer"} and len(words) <= FEW and _only_names(words, lexicon):
        return "context"  # "de kerkenraad denk ik": who sees it otherwise
    if asked.field == "came_back" and label == "not_possible" and finite(words) is None and not any(t.kind == "negation" for t in words):
        return "came_back"  # "een appje"
    if asked.field in {"said", "came_back"} and finite(words) is None and label in {"cost", "what", "extra", "enabled"}:
        if len(words) <= A_THING and not cue("home", text) and not (asked.audience == "client" and label != "cost"):
            return "came_back"  # "cards from the kids"
    if asked.field == "came_back" and asked.audience == "client" and label == "said" and not is_first(clause, subject_of(clause, lexicon)):
        return "came_back"  # what others said to a client
    if asked.field == "pattern" and asked.audience == "client" and label in {"promised", "said", "own_share"}:
        return "pattern"  # what happened when they set a limit
    if asked.field == "promised" and NONE_OF_IT.search(text):
        return "context"
    if label != TO_COACH and IS_NOBODY.search(text):
        return "context"
    if label in {"what", "extra"} and NEVER_CAME.search(text):
        return "promised" if before == "promised" else "context"
    if label in {"what", "cost"} and LEFT.search(text) and not named:
        return "context"
    if label in {"what", "extra", "normal"} and (told := IS_ROLE.match(text)) and (told["mine"] or is_role(told["role"], lexicon.language)):
        return "context"  # "zij is mijn senior toezichthouder"
    own = is_first(clause, subject_of(clause, lexicon))
    if asked.audience == "client" and asked.phase in {"opening", "contributions"} and own and (OF_MYSELF.search(text) or label == "promised" and not cue("promise", text)):
        return "context"  # what a client meant to do is no promise to them
    if PROMISED.search(text) and (label not in {"sentence", TO_COACH} or sure < UNSURE):
        return "promised"
    if before == "promised" and (cue("not_kept", text) or cue("predecessor", text) or NOT_DONE.match(text)):
        return "promised"
    if cue("promise", text) and label in {"their_view", "context"} and asked.phase != "opening":
        return "promised"
    if label == "what" and asked.audience == "client" and cue("cost", text):
        if not any(t.kind == "participle" for t in words):
            return "cost"
    if label in {"what", "context", "came_back"} and COSTS.search(text):
        return "cost"
    first = is_first(clause, subject_of(clause, lexicon))
    if label == "what" and first and asked.audience != "client":
        return "own_giving" if asked.phase == "mirror" else "context"
    been = any(t.lower in {"been", "ended"} for t in words)  # "I've been training every new starter"
    did = first and any(t.kind == "participle" and (been or not t.lower.endswith("ing")) for t in words)
    if asked.audience == "client" and asked.field == "what" and label in NOT_YET_A_DEED and _does_something(clause, first):
        return "what"  # "I ring the housebound patients in my lunch break"
    if label in {"what", "cost", "extra", "their_view", "context", "said"} and (IS_SOMETHING.match(text) or OF_HOME.match(text)) and asked.audience == "leader" and asked.phase in NAMING:
        return "context"  # "he's a fencing contractor", "my husband says I should just ask"
    if GENERALLY.search(text) and label == "what":
        return "context"  # "ik geef gewoon te veel"
    if cue("paid_for", text) and label in {"cost", "what", "context", "came_back"}:
        return "normal"
    made = label == "cost" and not cue("cost", text) and not cue("home", text)
    if label == "cost" and asked.audience != "client" and asked.field == "cost" and DID_ALSO.match(text):
        done = AT_THE_TIME.split(text)[0]  # "… when Rob was off sick"
        if not cue("cost", done) and not cue("home", done) and not LOSES.search(done):
            return "what"  # "she's also cashed up twice", in answer to what it cost
    if (label == "context" or made) and did and asked.audience == "client":
        if asked.phase in {"opening", "contributions"} and asked.field in {"what", None}:
            return "what"
    if label == "what" and asked.phase == "opening" and asked.audience == "client" and not did and not cue("extra", text):
        return "context"
    if label in MISTAKEN and first and asked.audience != "client" and later:
        if cue("own_share", text) and not cue("offer", text) and not cue("returned", text):
            return "own_share"
    if label in MISTAKEN and cue("nothing_said", text) and asked.audience != "client" and not _another_s(clause, lexicon):
        return "said"
    if label in MISTAKEN and asked.phase == "return" and cue("returned", text) and not first:
        return "came_back"
    if UNSAID.match(text) and asked.audience == "leader" and label not in {"sentence", TO_COACH, "came_back"}:
        return "own_share"
    if asked.audience == "client" and SKIPS.search(text) and label not in {"sentence", TO_COACH, "next_step"}:
        return "cost"
    theirs = not is_first(clause, subject_of(clause, lexicon))
    if HAD_TO_MISS.search(text) and label not in {"sentence", TO_COACH, "promised"}:
        if theirs != (asked.audience == "client") and asked.phase not in LATE - {"return", "repair"}:
            return "cost"
    if TOLD_ME.search(text) and asked.audience == "client" and label not in {"sentence", TO_COACH}:
        return "promised"
    if PROMISED_MYSELF.search(text) and asked.audience != "client" and label not in {"sentence", TO_COACH}:
        return "promised"
    if GAVE.search(text) and asked.phase in {"contributions", "return"} and label in GIVEN_AS and asked.audience != "client":
        return "came_back"
    reported = ATTRIBUTION[lexicon.language].match(clause.text)
    if reported and SAID_MYSELF.search(reported["by"]) and label in {"context", "cost", "what", "their_view"}:
        if asked.audience != "client" and not MAY.search(reported["rest"]):
            return "said"
    if reported and SAID_MYSELF.search(reported["by"]) and MAY.search(reported["rest"]):
        return "promised"
    thinks = reported and re.search(r"\b(?:denkt|vindt|ziet|zegt|thinks|sees|says|reckons|believes)\b", reported["by"], re.I)
    if asked.field == "their_view" and thinks and not is_first(clause, subject_of(clause, lexicon)):
        return "their_view"
    if label == "promised" and reported and OPINES.search(reported["by"]) and not cue("promise", text) and not LATER.search(text):
        return "their_view"  # "die zegt dat ik het zelf zo leuk vind"
    if asked.field == "sentence" and asked.audience == "client" and MAY_OPEN.match(text):
        return "sentence"  # their one request, without its question mark
    if asked.field == "cost" and label == "their_view" and (NO_MORE.search(text) or PASTIME.match(text)):
        return "cost"  # "hij sport niet meer zei ie laatst, hij zat op thaiboksen"
    if asked.field == "cost" and reported and label in {"their_view", "said", "context"}:
        their = re.match(r"(?:ze|zij|hij|she|he|they)\b", reported["rest"], re.I)
        joked = cue("laugh", text) or "lachend" in text or "laughing" in text
        if joked or re.search(r"\b(?:denk|dacht|vermoed|think|suspect|expect)\b", reported["by"], re.I):
            return "their_view"
        if their:
            return "cost"
    if asked.phase == "mirror" and asked.audience == "leader" and asked.field in BOTH_MIRRORS:
        if LEANS_ON.search(text):
            return "own_getting"
        if first and asked.field == "own_giving" and label in OWN_IN_THE_MIRROR and not cue("promise", text) and not SPOKEN_TO_SOMEBODY.search(text) and not CAN_DO[lexicon.language].search(text):
            return "own_giving"
        if not first and asked.field == "own_getting" and label in {"what", "extra"}:
            return "own_getting"  # "he does the bins and the veg"
    both_ways = asked.phase == "mirror" and asked.field in BOTH_MIRRORS
    if both_ways and not cue("event", text) and (label in OWN_SIDE or sure < UNSURE) and len(words) >= 3:
        return cast(Field, asked.field)
    if label in {"what", "cost", "their_view"} and NO_DEED.search(text):
        return "context"
    if cue("event", text) and cue("meeting", text) and not is_past(clause, lexicon):
        once = AT_AN_HOUR.search(text) is not None and EACH.search(text) is None  # "donderdag om drie uur drinken we koffie"
        habit = asked.phase == "reciprocity" and not SEES.search(text) and not once
        if not habit and label not in {"promised", "sentence"}:
            return "next_step"
    if label in {"their_view", "context", "said"} and cue("home", text) and asked.audience != "client":
        if not is_first(clause, subject_of(clause, lexicon)) and asked.phase in NAMING:
            return "cost"
    if label in RECEIVING and RECEIVED.search(text) and cue("returned", text):
        return "came_back"
    if only_name and label not in {"who", TO_COACH}:
        return "own_getting" if asked.field == "own_getting" else "context"
    if label == "when" and not times_in(text, lexicon) and not any(t.kind in {"month", "weekday"} for t in words) and len(words) > 2:
        return "context"
    if label == "when" and finite(words) is not None and giver_of(clause, asked, lexicon):
        return "what"
    subject = subject_of(clause, lexicon)
    acts = subject is not None and subject[0].kind == "third" and asked.focus
    hangs = subject is None and words[0].kind in {"auxiliary", "verb"} and before in {"who", "context", "when"}
    if label == "when" and hangs and len(deed(clause, lexicon).split()) >= 3:
        return "what"  # "Priya, who …, has done every Sunday since"
    if label == "when" and acts and len(deed(clause, lexicon).split()) >= 3:
        return "what"
    verb_first = words[0].kind == "verb" and len(words) >= 2
    unclear = label in {"context", "pattern"} or sure < UNSURE and label != TO_COACH
    if verb_first and asked.focus and asked.phase in NAMING and unclear:
        if subject_of(clause, lexicon) is None and words[0].lower not in {"zeggen", "kijken"}:
            return "what"
    if asked.phase == "opening" and asked.audience == "leader" and sure < UNSURE and _somebody_acts(clause, asked, lexicon):
        return "what"
    expected = label == asked.field or label == "what" and cue("extra", text)
    enough = ASKED_FOR if expected else UNSURE
    return cast(Field, label) if sure >= enough and label != TO_COACH else "context"


def _somebody_acts(clause: Clause, asked: Asked, lexicon: Lexicon) -> bool:
    """Tell whether a person or role does something in the clause, and doesn't only think or say it."""
    verb = finite(clause.words)
    if verb is None or clause.words[verb].kind != "verb" or MIND[lexicon.language].search(clause.text.lower()):
        return False
    reports = ATTRIBUTION[lexicon.language].match(clause.text) is not None
    return not reports and giver_of(clause, asked, lexicon, does=True) != ""


def _only_time(clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether a clause holds a time and hardly anything else ("about a year now")."""
    told = sum(end - start for start, end in spans_of_time(clause.text, lexicon))
    return told >= MOSTLY * len(clause.text.strip())


def _another_s(clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether somebody else is the subject, and not "nobody"."""
    subject = subject_of(clause, lexicon)
    return subject is not None and not is_first(clause, subject) and subject[0].kind != "negation"


def _only_names(words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a clause names somebody and says no more than that it is thought so."""
    verbs = [t.lower for t in words if t.kind in {"verb", "auxiliary", "infinitive", "participle"}]
    return all(v in {"denk", "think", "is", "vermoed", "suppose", "guess"} for v in verbs)


IS_SOMETHING = re.compile(r"(?:(?:maar|en|want|but|and|because) )?(?:he|she|hij|ze|zij|die)(?:'s| is| was) (?:just |gewoon |ook |zelf )*(?:an?|een) (?:[\w-]+ ){0,2}[\w-]+(?:$| (?:in|at|for|with|of|by|so|and|who|which|bij|van|op|en|dus|die)\b)")
OF_HOME = re.compile(
    r"(?:my|mijn|m'n) (?:husband|wife|partner|mother|mum|dad|father|sister|brother|friend|mate|man|vrouw|vriend|vriendin|moeder|vader|zus|broer|coach|therapist) (?:\w+ )?(?:says|said|thinks|reckons|tells|told|zegt|zei|vindt|vond|denkt|dacht|vraagt|vroeg)\b"
)
GENERALLY = re.compile(r"\b(?:geef|geeft|give|gives|doe|doet|do|does) (?:gewoon |just |altijd |always )*(?:veel )?(?:te veel|teveel|too much|zoveel|so much|meer|more)$")
A_THING = 7  # words of what somebody got
FEW = 5  # words
MOSTLY = 0.7
# One more thing that another did, and what makes it one that was lost.
DID_ALSO = re.compile(r"(?:(?:en|and|maar|but) )?(?:ze|zij|hij|die|she|he|they)(?: (?:heeft|had|hebben) ook| ?(?:'s|'ve| has| have|'d| had) also)\b", re.I)
AT_THE_TIME = re.compile(r"\b(?:toen|omdat|terwijl|als|when|because|while)\b", re.I)
LOSES = re.compile(
    r"\b(?:gemist|mist|afgezegd|afgelast|opgegeven|ingeleverd|verloren|kwijt|laten (?:schieten|vallen|lopen)|overgeslagen|gestopt|geen|niet|nooit|minder|last|pijn|moeite|geslapen|gehuild"
    r"|miss\w*|cancel\w*|gave up|given up|lost|skipped|stopped|dropped|no|not|never|less|trouble|had to|pain|slept|cried)\b", re.I
)  # fmt: skip
OWN_IN_THE_MIRROR = frozenset({"promised", "came_back", "said", "cost", "what", "sentence", "offer", "own_share"})
SPOKEN_TO_SOMEBODY = re.compile(r"\b(?:je|jij|jou|jouw|jullie|u|uw|you|your)\b")
# On whom the speaker leans, whichever side of the mirror was asked.
LEANS_ON = re.compile(
    r"\b(?:van|op|bij) .{2,30} (?:vraag|leun|reken|steun) ik\b|\bik (?:leun|reken|steun) (?:\w+ ){0,3}op\b|\b(?:leunen|rekenen|steunen) doe ik\b|\bik vraag (?:wel |veel |heel veel |te veel )*(?:van|aan)\b|\b(?:i|we) (?:lean|rely|count|depend) (?:\w+ )?on\b|\bi ask (?:a lot|too much) of\b"
)
# What "who" is sometimes answered with, and nobody is.
NO_WHO = frozenset("sfeer stemming drukte druk werkdruk rooster planning werk baan probleem vraag rest zelfde laatste atmosphere mood pressure workload rota work job problem question rest same usual last".split())
# Somebody who was just named does something: no state, wish or word of theirs.
THEY_DO = re.compile(
    r"(?:die|hij|zij|ze|she|he|who|they) (?!(?:is|was|zijn|waren|heeft|had|hebben|wil|wilde|kan|kon|moet|moest|vindt|vond|zegt|zei|denkt|wordt|lijkt|zit|voelt|klaagt|moppert|weet|ziet|werkt"
    r"|are|were|has|have|wants?|can|could|seems?|feels?|thinks?|says?|said|looks?|gets?|knows?|works?|complains?|left|went)\b)\w+"
)
FEWEST_DOING = 3  # words of a clause that tells what somebody does
NOT_YET_A_DEED = frozenset({"context", "normal", "own_giving", "pattern", "their_view"})
# What a client says of themself that is no deed.
IS_SOMEHOW = re.compile(
    r"\b(?:i|ik) (?:am|was|have (?:a|an|the|my|no)|had|think|thought|feel|felt|know|knew|want|wanted|like|liked|need|needed|mean|guess|suppose|work|live|see|hope|wonder|said|told|haven't|can|could|should|would|get|got"
    r"|ben|was|heb (?:een|geen|het|de|mijn)|had|denk|dacht|voel|voelde|weet|wist|wil|wilde|vind|vond|moet|moest|kan|kon|zou|werk|woon|zie|zag|hoop|merk|merkte|zei|krijg|kreeg)\b|\b(?:i'm|i'd|i'll)\b|\b(?:ben|vind|denk|voel|wil|moet|kan|weet|zit) ik\b"
)


def _does_something(clause: Clause, first: bool) -> bool:
    """Tell whether a client says what they do or did: a verb of theirs with something behind it, not denied."""
    text = clause.text.lower().replace("’", "'")
    done = re.search(r"\bi(?:'ve| have) \w+|\bik heb\b|\bheb ik\b", text)
    denied = any(t.kind == "negation" for t in clause.words)
    return (first or done is not None) and not denied and len(clause.words) >= 4 and (done is not None or not IS_SOMEHOW.search(text))


# What somebody did in their own time: "ze zat op salsa".
PASTIME = re.compile(
    r"(?:ze|zij|hij|ie|she|he) (?:zat|zit|ging|zong|speelde|danste|used to (?:go|sing|play|dance|be)|sang|played|went) (?:altijd |vroeger |always )*(?:op|naar|bij|in|aan|to|at|on) "
    r"(?P<what>(?:(?:een|de|het|haar|zijn|a|the|her|his) )?[\w-]+(?: [\w-]+)?)(?P<day> (?:op|elke|iedere|on|every) [\w-]+)?",
    re.I,
)
OPINES = re.compile(r"\b(?:zegt|vindt|denkt|says|thinks|reckons|finds)\b")
LATER = re.compile(r"\b(?:zou|zouden|zal|zullen|gaat|gaan|komt|krijg\w*|mag|mocht|would|will|going to|gets?|'ll|'d)\b")
MAY_OPEN = re.compile(r"(?:kan|kunnen|kunt|kun|wil|wilt|zou|zouden|mag|mogen|can|could|would|will|may|might|shall)\b")
NO_MORE = re.compile(r"\b(?:niet meer|geen \w+ meer|minder|gestopt|afgezegd|no longer|stopped|any ?more|gave up|given up|missed|skipped)\b")
# What a client came with from a session, which nobody was given.
HOMEWORK = re.compile(
    r"\b(?:last time|vorige keer|laatst)\b.{0,12}\b(?:talked|spoke|discussed|hadden|spraken|gehad)\b|\bwe (?:talked|spoke) about\b|\bhadden (?:we )?het (?:\w+ ){0,3}over\b|"
    r"\b(?:i was|we were|i've been|been) (?:told|asked|supposed) to (?:look|think|write|bring|note|come|do|prepare)\b|\b(?:she|he|my coach) (?:told|asked) me to (?:look|think|write|bring|note|come)\b"
    r"|\bik (?:moest|moet|zou|mocht) (?:hier |er |nog |eens |iets |wat |over )*(?:\w+ ){0,3}(?:kijken|nadenken|opschrijven|noteren|meenemen|meebrengen|voorbereiden|uitzoeken|invullen)\b|\b(?:vorige|laatste) keer (?:bij|met)\b|\bmet (?:mijn|m'n|mn|de) coach\b|\b(?:ze|zij|hij|coach) vroeg (?:me |mij )?of ik\b.*\b(?:opschrijven|schrijven|nadenken|kijken|noteren|bijhouden|meenemen)\b|\bwith my coach\b|\bmijn coach (?:stuurde|zei|raadde|vroeg|wilde)\b|\bmy coach (?:sent|told|asked|suggested|wanted)\b|\bopschrijven wat ik\b|\bwrite down what i\b|\bmijn (?:volgende )?sessie is\b|\bmy (?:next )?session is\b"
)
BUSY = re.compile(r"(?:het (?:was|is) |it(?:'s| was| has) (?:been )?|gewoon |erg |heel |just |really |very )*(?:druk|hectisch|busy|hectic|mad|manic)(?: geweest| hier| here| all round)*")
# A leader who let it lie; and what something feels like, which nobody did.
DID_NOTHING = re.compile(r"\b(?:daar|er|hier)(?: \w+)? heb ik (?:toen |verder |eigenlijk |ook |er )*(?:niks|niets) (?:mee|aan|over|voor) (?:gedaan|gezegd)\b|\bi (?:did|said|have done|'ve done) nothing (?:with|about) (?:it|that)\b")
FEELS_SO = re.compile(r"\b(?:voelt|voelde) (?:ook |toch |wel |een beetje )?\w+$|\bfeels (?:just as |pretty |a bit )?\w+(?: too)?$")
# That something is known, and not yet what.
KNOWS_WHAT = re.compile(r"(?:and |but |well |honestly,? |to be honest,? )*i (?:honestly |really |actually )?(?:don't|do not) (?:really |actually |quite )?know (?:what|how much) .{0,30}$|(?:ja |maar |en )*(?:ik weet|weet ik) (?:eerlijk gezegd |eigenlijk |ook )*niet (?:zo goed |precies |echt )*(?:wat|hoeveel) .{0,30}$|(?:ja |maar |en |but |and )*(?:wat|hoe(?:veel)?|what|how much) (?:het|dat|it|that) .{0,25}\b(?:weet|snap|begrijp|know|understand)\b(?: ik| i)?(?: (?:wel|wél|niet|do|don't))*$|(?:ja |but )*(?:i|ik) (?:do )?(?:know|weet) (?:wel |wél )?(?:what|wat) (?:it|het|dat)\b.{0,25}$")
# Time of one's own, which a cost is told in: "zaterdagen", "haar avonden", "most Sundays".
FREE_TIME = re.compile(
    r"\b(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:en|avonden|ochtenden)|avonden|weekend(?:en|s)?|nachten|vakantie|zomer|nachtrust|vrije (?:dag|dagen|tijd|avonden|uren)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days|evenings|weekends?|nights|holidays?|sleep|days off|free time|lunch breaks?)\b"
)
BOTH_MIRRORS = frozenset({"own_giving", "own_getting"})
BOTH_SIDES = frozenset({"came_back", "own_giving", "own_getting"})
NOBODY = re.compile(r"(?:nee,? |no,? )?(?:niemand|niks|niets|nergens|nobody|no one|nothing|nowhere|none)(?: (?:echt|eigenlijk|really|much|denk ik))?")


def holds_only(name: str, clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether a clause holds a name and besides that only fillers ("Peter dus", "vooral An")."""
    kept = [
        t.text for t in clause.words
        if t.lower not in lexicon.classes["filler"] and t.kind not in {"adverb", "coordinator"}
    ]  # fmt: skip
    name = name.lower()
    told = " ".join(kept).lower()
    return told in {name, *(f"{word} {name}" for word in ("van", "of", "voor", "for"))}


REPORTING = 7  # words of a clause that only says who it is about
APPOSED = frozenset({"name", "word", "determiner", "adverb", "first", "number"})
# How people act who gave long and say nothing: no deed and no cost.
SIGNAL = re.compile(
    r"\b(?:alleen (?:nog )?(?:maar )?(?:het )?(?:hoognodige|strikt nodige|minimale|minimum)|niet meer dan (?:nodig|moet)|de kantjes (?:er )?van ?af|(?:the |just the )?bare minimum|works? to rule)\b"
    r"|\b(?:gone|went|become|became|got|getting|turned) (?:\w+ ){0,2}(?:quiet|silent|flat|cold|sour|distant)\b|\bstopped (?:talking|coming|asking|joining)\b"
    r"|\bstipt (?:om \w+ (?:uur )?)?(?:weg|naar huis)\b|\b(?:vertrekt|vertrok) (?:\w+ ){0,2}stipt\b|\b(?:leaves?|left|goes? home|going home|clocks? off|out the door)\b[^,;]{0,25}\b(?:bang on|dead on|sharp|on the dot)\b"
    r"|\b(?:stil|stiller|kortaf|afwezig|chagrijnig|koel) (?:geworden|aan het worden)\b|\bis (?:\w+ ){0,4}anders$|\bzeg(?:t|gen)? (?:\w+ ){0,2}(?:niks|niets|weinig)(?: meer)?\b"
)
IS_THE_JOB = re.compile(
    r"\b(?:that's|thats|it's|which is) (?:just |all |part of )*(?:my|our|his|her|their) job\b|\b(?:hoort|hoorde) (?:gewoon |ook )*bij (?:mijn|m'n|het|zijn|haar|ons) (?:werk|functie|baan|vak)\b|\b(?:dat is|is gewoon) (?:mijn|m'n) werk\b"
)
SO_TO_SAY = re.compile(r"\bzou ik zeggen$|\bi'd say$|\bdat vroeg ik niet\b|\bthat isn't what i asked\b|\bthat's not what i asked\b")
POINTS_ON = re.compile(r"(?:what i (?:can|could) (?:offer|do)|wat ik (?:kan|wil) (?:aanbieden|doen)|it's (?:already )?(?:\w+)|het is (?:al |nu )?\w+|(?:en |maar )?(?:nu|inmiddels|intussen|ondertussen) is (?:het|'t|t) (?:al |alweer )?\w+|(?:and |but )?(?:now it's|it's now) \w+(?: now)?)$")
NAMING = frozenset({"opening", "contributions", "return"})
NOMINAL_DEED = frozenset({"context", "extra", "offer", "came_back", "cost", "normal", "pattern", "habit", "their_view"})


def _names_a_deed(clause: Clause, asked: Asked, lexicon: Lexicon, before: str) -> bool:
    """Tell whether a clause without a verb answers what somebody did ("de planning, elke week")."""
    if asked.audience != "leader" or finite(clause.words) is not None or len(clause.words) < 2:
        return False
    answers = asked.field == "what" and bool(asked.focus) or asked.field == "who" and before == "who"
    thing = any(t.kind == "word" for t in clause.words) and not people_in(clause, asked, lexicon)
    return answers and thing and clause.words[0].kind not in {"subordinator", "negation"} and not _only_time(clause, lexicon)


# Who went for good, which is no deed and no cost of whoever stayed.
def _who_leaves(clause: Clause, named: Sequence[str]) -> bool:
    """Tell whether a clause tells of its subject only that they left or fell ill."""
    opens = " ".join(t.lower for t in clause.words[:3])
    return any(n.lower() in opens and leaves(n, clause.text) for n in named)


NOTHING_AT_ALL = re.compile(r"(?:nee,? |no,? |er (?:is|kwam) )?(?:niks|niets|nothing|not a thing)\b(?! (?:gezegd|gedaan|beloofd|said|done|promised))(?: \w+){0,4}")
IS_NOBODY = re.compile(r"\b(?:isn't|is not|aren't|is geen|zijn geen|is niet) (?:a |an |een )?(?:persoon|person|people|mens|mensen|iemand|somebody|anybody)$")
NEVER_CAME = re.compile(r"\b(?:is|zijn|was|waren) (?:er )?(?:nooit|niet) (?:gekomen|geweest|gebeurd|verschenen)$|\b(?:kwam|kwamen) (?:er )?(?:nooit|niet)$|\b(?:never|didn't) (?:came|come|showed|show|arrived|arrive|happened|happen|turned|turn)(?: up)?$")
AT_AN_HOUR = re.compile(r"\b(?:om|rond) (?:half |kwart (?:over|voor) )?(?:\d{1,2}(?:[:.]\d{2})?|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)\b|\bat (?:half (?:past )?)?(?:\d{1,2}(?:[:.]\d{2})?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon)\b")
EACH = re.compile(r"\b(?:elke?|iedere?|wekelijks|maandelijks|voortaan|steeds|altijd|every|each|weekly|monthly|always|from now on)\b")
THERE_IS = {
    "nl": re.compile(r"(?:want |en |maar |dus )?(?:er (?:is|was|waren|zijn|kwam|kwamen) (?:een|geen|nog een|weer een)\b(?! (?:die|dat))|dat is (?:dus |echt )?(?:de|het) [\w-]+$)"),
    "en": re.compile(r"(?:so |and |but |because )?(?:there (?:was|is|were|are) (?:a|an|no|some)\b|there's (?:a|an|no|been)\b|(?:so )?that's [\w-]+(?: [\w-]+)?$)"),
}
UNTHINKABLE = re.compile(r"\b(?:what|where|how) i'd (?:do|be|manage|cope) without\b|\bwithout (?:her|him|them|you) i'd\b|\bwat ik zonder\b|\bzonder (?:haar|hem|jou|hen) (?:zou|was) ik\b")
WANTS_TO_ASK = re.compile(r"(?:(?:en|dus|dan|and|so|then|well) )*(?:(?:ik|i)(?:'d| wil| zou| ga| kan| would| want to| could|'ll)?(?: (?:haar|hem|like to|just|gewoon|liever|rather))* (?:willen )?(?:vragen|vraag|ask)\b(?: (?:haar|hem|her|him|them))?)(?::| (?:of|om|wanneer|hoe|wat|if|whether|for|when|how|what)\b)")
NOT_THAT = re.compile(r"(?:nee,? |no,? )*(?:niet (?:wat|dat|die|zo)|not (?:what|that|like))\b")
ASIDE = re.compile(r"(?:officially|technically|formally|nominally|supposedly|apparently|theoretically|strictly|basically|hopefully|anyway|anyhow|officieel|tenminste|althans|formeel|trouwens)(?: (?:anyway|anyhow|speaking|at least|though|dan|toch|wel))*")
IS_THE = re.compile(r"(?:she|he)(?:'s| is| was) the (?!one\b|only\b|first\b|last\b|person\b)(?:[\w-]+ ){1,3}(?:at|on|in|for|of)\b(?!.*\bwho\b)|(?:zij|ze|hij) is de (?!enige\b|eerste\b|laatste\b|een\b)(?:[\w-]+ ){1,2}(?:van|bij|op|in)\b(?!.*\bdie\b)")
I_AM = re.compile(r"(?:i'm|i am|ik ben) (?:just |gewoon |hier |here )?(?:the|an?|de|het|een) (?!one\b|only\b|enige\b|degene\b|eerste\b|first\b)(?:[\w'-]+ ){0,2}(?P<role>[\w'-]+)(?:,? not you|,? niet jij| (?:at|in|of|bij|van|op) [\w' -]+)?$")
NO_OATH = re.compile(r"\b(?:can't|cannot|couldn't) (?:really )?(?:swear to|vouch for|say for (?:sure|certain))\b|\bdurf ik niet (?:op )?te zweren\b|\bik (?:ben|weet) (?:daar |het )?niet (?:helemaal )?zeker\b")
KNOWS = re.compile(r"(?:hij|zij|ze|ie|he|she|they) (?:weet|weten|knows?) (?:wel |best |heus |zelf |full well |well enough )?(?:dat|that|how|hoe|i|ik)\b")
IS_ROLE = re.compile(
    r"(?:en |want |and )?(?:zij|ze|hij|die|dat|she|he|that)(?:'s| is| was) (?:(?:hier|ook|wel|al|also|now|nu) )?(?:(?P<mine>mijn|m'n|mn|onze|ons|my|our)|de|een|the|a|an) (?:[\w-]+ ){0,2}(?P<role>[\w-]+)$"
)
LEFT = re.compile(
    r"^(?:(?:the |de )?(?:two|both|they|he|she|one|twee|beide|ze|hij|een)\b.{0,12})?\b(?:left (?:for|us|in|the (?:job|team|firm|company))|left$|quit$|resigned|retired|vertrokken|weggegaan|opgestapt|met pensioen)\b"
)
AN_APPOINTMENT = frozenset({"promised", "their_view", "context", "own_share", "pattern", "habit", "when", "came_back", "what"})
UNSAID = re.compile(
    r"(?:nooit|niet|niks|not|never|didn't|haven't) (?:\w+ ){0,3}(?:gezegd|verteld|bedankt|gevraagd|gevolgd|told|said|asked|thanked|tell|say|ask|thank|chase|chased)\b"
)
HAD_TO_MISS = re.compile(
    r"\b(?:missed|miss|cancel(?:led|ed)?|gave up|giving up|quit|dropped out|had to (?:stop|drop|give up|skip|cancel|miss)|couldn't (?:make|go|get to|come to))\b"
    r"|\b(?:gemist|mist|miste|afgezegd|opgezegd|afzeggen|opzeggen|laten schieten|ingeleverd|overgeslagen)\b|\bmoest(?:en)? (?:\w+ ){0,4}(?:laten|stoppen|schrappen)\b|\b(?:sla|sloeg|slaat|sloegen) (?:ik|ze|zij|hij) (?:\w+ ){0,4}over\b|\bstopped (?:taking|going|doing)\b|\bis (?:ze|zij|hij) mee gestopt\b"
)
SKIPS = re.compile(r"\b(?:sla|sloeg) ik (?:\w+ ){0,4}over\b|\b(?:zeg|zegde) ik (?:\w+ ){0,4}af\b|\bi(?:'ve| have)? (?:keep |always |now |just )*(?:skip|skipped|miss|missing|missed|cancel|cancelled)\b")
TOLD_THEM = re.compile(
    r"(?:(?:and|but|so|en|maar) )?(?:i(?:'d| had|'ve)? (?:told|promised|said to) [\w-]+ (?:that )?(?:it|he|she|they|there|i|we)(?:'d| would|'ll| will)\b"
    r"|(?:ik (?:heb|had)|(?:heb|had) ik) (?:tegen |aan )?[\w-]+ (?:toen |nog |al |wel |in \w+ )*(?:gezegd|beloofd|toegezegd) dat .{0,60}\b(?:zou|zouden)\b)"
)
COMES_BACK = re.compile(r"(?:(?:hi|hello|hoi|hallo|dag)[,.]? )?(?:ik|we|i)(?:'m| am)? (?:kom|kwam|komen|come|coming|came) (?:nog |even |weer )*(?:terug (?:op|van|over|na|voor)|back (?:to|from|about|after))\b|(?:vorige|afgelopen) (?:week|keer) (?:had|hadden|heb|hebben) (?:we|wij|ik|jij)\b.{0,25}\bover\b|last (?:time|week) we (?:talked|spoke)\b")
# How somebody felt, which is no deed; what it cost may be told so.
FELT = re.compile(r"(?:en |maar |and |but )?(?:ik (?:ben|was|voel(?:de)?|werd)|i(?:'m| am| was| felt| got|'ve been))\b.*\b(?:geschrokken|moe|boos|verdrietig|blij|zenuwachtig|verbaasd|teleurgesteld|shocked|tired|angry|upset|sad|surprised|taken aback|fed up|disappointed)\b|(?:en )?ik schrok\b")
YES_SAYING = re.compile(r"\bzeg ik (?:gewoon |altijd |meestal |dan |toch |maar )*(?:ja|oké)\b|\bi (?:usually|always|just|mostly|tend to|end up) (?:say|saying) yes\b")
TOLD_ME = re.compile(
    r"\b(?:he|she|they|[a-z]+) (?:\w+ )?(?:said|promised|told me|assured me)\b.*\b(?:would|'d|will|could|going to|be mine|is mine)\b"
    r"|\b(?:hij|ze|zij|[a-z]+) (?:zei|beloofde|heeft (?:me )?(?:gezegd|beloofd))\b.*\b(?:zou|zouden|mocht|kreeg|krijg|komt|kwam)\b"
    r"|\b(?:was|were) (?:meant|supposed) to\b"
)
PROMISED_MYSELF = re.compile(
    r"\bi (?:had |have |did |also )?(?:told|said|promised|tell|say|promise)\b.*\b(?:would|we'd|i'd|he'd|she'd|they'd|it'd|will|we'll|i'll|going to)\b"
    r"|\b(?:ik (?:had |heb )?|(?:heb|had) ik ).*?\b(?:gezegd|zei|beloofd)\b.*\b(?:zou|zouden|zal|kwam|komt|mocht|mag|krijgt)\b"
)
GAVE = re.compile(
    r"\b(?:gaf|gegeven|kreeg|gekregen|gekocht|gave|given|got|bought|handed)\b.*\b(?:envelop\w*|euro|bon|cadeau\w*|taart|bloemen|fles|doos|bonus|voucher|card|box|bottle|quid|pounds?|knife|flowers|hamper|gift)\b"
    r"|\b(?:envelop\w*|euro|bon|cadeau\w*|taart|bloemen|fles|doos|bonus|barbecue|bbq)\b.*\b(?:gegeven|gekregen|gekocht|gehad)\b"
)
GIVEN_AS = frozenset({"context", "what", "cost", "said", "offer", "their_view"})
SAID_MYSELF = re.compile(r"\b(?:ik|i)\b.*\b(?:zei|gezegd|said|told)\b", re.I)
MAY = re.compile(r"\b(?:mocht|mag|zou|zouden|kon|krijgt|kreeg|would|could|can|gets?|i'd|i'll|we'd)\b", re.I)
PROMISED = re.compile(r"\b(?:beloofd|beloofde|toegezegd|voorgespiegeld|in het vooruitzicht|in the pipeline|promised|did promise|i promise)\b")
NO_DEED = re.compile(
    r"\b(?:niks|niets|nothing) (?:gedaan|done)\b|\b(?:mopper\w*|klaagt|klagen|zeurt|zeuren|moaning|moans|sulk\w*|grumbl\w*)\b"
    r"|\b(?:hun|haar|zijn|z'n|their|his|her) (?:uiterste |very )?best\b|\bhard (?:gewerkt|werken|werkt|werkten)\b"
    r"|\bwork(?:ed|s|ing)? (?:\w+ )?hard\b|\bkeihard\b|\b(?:inzet|topper|kanjer|dedicated|committed)\b"
)
CANT = re.compile(
    r"\b(?:ik|we|wij) kan\b.*\bniet\b|\bkan ik\b.*\bniet\b|\b(?:i|we) (?:can't|cannot|can not)\b|\bisn't mine to\b"
)
OF_MYSELF = re.compile(r"\bi(?:'d| had)? (?:said|promised|told (?:myself|my coach)) (?:that )?i(?:'d| would)\b|\bi had promised myself\b|\bik (?:zou|had (?:me |mezelf )?voorgenomen|had gezegd dat ik)\b")
SO_LONG = re.compile(r"(?:dat|dit|zo) (?:doet|deed|doen|gaat|ging) (?:hij|ze|zij|ie|het|dat)\b|(?:he|she)(?:'s| has|'s been| has been) (?:been )?(?:done|doing) (?:it|that|so)\b")
HONESTLY = re.compile(r"\b(?:eerlijk gezegd|om eerlijk te zijn|anders gezegd|kort gezegd|zoals gezegd|truth be told|that said) ?")
CALLED = re.compile(r"[A-ZÀ-Ý][\w'’-]+, ")  # "Marjan, ik heb …"
# That nothing was promised, which is no promise.
NONE_PROMISED = re.compile(
    r"\b(?:niks|niets|geen|nooit|niemand)\b(?:(?! maar| but| wat\b| van\b| gekregen| gekomen)[^,;]){0,25}\b(?:beloofd|toegezegd|toegezegging\w*|toezegging\w*)\b|\b(?:beloofd|toegezegd) (?:is|was|werd)(?: er| haar| hem)? (?:niks|niets|nooit)\b"
    r"|\b(?:nothing|no|never)\b(?:(?! but| got| of\b| what\b| came)[^,;]){0,20}\bpromis(?:ed|es?)\b(?! (?:was )?kept)|\b(?:didn't|haven't|wasn't|hasn't|weren't) (?:\w+ )?promised? (?:\w+ )?(?:anything|nothing)\b"
    r"|\b(?:wasn't|weren't|isn't) (?:\w+ )?promised\b(?! (?:any|much|more))|\b(?:is|was|werd) (?:\w+ )?niet (?:beloofd|toegezegd)\b", re.I
)
NONE_OF_IT = re.compile(r"\b(?:niks|niets|nooit iets|geen toezegging\w*|nothing|never promised|wasn't promised)\b")
OPINION = re.compile(r"\bzou ik zeggen$|\bi'd say$|\b(?:vind ik|ik vind|vond ik|ik vond|i find|i found|klinkt|sounds|i'd call)\b")
MEANS_TO = re.compile(
    r"\b(?:ik|i|we)\b ?(?:wil|ga|zal|moet|zou|will|want to|am going to|'m going to|'ll|need to|have to|plan to)\b.*"
    r"\b(?:spreken|zien|zeggen|bellen|praten|vragen|vertellen|see|talk|speak|tell|call|ask|meet|say)\b"
)
LATE = frozenset({"return", "repair", "mirror", "closing"})
SEES = re.compile(r"\b(?:ik|we|i|i'll|i've|we've)\b.*\b(?:heb|hebben|zie|zien|spreek|spreken|see|have|meet|got|seeing|speak)\b|\b(?:heb|zie|spreek) ik\b")
COSTS = re.compile(r"\bmis ik\b|\bik mis (?:nu |dan |vaak |steeds )*(?:mijn|m'n|mn|de|het)\b|\bi (?:miss|missed) my\b|\b(?:gekost|kostte|kost me|cost me|cost (?:him|her|them)|has cost)\b")
RECEIVING = frozenset({"what", "cost", "context", "their_view", "extra", "said"})
MISTAKEN = frozenset({"their_view", "context", "cost", "came_back", "promised"})
OWN_SIDE = frozenset({"own_giving", "own_getting", "context"})
RECEIVED = re.compile(r"\b(?:kreeg|kregen|gekregen|krijgt|got|received|was given|were given)\b")
