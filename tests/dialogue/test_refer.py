"""Referral: the right words, the right place, one question, and nothing made up."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from coach.content import content_folder
from coach.dialogue.contacts import load_contacts
from coach.dialogue.going_on import country_named, takes_the_offer, wants_to_go_on
from coach.dialogue.refer import Referrals, referral
from coach.dialogue.screening import Screening
from coach.dialogue.state import Language, Route
from coach.errors import ContentError

ROUTES: tuple[Route, ...] = (
    "crisis", "emergency", "burnout", "harassment", "legal", "whistleblowing", "medical",
)
VARIANTS = ("self", "other", "own", "accused", "discrimination", "private", "conflict")
COUNTRIES = ("", "nl", "be", "gb", "ie", "us", "ca", "eu", "int")
LANGUAGES: tuple[Language, ...] = ("nl", "en")


@pytest.fixture(scope="module")
def referrals() -> Referrals:
    return Referrals()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_every_referral_is_whole_and_names_a_place(
    referrals: Referrals, language: Language, route: Route, country: str
) -> None:
    for variant in VARIANTS:
        for gentle in (False, True):
            screening = Screening(route, variant, ("slaap al weken niet",))
            reply = referrals.referral(screening, language, country, 3, gentle=gentle)
            assert not re.search(r"[{}\[\]|]", reply.text)
            assert "  " not in reply.text
            assert reply.act == "refer"
            assert reply.route == route
            assert reply.question in reply.text
            assert reply.contacts


def test_a_person_in_the_netherlands_hears_of_113_first_and_of_112() -> None:
    reply = referral(Screening("crisis"), "nl", "nl", 2)
    assert "bel 113" in reply.text
    assert "112" in reply.text
    assert reply.text.index("113") < reply.text.index("112")
    assert "Denk je aan zelfdoding?" in reply.text
    assert reply.question == "Is er iemand bij je in de buurt die je kunt bellen?"
    assert reply.contacts[0].phone == "113"


@pytest.mark.parametrize(
    ("country", "language", "phone"),
    [("be", "nl", "1813"), ("gb", "en", "116 123"), ("us", "en", "988"), ("ca", "en", "988")],
)
def test_each_country_gets_its_own_line_and_not_another_countrys(
    country: str, language: Language, phone: str
) -> None:
    reply = referral(Screening("crisis"), language, country, 2)
    assert phone in reply.text
    assert not re.search(r"\b113\b", reply.text)
    assert any(contact.phone == phone for contact in reply.contacts)


def test_dutch_without_a_country_names_belgium_too() -> None:
    assert "1813" in referral(Screening("crisis"), "nl", "", 2).text
    assert "113" in referral(Screening("crisis"), "nl", "", 2).text


def test_english_without_a_country_points_to_a_list_of_local_lines() -> None:
    reply = referral(Screening("crisis"), "en", "", 2)
    assert "findahelpline.com" in reply.text
    assert "your emergency number" in reply.text


def test_the_country_is_asked_only_where_the_template_has_no_question_of_its_own() -> None:
    assert referral(Screening("legal"), "nl", "", 2).question.startswith("In welk land")
    assert referral(Screening("legal"), "nl", "be", 2).question == ""
    assert "land" not in referral(Screening("crisis"), "nl", "", 2).question
    assert referral(Screening("harassment"), "en", "", 2).question == "Which country are you in?"


def test_exhaustion_is_named_in_the_persons_own_words_and_without_a_diagnosis() -> None:
    words = ("lig elke nacht wakker", "ik ben op")
    reply = referral(Screening("burnout", "self", words), "nl", "nl", 2)
    assert reply.text.startswith("‘lig elke nacht wakker’, ‘ik ben op’: dat is meer dan")
    assert "Ik kan niet beoordelen wat het is" in reply.text
    assert "burn-out" not in reply.text


def test_without_sure_words_the_opening_is_neutral() -> None:
    assert referral(Screening("burnout"), "en", "", 2).text.startswith("What you describe")


def test_own_words_stay_as_typed_when_the_talk_is_formal() -> None:
    reply = referral(Screening("burnout", "self", ("[je|u] ben op",)), "nl", "nl", 2, formal=True)
    assert "‘[je|u] ben op’" in reply.text
    assert "uw huisarts" in reply.text
    assert " je " not in reply.text.split("’", 1)[1]


def test_worry_about_someone_else_gets_advice_for_that() -> None:
    nl = referral(Screening("crisis", "other"), "nl", "nl", 2).text
    assert "vandaag nog met diegene" in nl
    assert "Denk je aan zelfdoding?" in nl
    assert "hoef jij niet" in nl
    en = referral(Screening("burnout", "other"), "en", "gb", 2).text
    assert "isn't yours to judge" in en


def test_a_coach_hears_of_supervision_first() -> None:
    reply = referral(Screening("crisis", "other", coach=True), "nl", "nl", 2)
    assert reply.text.startswith("Eerst voor jou als coach")
    assert "supervisor" in reply.text
    assert "113" in reply.text


def test_an_accused_leader_gets_no_verdict_and_no_letter() -> None:
    text = referral(Screening("harassment", "accused"), "en", "gb", 2).text
    assert "no verdict" in text
    assert "not even a letter" in text


def test_violence_at_home_points_to_the_line_for_that() -> None:
    reply = referral(Screening("harassment", "private"), "nl", "nl", 2)
    assert "Veilig Thuis" in reply.text
    assert [contact.name for contact in reply.contacts if contact.phone == "0800-2000"]
    assert reply.question == "Ben je op dit moment veilig?"


def test_the_gentle_repeat_asks_nothing_and_still_names_the_place() -> None:
    for route in ROUTES:
        reply = referral(Screening(route), "nl", "nl", 4, gentle=True)
        assert reply.question == ""
        assert "?" not in reply.text
        assert "nog één keer" in reply.text


def test_said_again_it_comes_shorter() -> None:
    first = referral(Screening("crisis"), "nl", "nl", 2).text
    again = referral(Screening("crisis"), "nl", "nl", 3, previous_route="crisis").text
    assert again != first
    assert len(again) < len(first)
    assert "113" in again


def test_a_crisis_that_stands_is_not_replaced_by_something_lighter() -> None:
    reply = referral(Screening("burnout"), "nl", "nl", 3, previous_route="crisis")
    assert reply.route == "crisis"
    assert referral(Screening("crisis"), "nl", "nl", 3, previous_route="burnout").route == "crisis"


def test_the_page_and_the_text_never_carry_a_number_outside_the_contacts_file() -> None:
    for language in LANGUAGES:
        path = content_folder("prompts") / f"referrals.{language}.yaml"
        text = re.sub(r"\{[^}]*\}|2019/1937", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"\d{3}", text)


def test_a_text_that_names_an_unknown_contact_is_refused_at_once(tmp_path: Path) -> None:
    for language in LANGUAGES:
        name = f"referrals.{language}.yaml"
        text = (content_folder("prompts") / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("{line-113.phone}", "{line-114.phone}"), "utf-8")
    with pytest.raises(ContentError, match="line-114"):
        Referrals(prompts=tmp_path)


def test_every_contact_says_in_both_languages_who_it_is_and_when_it_was_checked() -> None:
    book = load_contacts()
    for entry in book.entries.values():
        assert entry.name.nl
        assert entry.name.en
        assert entry.url == "" or entry.url.startswith("https://")
        assert entry.checked_on <= date(2026, 11, 23)


def test_contacts_looked_at_more_than_six_months_ago_are_due() -> None:
    book = load_contacts()
    assert book.due(date(2026, 12, 1)) == ()
    assert set(book.due(date(2027, 7, 1))) == set(book.entries)


def test_a_damaged_contacts_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "referrals.yaml").write_text("contacts:\n  - id: x\n", encoding="utf-8")
    with pytest.raises(ContentError, match="Mend the file"):
        load_contacts(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "ik wil verder", "Laten we doorgaan.", "Verder maar", "I'd like to go on",
        "ok, let's continue", "Dank, ik heb 113 gebeld. Kunnen we weer verder?",
        "nee dank je, ik wil gewoon verder met Marjan", "back to the conversation please",
    ],
)
def test_wanting_to_go_on_is_heard(text: str) -> None:
    assert wants_to_go_on(text, "nl")


@pytest.mark.parametrize(
    "text",
    [
        "ik kan zo niet verder", "ik wil niet verder leven", "I can't go on", "ja",
        "I don't want to continue living", "hoe moet ik nu verder?", "Marjan deed de roosters",
        "ik weet niet of ik verder wil",
    ],
)
def test_not_being_able_to_go_on_is_not_wanting_to(text: str) -> None:
    assert not wants_to_go_on(text, "nl")


def test_a_bare_yes_takes_the_offer() -> None:
    assert takes_the_offer("Ja graag.")
    assert takes_the_offer("yes please")
    assert not takes_the_offer("ja maar ik zie het niet zitten")


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("België", "be"), ("Ik werk in Vlaanderen", "be"), ("in the UK", "gb"),
        ("Northern Ireland", "gb"), ("Ireland", "ie"), ("niet in Nederland, in Duitsland", "eu"),
        ("ergens anders", "int"), ("I'm in the US", "us"), ("tell us about it", ""),
        ("Nederland", "nl"), ("Weet ik niet", ""),
    ],
)
def test_the_country_someone_names(text: str, country: str) -> None:
    assert country_named(text) == country
