"""What is asked of the page in plain words is done, and no word of it becomes a line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.page.editing import Editing
from coach.dialogue.page.meant import norm
from coach.dialogue.page.page import page, title
from coach.dialogue.page.plainly import Taken, done_plainly, remembered
from coach.dialogue.review_wording import load_wording
from coach.dialogue.state import BalanceRecord, Exchange, Field, Item, Language, State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from tests.dialogue.talking import lines, talk

LINES: dict[Language, tuple[tuple[Field, str], ...]] = {
    "nl": (
        ("what", "Ilse heeft sinds mei alle bestellingen van Karel gedaan"),
        ("cost", "ze miste haar koorrepetities op dinsdag"),
        ("came_back", "een boekenbon van 30 euro"),
        ("promised", "ik heb haar in april een vrije week beloofd"),
        ("own_share", "ik ben er nooit op teruggekomen"),
        ("habit", "we beginnen op maandag met wie er iets overneemt"),
        ("next_step", "als het donderdag tien uur is, dan vraag ik Ilse om koffie"),
    ),
    "en": (
        ("what", "Ilse has done all of Karl's orders since May"),
        ("cost", "she missed her choir practice on Tuesdays"),
        ("came_back", "a book token for 30 pounds"),
        ("promised", "I promised her a week off in April"),
        ("own_share", "I never came back to it"),
        ("habit", "we start on Monday with who takes something over"),
        ("next_step", "if it is Thursday at ten, then I ask Ilse for a coffee"),
    ),
}


def a_talk(language: Language, *, shown: bool = True) -> State:
    """Return a talk of a leader; `shown`: the page was just shown."""
    items = tuple(
        Item(f"i{n}", f, text, "seen", n, "Ilse" if f in {"what", "cost"} else "", "", text)
        for n, (f, text) in enumerate(LINES[language], 1)
    )
    asked = "phrase:close-question" if shown else "mirror-1"
    return State(
        language, "leader", "closing" if shown else "mirror", 9, BalanceRecord(items), "Ilse",
        history=(Exchange(9, asked, "…", "stop", "…"),), next_item=10, closed=shown,
    )  # fmt: skip


def asked(language: Language, text: str, state: State | None = None) -> Taken:
    state = a_talk(language) if state is None else state
    return done_plainly(state, text, load_lexicon(language), state.closed)


@pytest.mark.parametrize(
    ("language", "text", "key", "told", "gone"),
    [
        ("nl", "de regel over het koor moet zijn: ze liet de dinsdag van haar koor schieten", "given", "ze liet de dinsdag van haar koor schieten", "koorrepetities"),
        ("nl", "die eerste regel kan korter: Ilse deed alle bestellingen", "given", "ilse deed alle bestellingen", "van karel"),
        ("nl", "in plaats van ‘ik ben er nooit op teruggekomen’ wil ik: ik heb haar er niets meer over gezegd", "put_right", "ik heb haar er niets meer over gezegd", "nooit op"),
        ("nl", "Die zin over de vrije week klopt niet. Maak ervan: ik heb haar in juni een vrije week beloofd", "put_right", "ik heb haar in juni een vrije week beloofd", "in april"),
        ("nl", "maak er vrijdag half negen van", "step", "vrijdag half negen", "donderdag"),
        ("en", "that line about the choir should read that she gave up her choir in June, can you put it like that?", "given", "she gave up her choir in june", "practice"),
        ("en", "The first line is too long, can you make it just that Ilse did all the orders?", "given", "ilse did all the orders", "since may"),
        ("en", "instead of 'I never came back to it' I'd like: I let it drop without a word to her", "put_right", "i let it drop without a word to her", "never came"),
        ("en", "The book token line is wrong: it was for the whole team", "came_back", "it was for the whole team", "30"),
        ("en", "Can the step be Friday at nine instead of Thursday at ten?", "step", "friday at nine", "thursday"),
        ("en", "I'd start on Friday. Shorten the orders line to 'Ilse did every order and never said a word'.", "given", "ilse did every order and never said a word", "karls"),
    ],
)  # fmt: skip
def test_a_line_is_put_in_other_words_where_it_stands(language: Language, text: str, key: str, told: str, gone: str) -> None:
    taken = asked(language, text)
    assert told in lines(taken.state, key) and gone not in lines(taken.state)
    assert len(page(taken.state)) == len(page(a_talk(language)))


@pytest.mark.parametrize(
    ("language", "text", "told", "gone"),
    [
        ("nl", "het waren geen 30 euro maar 40", "40 euro", "30"),
        ("nl", "maak van die 30 euro 25", "25 euro", "30"),
        ("nl", "die bon was 50 euro zei ik net", "50 euro", "30"),
        ("nl", "de regel ‘een boekenbon van 30 euro’. Daar moet 20 staan", "20 euro", "30"),
        ("nl", "verander april in maart", "in maart een vrije week", "april"),
        ("nl", "dat moet veertig zijn en geen dertig", "veertig euro", "30"),
        ("nl", "Die week staat nog steeds op april, dat moet maart zijn", "in maart een vrije week", "april"),
        ("en", "it was 40, not 30", "for 40 pounds", "30"),
        ("en", "can you change april to march pls", "week off in march", "april"),
        ("en", "the week was in June he said, not April", "week off in june", "april"),
    ],
)
def test_a_number_or_a_month_is_put_right_where_the_wrong_one_stands(language: Language, text: str, told: str, gone: str) -> None:
    taken = asked(language, text)
    assert told in lines(taken.state) and gone not in lines(taken.state)


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("nl", "Je schrijft haar trouwens als Ilze", "ilze heeft sinds mei"),
        ("nl", "Ilse is met een z: Ilze", "ilze heeft sinds mei"),
        ("nl", "kun je Ilse veranderen in ‘mijn inkoper’?", "mijn inkoper heeft sinds mei"),
        ("nl", "overal waar Ilse staat wil ik ‘mijn inkoper’", "vraag ik mijn inkoper om koffie"),
        ("en", "Change Ilse to Elsa everywhere please, I got her name wrong", "elsa has done all"),
        ("nl", "Ik zie nog overal Ilse staan. Het moet Ilze zijn.", "ilze heeft sinds mei"),
        ("en", "it's spelled Ilze, sorry", "ilze has done all"),
        ("en", "wherever it says Ilse put 'our buyer'", "i ask our buyer for a coffee"),
    ],
)
def test_somebody_is_called_otherwise_in_every_line(language: Language, text: str, told: str) -> None:
    taken = asked(language, text)
    assert told in lines(taken.state) and "ilse" not in lines(taken.state)
    assert all("Ilse" not in item.about for item in taken.state.record.items)


def test_a_name_is_put_right_in_the_midst_of_the_walk() -> None:
    state = a_talk("nl", shown=False)
    taken = asked("nl", "Ik leun op mijn zus. Kun je Ilse trouwens veranderen in Ilze?", state)
    assert taken.state.focus == "Ilze" and taken.rest.strip() == "Ik leun op mijn zus."


@pytest.mark.parametrize(
    ("language", "text", "key", "told"),
    [
        ("nl", "die boekenbon hoort bij wat ik herstel", "put_right", "een boekenbon van 30 euro"),
        ("nl", "‘ik ben er nooit op teruggekomen’ is mijn eigen kant. Kan dat onder mijn eigen kant?", "own_side", "ik ben er nooit op teruggekomen"),
        ("en", "the book token should be under what I put right", "put_right", "a book token for 30 pounds"),
        ("en", "The choir practice is something we agreed. It should be under agreements, not with what I name, can you move it?", "habit", "she missed her choir practice"),
    ],
)  # fmt: skip
def test_a_line_goes_under_the_heading_that_is_named(language: Language, text: str, key: str, told: str) -> None:
    taken = asked(language, text)
    assert told in lines(taken.state, key)
    assert lines(taken.state).count(told) == 1


@pytest.mark.parametrize(
    ("language", "text", "gone"),
    [
        ("nl", "Er staan twee regels op die er niet horen: ‘een boekenbon van 30 euro’ en ‘ik ben er nooit op teruggekomen’. Die mogen allebei weg", ("boekenbon", "nooit")),
        ("nl", "Dat van de boekenbon was een grapje. Haal dat eraf", ("boekenbon",)),
        ("en", "take 'a book token for 30 pounds' and 'I never came back to it' off please", ("token", "never")),
        ("en", "the choir line can come off, it's private", ("choir",)),
    ],
)  # fmt: skip
def test_what_is_named_comes_off_and_nothing_else(language: Language, text: str, gone: tuple[str, ...]) -> None:
    taken = asked(language, text)
    assert all(word not in lines(taken.state) for word in gone)
    assert len(taken.state.record.items) == len(LINES[language]) - len(gone)


def test_what_was_told_of_the_page_on_the_way_takes_off_one_line_only() -> None:
    taken = asked("nl", "Dat van de boekenbon was een grapje. Haal dat eraf", a_talk("nl", shown=False))
    assert "boekenbon" not in lines(taken.state) and len(taken.state.record.items) == 6


@pytest.mark.parametrize(
    ("language", "text", "key", "told"),
    [
        ("nl", "en ik wil haar bedanken voor de nachten in december, zet dat bij wat ik noem", "given", "ik wil haar bedanken voor de nachten in december"),
        ("nl", "spreken we af: wie invalt begint de dag erna later, zet die afspraak erop voor iedereen", "habit", "wie invalt begint de dag erna later"),
        ("en", "add to the page as an agreement: whoever stands in starts later the next day", "habit", "whoever stands in starts later the next day"),
        ("en", "What's missing is why it mattered: without her the shop was shut in July. That ought to be on there, under what I name.", "given", "without her the shop was shut in july"),
    ],
)  # fmt: skip
def test_what_is_told_with_its_heading_stands_under_it(language: Language, text: str, key: str, told: str) -> None:
    assert told in lines(asked(language, text).state, key)


@pytest.mark.parametrize(
    ("language", "change", "back"),
    [
        ("nl", "de regel over het koor moet zijn: ze zong niet meer", "Toch niet, zet maar terug zoals het stond"),
        ("nl", "het waren geen 30 euro maar 40", "maak dat maar ongedaan"),
        ("en", "the first line can come off", "what? no. leave it as it was"),
        ("en", "Change Ilse to Elsa everywhere", "That's not what I said! Undo that please"),
    ],
)
def test_the_last_change_can_be_undone(language: Language, change: str, back: str) -> None:
    before = a_talk(language)
    changed = asked(language, change).state
    assert lines(changed) != lines(before)
    held = replace(remembered(before, changed), turn=before.turn + 1)
    assert lines(asked(language, back, held).state) == lines(before)


def test_only_what_the_last_turn_changed_is_undone() -> None:
    before = a_talk("en")
    changed = asked("en", "it was 40, not 30").state
    later = replace(remembered(before, changed), turn=before.turn + 2)
    taken = asked("en", "undo that", later)
    assert "40" in lines(taken.state) and [d.how for d in taken.done] == ["unchanged"]


def test_of_several_changes_only_the_one_that_is_named_goes_back() -> None:
    before = a_talk("nl")
    changed = asked("nl", "maak er vrijdag half negen van. Verander april in maart.").state
    assert "vrijdag half negen" in lines(changed) and "in maart" in lines(changed)
    held = replace(remembered(before, changed), turn=before.turn + 1)
    after = asked("nl", "Nee, laat dat toch maar op april staan, zoals het was", held).state
    assert "in april" in lines(after) and "vrijdag half negen" in lines(after)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Heb je er nu iets aan veranderd? Ik zie geen verschil."),
        ("en", "did you change the first line or not?"),
    ],
)
def test_who_asks_whether_it_was_changed_hears_that_it_was_not(language: Language, text: str) -> None:
    taken = asked(language, text)
    assert [d.how for d in taken.done] == ["still"] and lines(taken.state) == lines(a_talk(language))


def test_one_name_stands_for_every_role_somebody_was_called() -> None:
    state = a_talk("en", shown=False)
    role = replace(state.record.items[0], id="i8", about="one of my buyers", text="One of my buyers stayed late", clause="One of my buyers stayed late")
    state = replace(state, record=BalanceRecord((*state.record.items, role)))
    told = asked("en", "that's all the same person. just call her ilse everywhere", state).state
    assert "ilse stayed late" in lines(told) and "buyers" not in lines(told)


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("nl", "Bij mijn eerste zinnen wil ik erbij: Ik had je moeten bedanken. Die zin mag er letterlijk in.", "ik beloofde je een vrije week ik had je moeten bedanken"),
        ("en", "add to my first sentences: I should have thanked you.", "i promised you a week off i should have thanked you"),
        ("en", "oh and stick a thank-you on the end, something like: thanks for carrying the shop, Ilse", "i promised you a week off thanks for carrying the shop ilse"),
        ("en", "my opening line should be: 'You carried the shop and I let you.' then the rest stays", "you carried the shop and i let you"),
    ],
)  # fmt: skip
def test_what_is_added_to_the_words_to_say_stands_behind_them(tools: Tools, language: Language, text: str, told: str) -> None:
    standing = "Ik beloofde je een vrije week." if language == "nl" else "I promised you a week off."
    state = replace(a_talk(language), fixed=(("sentences", standing),))
    assert lines(take_turn(tools, state, text).state, "sentences") == told


def test_what_stands_under_a_heading_is_read_out() -> None:
    taken = asked("en", "what's on the page now under what came back?")
    assert taken.done[0].how == "reads" and "a book token for 30 pounds" in taken.done[0].text.lower()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Ik leun op mijn zus, die haalt vier keer per week de kinderen, geen twee keer"),
        ("nl", "Dat moet ik nog met haar bespreken, vrijdag of zo"),
        ("nl", "Ze moet onder die druk uit"),
        ("en", "She does four days a week, not five, and I never asked her why"),
        ("en", "I should put that right with her, under four eyes"),
        ("en", "I told her to change the rota to Tuesdays"),
    ],
)
def test_what_is_told_on_the_way_asks_nothing_of_the_page(language: Language, text: str) -> None:
    state = a_talk(language, shown=False)
    taken = asked(language, text, state)
    assert taken.state == state and taken.rest == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "nee dat bedoelde ik niet zo, onder wat ik noem zei ik"),
        ("nl", "ik wil haar naam er liever niet op"),
        ("en", "no I said move it"),
        ("en", "what's missing is on the page already, it should say so"),
    ],
)
def test_what_is_said_to_the_coach_never_becomes_a_line(tools: Tools, language: Language, text: str) -> None:
    state = a_talk(language)
    after = take_turn(tools, state, text).state
    assert lines(after) == lines(state)


def test_a_word_to_somebody_else_goes_behind_what_is_to_be_said(tools: Tools) -> None:
    state = replace(a_talk("en"), fixed=(("sentences", "I promised you a week off."),), kept=("Piet",))
    after = take_turn(tools, state, "I want to say to him on Friday: Piet, thanks for the van, give me the receipts.").state
    assert "i promised you a week off piet thanks for the van" in lines(after, "sentences")


def test_a_corrected_number_is_no_part_of_the_words_to_say(tools: Tools) -> None:
    out = talk(
        tools, "nl",
        "Hoi, ik ben chef van een werkplaats. Samira heeft de hele herfst de weekenddienst van Joop erbij gedaan.",
        "Ik heb haar een keer bedankt en ze kreeg een cadeaubon van 50 euro.",
        "Oja die bon was trouwens 75 euro, geen 50. Ze is gestopt met haar danslessen.",
    )  # fmt: skip
    told = lines(out.state)
    assert "75 euro" in told and "50" not in told and "danslessen" in told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "I've just looked and it was 40 pounds rather than 30", "for 40 pounds"),
        ("en", "Mostly, but the page still says 30 pounds. Please make that 45.", "for 45 pounds"),
        ("nl", "Er staat nog steeds 30 euro. Maak daar 45 van.", "45 euro"),
        ("en", "The meeting has been moved to Friday at half past nine, so the step is wrong now.", "friday at half past nine"),
        ("nl", "Het gesprek is verzet naar vrijdag om negen uur", "vrijdag om negen uur"),
    ],
)  # fmt: skip
def test_what_is_told_otherwise_in_passing_is_put_right(language: Language, text: str, told: str) -> None:
    taken = asked(language, text)
    assert told in lines(taken.state)
    assert len(taken.state.record.items) == len(LINES[language])


def test_what_is_asked_beside_an_undoing_is_still_asked() -> None:
    taken = asked("en", "Leave that as it was, then. Who else will see this page?")
    assert taken.rest.strip() == "Who else will see this page?"


def test_it_speaks_of_the_sentence_right_before_it() -> None:
    text = "I'd say: I promised you a week off. Also, the book token was for the whole team. Take that off."
    left = lines(asked("en", text).state)
    assert "book token" not in left and "promised her a week off" in left


def test_the_title_goes_by_the_step_as_it_was_worded(tools: Tools) -> None:
    after = take_turn(tools, a_talk("en"), "My step should be: on Friday at nine I see Ilse in my office.").state
    assert title(after).startswith("Friday")


def test_an_hour_told_in_words_is_put_right() -> None:
    state = a_talk("nl")
    item = Item("i8", "what", "Ilse begint al om half vijf", "seen", 8, "Ilse", "", "Ilse begint al om half vijf")
    state = replace(state, record=BalanceRecord((*state.record.items, item)))
    told = lines(asked("nl", "en het staat er wel hoor, half vijf moet kwart voor vijf worden", state).state)
    assert "kwart voor vijf" in told and "half vijf" not in told


def test_of_a_line_that_lost_some_words_the_whole_comes_off() -> None:
    before = a_talk("nl")
    cut = replace(before.record.items[4], text="ik ben er", clause="ik ben er")
    changed = replace(before, record=BalanceRecord((*before.record.items[:4], cut, *before.record.items[5:])))
    held = replace(remembered(before, changed), turn=before.turn + 1)
    after = asked("nl", "nee ik bedoelde die hele regel, niet alleen die woordjes", held).state
    assert "ik ben er" not in lines(after) and len(after.record.items) == len(before.record.items) - 1


@pytest.mark.parametrize(
    ("language", "text", "told", "gone"),
    [
        ("nl", "verander boekenbon in bloemenbon", "een bloemenbon van 30 euro", "boekenbon"),
        ("en", "change book token to record token", "a record token for 30 pounds", "book"),
        ("en", "Oh and it's not a book token it was a record token she got", "a record token for 30 pounds", "book"),
    ],
)
def test_a_few_words_are_put_for_a_few_that_stand_there(language: Language, text: str, told: str, gone: str) -> None:
    for shown in (True, False):
        after = lines(asked(language, text, a_talk(language, shown=shown)).state)
        assert told in after and gone not in after


def test_a_name_goes_for_what_stands_in_for_it_when_that_is_asked() -> None:
    text = "Ilse would hate to see her name here if Karl reads it. Can you call her my colleague instead?"
    told = lines(asked("en", text).state)
    assert "my colleague has done all of karls orders" in told and "ilse" not in told


def test_what_cannot_be_put_back_is_not_said_to_be_there() -> None:
    state = a_talk("nl")
    hidden = Item("i9", "who", "Wim", "seen", 3, "", "", "Wim")
    editing = Editing(state, load_wording("nl"), load_lexicon("nl"), struck=(hidden,))
    assert not editing.put_back((hidden,))


def test_the_older_of_two_lines_alike_is_the_old_one() -> None:
    state = a_talk("en")
    newer = Item("i9", "cost", "she left the choir for good", "seen", 9, "Ilse", "", "she left the choir for good")
    state = replace(state, record=BalanceRecord((*state.record.items, newer)))
    told = lines(asked("en", "the old choir line can go, I only want the one", state).state)
    assert "left the choir for good" in told and "practice" not in told


@pytest.mark.parametrize(
    ("language", "told", "said", "now"),
    [
        ("nl", "Ilse heeft drie zaterdagen achter elkaar de winkel gedraaid.", "drie zaterdagen moet vier zaterdagen zijn", "vier zaterdagen"),
        ("nl", "Ilse heeft drie zaterdagen achter elkaar de winkel gedraaid.", "Nee, het waren vier zaterdagen.", "vier zaterdagen"),
        ("nl", "Ilse heeft drie zaterdagen achter elkaar de winkel gedraaid.", "sorry, ik bedoelde vier zaterdagen", "vier zaterdagen"),
        ("en", "Ilse ran the shop three Saturdays in a row.", "four Saturdays I mean", "four Saturdays"),
        ("en", "Ilse ran the shop three Saturdays in a row.", "sorry, I meant four Saturdays", "four Saturdays"),
    ],
)  # fmt: skip
def test_a_number_is_put_right_on_the_way_and_so_is_the_time_told_with_it(
    tools: Tools, language: Language, told: str, said: str, now: str
) -> None:
    state = talk(tools, language, told, said).state
    assert now.lower() in lines(state, "given")
    assert all(norm(said) not in norm(i.text) for i in state.record.items)
    assert [i.text.split()[0] for i in state.record.items if i.field == "when"] == [now.split()[0]]


@pytest.mark.parametrize(
    ("language", "first", "second", "both"),
    [
        ("nl", "Onder mijn stap: maandag om tien uur vraag ik Ilse om koffie.",
         "Onder mijn stap: in december vraag ik of de ruil nog klopt.", True),
        ("nl", "Onder mijn stap: maandag om tien uur vraag ik Ilse om koffie.",
         "Onder mijn stap: dinsdag om negen uur vraag ik Ilse om koffie.", False),
        ("en", "Under my step: Wednesday at half seven I tell the team.",
         "Under my step, add: the second Saturday in December I'll check the swap still works.", True),
    ],
)  # fmt: skip
def test_a_step_for_another_day_stands_beside_the_first(
    tools: Tools, language: Language, first: str, second: str, both: bool
) -> None:
    state = take_turn(tools, take_turn(tools, a_talk(language), first).state, second).state
    step = lines(state, "step")
    assert norm(second.partition(": ")[2]) in step
    assert (norm(first.partition(": ")[2]) in step) is both


@pytest.mark.parametrize(
    ("language", "off", "back", "there", "gone"),
    [
        ("nl", ("haal de boekenbon eraf", "haal de koorrepetities eraf"), "nee, zet dat terug", "koorrepetities", "boekenbon"),
        ("en", ("take off the book token", "take off the choir practice"), "no, put that back", "choir practice", "book token"),
    ],
)  # fmt: skip
def test_only_what_came_off_last_comes_back(
    tools: Tools, language: Language, off: tuple[str, str], back: str, there: str, gone: str
) -> None:
    state = a_talk(language)
    for said in (*off, back):
        state = take_turn(tools, state, said).state
    assert there in lines(state)
    assert gone not in lines(state)


@pytest.mark.parametrize(
    ("language", "said", "line"),
    [
        ("nl", "kun je erbij zetten dat ik vrijdag Kasia lunch breng. en dat was het wel denk ik", "ik breng vrijdag kasia lunch"),
        ("en", "can you put that friday I'll bring her a proper lunch in, my turn. and that's it I think", "bring her a proper lunch"),
    ],
)  # fmt: skip
def test_what_is_to_be_put_on_goes_before_goodbye(tools: Tools, language: Language, said: str, line: str) -> None:
    assert line in lines(take_turn(tools, a_talk(language), said).state)


@pytest.mark.parametrize(
    ("language", "said", "top"),
    [
        ("nl", "titel moet vrijdag zijn", "Vrijdag"), ("nl", "en boven staat Donderdag maar t is vrijdag", "Vrijdag"),
        ("en", "the title should say Friday", "Friday"), ("en", "at the top it says Thursday, but it's Friday", "Friday"),
    ],
)  # fmt: skip
def test_the_top_of_the_page_is_put_otherwise_by_saying_so(tools: Tools, language: Language, said: str, top: str) -> None:
    state = take_turn(tools, a_talk(language), said).state
    assert title(state).startswith(top)
    assert top.lower() not in lines(state)


def test_a_number_that_is_said_to_be_of_something_else_stays(tools: Tools) -> None:
    told = "Ilse heeft sinds mei de diensten van Karel gedaan. Ze heeft daardoor haar lasopleiding een half jaar uitgesteld."
    said = "het was geen half jaar maar zestien weken, het half jaar is die opleiding"
    assert "een half jaar uitgesteld" in lines(talk(tools, "nl", told, said).state)
