"""What wears somebody out is said back in their own words, and never turned into its opposite."""

from __future__ import annotations

import pytest

from coach.dialogue.state import Language
from coach.dialogue.tools import Tools
from tests.dialogue.talking import talk

SAID: tuple[tuple[Language, str, tuple[str, ...]], ...] = (
    ("nl", "Ik slaap al weken niet en huil om niks.", ("slaap al weken niet", "huil om niks")),
    ("nl", "Ik slaap al maanden niet door. Ik ben helemaal leeg.",
     ("slaap al maanden niet door", "Ik ben helemaal leeg")),
    ("nl", "Mijn collega slaapt al weken niet en huilt op het toilet.",
     ("slaapt al weken niet", "huilt op het toilet")),
    ("nl", "'k slaap al weken nie meer en ik ween om niks",
     ("slaap al weken nie meer", "ween om niks")),
    ("nl", "Ik kom niet meer bij in het weekend, ben op en vergeet alles.",
     ("kom niet meer bij in het weekend", "vergeet alles", "ben op")),
    ("nl", "Ik kan niet meer slapen en moet om alles huilen.", ("kan niet meer slapen",)),
    ("en", "I haven't slept for weeks and I cry in the car.",
     ("haven't slept for weeks", "I cry in the car")),
    ("en", "I haven't really been able to sleep for weeks and I cry every night.",
     ("haven't really been able to sleep for weeks", "I cry every night")),
    ("en", "I haven't been sleeping for months. I can't concentrate any more.",
     ("haven't been sleeping for months", "can't concentrate any more")),
    ("en", "My mind will not switch off and I lie awake every night.",
     ("lie awake every night", "mind will not switch off")),
)  # fmt: skip


@pytest.mark.parametrize(("language", "text", "words"), SAID)
def test_a_signal_is_quoted_with_its_negation_and_to_the_end_of_its_clause(
    tools: Tools, language: Language, text: str, words: tuple[str, ...]
) -> None:
    assert tools.screen.judge(text, language).words == words


def test_what_cannot_be_quoted_whole_is_not_quoted_by_half(tools: Tools) -> None:
    told = "Ik slaap al weken door al dat gedoe met de planning van december niet meer."
    screening = tools.screen.judge(f"{told} En huilen om niks.", "nl")
    assert screening.route == "burnout"
    assert not any("slaap" in each for each in screening.words)


def test_the_template_says_it_back_as_it_was_said(tools: Tools) -> None:
    reply = talk(tools, "nl", "Ik slaap al weken niet en huil om niks.").reply
    assert reply.text.startswith("‘slaap al weken niet’, ‘huil om niks’: dat is meer dan")


def test_somebody_called_sue_is_no_lawsuit(tools: Tools) -> None:
    assert talk(tools, "en", "And the chocolates were from Sue.").state.route == "none"
    assert talk(tools, "en", "I told Sue I'm going to sue them.").state.route == "legal"
