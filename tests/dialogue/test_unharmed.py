"""What somebody says of the page never damages it, and what came off wrongly comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.dialogue.asked import Asked
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.own_words import written_out
from coach.dialogue.page.meant import norm
from coach.dialogue.page.page import page
from coach.dialogue.review import Review, review
from coach.dialogue.state import BalanceRecord, Exchange, Field, Item, Language, State

LINES: dict[Language, tuple[tuple[Field, str], ...]] = {
    "nl": (
        ("what", "ik heb sinds mei de nachtwacht gedraaid"),
        ("what", "de pomp viel uit om tien voor zeven"),
        ("cost", "ik zat op woensdag op judo"),
        ("came_back", "Karel zei één keer bedankt"),
        ("promised", "die neemt nu mijn weekenden over"),
        ("next_step", "maandag spreek ik Karel"),
    ),
    "en": (
        ("what", "I have done the night watch since May"),
        ("what", "the pump gave out at ten to seven"),
        ("cost", "I went to judo on Wednesdays"),
        ("came_back", "Karl said thanks once"),
        ("promised", "she takes my weekends now"),
        ("next_step", "on Monday I see Karl"),
    ),
}


def talk(language: Language) -> State:
    """Return a talk of a client whose page was just shown."""
    items = tuple(
        Item(f"i{n}", f, text, "seen", n, "", "", text)
        for n, (f, text) in enumerate(LINES[language], 1)
    )
    last = Exchange(9, "phrase:close-question", "…", "stop", "…")
    return State(
        language,
        "client",
        "closing",
        9,
        BalanceRecord(items),
        "",
        history=(last,),
        next_item=10,
        closed=True,
    )


def said(language: Language, *texts: str) -> Review:
    state = talk(language)
    for text in texts:
        done = review(state, text, load_lexicon(language))
        exchange = Exchange(state.turn + 1, "phrase:close-question", text, "stop", "…")
        state = replace(done.state, turn=state.turn + 1, history=(*state.history, exchange))
    return done


def shown(state: State, key: str = "") -> str:
    parts = [part for part in page(state) if not key or part.key == key]
    return " | ".join(norm(line.before + line.text) for part in parts for line in part.lines)


@pytest.mark.parametrize(
    ("language", "text", "told", "stays"),
    [
        (
            "nl", "Nee wacht, Ilse neemt mijn weekenden over, niet Karel!",
            "ilse neemt nu mijn weekenden over", "karel zei één keer bedankt",
        ),
        (
            "en", "No wait, Ilse takes my weekends, not Karl!",
            "ilse takes my weekends now", "karl said thanks once",
        ),
    ],
)  # fmt: skip
def test_a_clause_stands_in_for_no_name_and_tells_who_did_it(
    language: Language, text: str, told: str, stays: str
) -> None:
    after = shown(said(language, text).state)
    assert told in after and stays in after
    assert shown(said(language, text).state, "step") == shown(talk(language), "step")


@pytest.mark.parametrize(
    ("language", "text", "hour"),
    [
        ("nl", "nee, de pomp viel uit om tien voor zeven hoor", "om tien voor zeven"),
        ("nl", "nee, de pomp viel uit om kwart over acht", "om kwart over acht"),
        ("en", "no, the pump gave out at ten to seven haha", "at ten to seven"),
        ("en", "no, the pump gave out at half past six", "at half past six"),
        ("en", "not ten men but twelve", "at ten to seven"),
    ],
)
def test_an_hour_is_one_thing(language: Language, text: str, hour: str) -> None:
    assert shown(said(language, text).state, "given").endswith(hour)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "die woensdag klopt niet, dat is de judo"),
        ("en", "the Wednesdays are wrong, that's the judo"),
    ],
)
def test_what_is_said_to_be_as_it_stands_stays(language: Language, text: str) -> None:
    assert shown(said(language, text).state) == shown(talk(language))


@pytest.mark.parametrize(
    ("language", "off", "protest"),
    [
        ("nl", "de judo mag eraf", "huh nee niet de judo eraf, dat is wat het kostte"),
        ("nl", "de judo mag eraf", "dat van judo moet er echt op hoor"),
        ("nl", "de judo mag eraf", "Waarom is de judo eraf?"),
        ("en", "take the judo off", "no, not the judo off, that's what it cost"),
        ("en", "take the judo off", "the judo has to be back on"),
        ("en", "take the judo off", "Why did you take off the judo?"),
    ],
)
def test_what_came_off_comes_back_when_somebody_protests(
    language: Language, off: str, protest: str
) -> None:
    assert "judo" not in shown(said(language, off).state)
    done = said(language, off, protest)
    assert "judo" in shown(done.state, "cost")
    assert [each.how for each in done.done] == ["back"]


@pytest.mark.parametrize(
    ("language", "text", "part", "told"),
    [
        ("nl", "De judo is niet wat ik gegeven heb, dat is wat er terugkwam.", "came_back", "judo"),
        ("en", "The judo isn't what I gave, that's what came back.", "came_back", "judo"),
        ("en", "Karl: you came back from leave and never said a word.", "step", "karl"),
    ],
)  # fmt: skip
def test_what_belongs_elsewhere_is_moved_and_not_lost(
    language: Language, text: str, part: str, told: str
) -> None:
    done = said(language, text)
    assert told in shown(done.state, part)
    assert "off" not in {each.how for each in done.done}


def test_a_line_called_by_its_label_goes_and_what_says_the_same_elsewhere_stays() -> None:
    own = Item("i8", "own_getting", "my mother has him on Fridays", "seen", 1, "", "", "")
    state = talk("en")
    state = replace(state, record=BalanceRecord((*state.record.items, own)))
    assert "who gives me more my mother" in shown(state)
    done = review(state, "‘Who gives me more’ is rubbish, take that off.", load_lexicon("en"))
    assert "my mother" not in shown(done.state)
    assert shown(done.state, "given") == shown(talk("en"), "given")


@pytest.mark.parametrize(
    ("language", "text", "left"),
    [
        ("nl", "Die regel over ‘om tien voor zeven’ mag eraf.", "pomp"),
        ("en", "Take off the ‘ten to seven’ one.", "pump"),
        ("en", "‘ten to seven’ can come off.", "pump"),
    ],
)
def test_of_a_line_no_limb_is_left(language: Language, text: str, left: str) -> None:
    assert left not in shown(said(language, text).state)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Kun je de zinnen nog een keer geven?"),
        ("nl", "Dat was niet wat ik vroeg, ik wou de zinnen nog een keer zien"),
        ("en", "Can you give me the sentences once more?"),
        ("en", "That's not what I asked, I wanted to see my first sentences again"),
    ],
)
def test_the_sentences_are_given_again_when_asked_for(language: Language, text: str) -> None:
    done = said(language, text)
    sentences = next(part for part in page(talk(language)) if part.key == "sentences")
    assert [each.how for each in done.done] == ["reads"]
    assert sentences.lines[0].text in done.done[0].text
    assert shown(done.state) == shown(talk(language))


@pytest.mark.parametrize(
    ("language", "on", "off"),
    [
        ("nl", "Je bent vergeten dat ik de kantine deed.", "nee joh dat moet er niet bij!"),
        ("en", "You left out that I ran the canteen too.", "no, that shouldn't be on there"),
    ],
)  # fmt: skip
def test_what_was_just_put_on_comes_off_again(language: Language, on: str, off: str) -> None:
    assert shown(said(language, on).state) != shown(talk(language))
    assert shown(said(language, on, off).state) == shown(talk(language))


@pytest.mark.parametrize(
    ("language", "text", "lines"),
    [
        ("nl", "Ja klopt, alleen die wacht mist nog. En dat ik op judo zat.", 2),
        ("en", "Mostly right, but the pump is missing. And that I went to judo.", 2),
        ("en", "and Karl said thanks to everyone, that's not on there", 1),
    ],
)
def test_what_stands_there_already_is_said_to(language: Language, text: str, lines: int) -> None:
    done = said(language, text)
    assert [each.how for each in done.done] == ["there"] * lines
    assert not done.unclear


def test_of_two_lines_that_say_the_same_one_stays() -> None:
    state = talk("en")
    again = ("Karl said thanks to everyone", "Karl said thanks to everyone at the season do")
    more = tuple(
        Item(f"i{n}", "said", text, "seen", n, "", "", text) for n, text in enumerate(again, 8)
    )
    state = replace(state, record=BalanceRecord((*state.record.items, *more)))
    assert "karl said thanks" in shown(state, "came_back")


STEP = {
    "nl": "Als het maandag is en Karel de koffie haalt, dan begin ik over de nachtwacht.",
    "en": "If it's Monday and Karl gets the coffee, then I bring up the night watch.",
}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "mijn stap staat er niet op, die van maandag met de koffie"),
        ("en", "my step isn't on it, the Monday one with the coffee"),
    ],
)
def test_a_step_that_is_pointed_at_is_the_one_that_was_told(language: Language, text: str) -> None:
    state = talk(language)
    told = Exchange(8, "closing-1", STEP[language], "answer_concrete", "…")
    state = replace(state, history=(told, *state.history))
    done = review(state, text, load_lexicon(language))
    assert norm(STEP[language]) in shown(done.state, "step")


@pytest.mark.parametrize(
    ("language", "told", "text"),
    [
        (
            "nl", "En trouwens Joris, die heeft al die tijd de rondleidingen gedaan.",
            "Zet Joris er maar bij als iets voor later.",
        ),
        (
            "en", "And by the way Fiona has done all the tours in that time.",
            "Put Fiona on there for later.",
        ),
    ],
)  # fmt: skip
def test_who_was_only_brought_up_is_put_on_when_that_is_asked(
    language: Language, told: str, text: str
) -> None:
    state = replace(talk(language), audience="leader")
    before = Exchange(9, "phrase:close-question", told, "answer_concrete", "…")
    done = review(replace(state, history=(*state.history, before)), text, load_lexicon(language))
    name = text.split()[1]
    assert [each.how for each in done.done] == ["added"]
    assert name in done.state.kept and name in {i.about for i in done.state.record.items}


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("nl", "Ik stop met de bardienst op zondag. Zet dat er maar bij.", "bardienst"),
        ("en", "I stop the bar shift on Sundays. Just put that in.", "bar shift"),
    ],
)
def test_what_was_just_told_is_put_on_when_that_is_asked(
    language: Language, text: str, told: str
) -> None:
    assert told in shown(said(language, text).state)


def test_what_somebody_will_drop_themself_is_no_order() -> None:
    done = said("en", "And I ought to drop the notes for a fortnight, see if he notices")
    assert not done.done and not done.unclear



def test_what_is_to_be_said_goes_on_to_its_end() -> None:
    words = "you took my weekends, and you missed my birthday, and I never asked."
    done = said("en", f"I'd say: {words}")
    assert norm(words) in shown(done.state, "sentences")


def test_what_nobody_says_aloud_stays_told() -> None:
    state = said("en", "I'd say: Karl, you knew. You said thanks once.").state
    text = "‘said thanks once’ I'm not saying that to him."
    done = review(replace(state, turn=10), text, load_lexicon("en"))
    assert "said thanks once" not in shown(done.state, "sentences")
    assert shown(done.state, "came_back") == shown(talk("en"), "came_back")


def test_who_has_to_go_takes_nothing_off() -> None:
    done = review(talk("nl"), "moet nu weg", load_lexicon("nl"))
    assert not done.unclear and not done.done


def test_whom_words_are_for_is_nobodys_new_name() -> None:
    items = tuple(
        Item(f"i{n}", "what", text, "seen", n, who, "", text)
        for n, (who, text) in enumerate(
            (("Nadia", "Nadia ran the bell ropes"), ("Viktor", "Viktor drove the hearse")), 1
        )
    )
    state = replace(talk("en"), audience="leader", focus="Viktor", record=BalanceRecord(items))
    done = review(state, "No that's for Nadia, not Viktor.", load_lexicon("en"))
    assert {i.about for i in done.state.record.items} == {"Nadia", "Viktor"}
    assert "for nadia" not in shown(done.state)


def test_a_number_beside_the_new_one_is_not_the_wrong_one() -> None:
    told = "I used to count for two people"
    item = Item("i1", "what", told, "seen", 1, "", "", told)
    state = replace(talk("en"), record=BalanceRecord((item,)))
    done = review(state, "And it's 48 parcels actually, two came last week.", load_lexicon("en"))
    assert "48 people" not in shown(done.state)
    assert "two people" in shown(done.state)


@pytest.mark.parametrize(
    ("language", "text", "stays"),
    [
        ("en", "The pump line: just 'ten to seven', lose the rest.", "the pump gave out"),
        ("en", "The 'Karl said thanks' question should say: swap in May?", "karl said thanks"),
        ("en", "The judo doesn't belong there, put that under the summer.", "judo on wednesdays"),
        ("nl", "Dat judo hoort daar niet, zet dat bij het zomerplan.", "judo"),
        ("nl", "Het judo hoort niet bij wat ik gegeven heb, zet dat bij mijn zomerplan.", "judo"),
    ],
)
def test_what_cannot_be_done_leaves_what_stands(language: Language, text: str, stays: str) -> None:
    done = said(language, text)
    assert stays in shown(done.state)
    assert "swap in may" not in shown(done.state, "sentences")


def test_a_quoted_line_goes_behind_the_sentences_and_off_where_it_stood() -> None:
    done = said("en", "Put 'she takes my weekends now' with my first sentences, please.")
    assert "she takes my weekends now" in shown(done.state, "sentences")
    assert shown(done.state).count("she takes my weekends now") == 1


def test_what_a_client_wont_do_is_not_what_they_gave() -> None:
    done = said("nl", "Zet erbij: deze zaterdag draai ik geen dienst.")
    assert "deze zaterdag draai ik geen dienst" not in shown(done.state, "given")


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        (
            "nl", "ik zou zeggen: Karel, ik doe sinds mei de nachtwacht. Kan dat zo?",
            "Karel, ik doe sinds mei de nachtwacht.",
        ),
        ("nl", "ik zou zeggen 'kunnen die nachten naar Joris?'", "kunnen die nachten naar Joris?"),
    ],
)
def test_words_that_call_somebody_or_ask_are_theirs(
    language: Language, text: str, words: str
) -> None:
    out = written_out(text, Asked("closing", None, "client", closed=True))
    assert out is not None and out.words == words


def test_what_a_quoted_line_was_joined_to_stays_where_it_stood() -> None:
    items = tuple(
        Item(f"i{n}", "promised", text, "seen", 1, "", "", text)
        for n, text in enumerate(("she takes my weekends now", "that was in May"), 1)
    )
    state = replace(talk("en"), record=BalanceRecord(items))
    text = "Put 'she takes my weekends now' with my first sentences, please."
    done = review(state, text, load_lexicon("en"))
    assert [i.text for i in done.state.record.items] == ["that was in May"]
