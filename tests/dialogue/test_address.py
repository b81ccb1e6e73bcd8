"""What was told of somebody, put as it is said to them, and when it is left undone."""

from __future__ import annotations

import pytest

from coach.dialogue.address import addressed, as_main, speaks_of_somebody
from coach.dialogue.lexicon import load_lexicon
from coach.dialogue.state import Language

TOLD: tuple[tuple[Language, str, str, str], ...] = (
    # A verb before the name: what stands in front is no title of theirs.
    (
        "nl", "op de klantenservice draait Soraya bijna elke zaterdag", "Soraya",
        "op de klantenservice draai jij bijna elke zaterdag",
    ),
    ("nl", "Ze heeft alle roosters gedaan", "Marjan", "Je hebt alle roosters gedaan"),
    ("nl", "Marjan heeft de roosters gedaan naast haar eigen routes", "Marjan",
     "Je hebt de roosters gedaan naast je eigen routes"),
    ("nl", "In maart heeft ze alle roosters gedaan", "Marjan",
     "In maart heb jij alle roosters gedaan"),
    ("nl", "Toen kon ze haar vader niet meer halen", "Marjan",
     "Toen kon jij je vader niet meer halen"),
    ("nl", "Ze kon haar vader niet meer op woensdag halen", "Marjan",
     "Je kon je vader niet meer op woensdag halen"),
    ("nl", "Onze monteur Sjaak doet sinds de zomer ook de e-bikes", "Sjaak",
     "Je doet sinds de zomer ook de e-bikes"),
    ("nl", "Op de praktijk heeft doktersassistente Nadia elke ochtend de telefoon gedaan", "Nadia",
     "Op de praktijk heb jij elke ochtend de telefoon gedaan"),
    ("nl", "Kok Bram deed de vloer", "Bram", "Je deed de vloer"),
    ("nl", "Toen bleef Bram drie uur langer", "Bram", "Toen bleef jij drie uur langer"),
    ("nl", "Hij is tot zeven uur bezig, terwijl hij om vijf uur klaar is", "Sjaak",
     "Je bent tot zeven uur bezig, terwijl je om vijf uur klaar bent"),
    ("nl", "Sinds april werkt ze elke zondag", "Loes", "Sinds april werk jij elke zondag"),
    ("nl", "Daardoor zit ze alleen op de zaal", "Loes", "Daardoor zit jij alleen op de zaal"),
    ("nl", "ik heb gezegd dat ze een week vrij mocht", "Loes",
     "ik heb gezegd dat je een week vrij mocht"),
    ("nl", "Ik heb Loes nooit bedankt", "Loes", "Ik heb je nooit bedankt"),
    ("nl", "De week vrij was voor Loes", "Loes", "De week vrij was voor jou"),
    ("nl", "ze hebben de hele winter doorgewerkt met hun eigen spullen", "de nachtploeg",
     "jullie hebben de hele winter doorgewerkt met jullie eigen spullen"),
    ("en", "She did the whole rota in May", "Anna", "You did the whole rota in May"),
    ("en", "Anna has done the rota beside her own rounds", "Anna",
     "You have done the rota beside your own rounds"),
    ("en", "Last week receptionist Anna covered two desks", "Anna",
     "Last week you covered two desks"),
    ("en", "At the bakery Anna has opened up alone", "Anna",
     "At the bakery you have opened up alone"),
    ("en", "Over the summer Anna came in on Sundays", "Anna",
     "Over the summer you came in on Sundays"),
    ("en", "In our kitchen Anna does the stock", "Anna", "In our kitchen you do the stock"),
    ("en", "She was on her own", "Anna", "You were on your own"),
    ("en", "She taught herself the system", "Anna", "You taught yourself the system"),
    ("en", "Our night baker, Colette, has been doing the orders as well", "Colette",
     "You have been doing the orders as well"),
    ("en", "She's in till nine when she should finish at six", "Colette",
     "You're in till nine when you should finish at six"),
    ("en", "she covers the nights and does the rota", "Colette",
     "you cover the nights and do the rota"),
    ("en", "I did tell her someone would start", "Colette", "I did tell you someone would start"),
    ("en", "I never asked Tom what it cost him", "Tom", "I never asked you what it cost you"),
    ("en", "they ran the ward with their own kit", "the night staff",
     "you ran the ward with your own kit"),
)  # fmt: skip


@pytest.mark.parametrize(("language", "clause", "who", "told"), TOLD)
def test_a_clause_about_somebody_is_said_to_them(
    language: Language, clause: str, who: str, told: str
) -> None:
    assert addressed(clause, who, load_lexicon(language)) == told


LEFT: tuple[tuple[Language, str, str], ...] = (
    ("nl", "Marjan hielp Piet", "Marjan"),
    ("nl", "Ze zei dat hij ziek was", "Marjan"),
    ("nl", "Ze nam zijn diensten over", "Marjan"),
    ("nl", "ze hebben op kantoor niks gezegd", "Marjan"),
    ("nl", "zijn vrouw zei dat hij amper thuis was", "Ton"),
    ("nl", "In maart bestel ik hem", "Ton"),
    ("nl", "de roosters gedaan", "Marjan"),
    ("en", "Anna helped Tom", "Anna"),
    ("en", "She said he was ill", "Anna"),
    ("en", "He covered her shifts", "Tom"),
    ("en", "the rota", "Anna"),
)


@pytest.mark.parametrize(("language", "clause", "who"), LEFT)
def test_with_somebody_else_in_it_or_nobody_it_is_left(
    language: Language, clause: str, who: str
) -> None:
    assert addressed(clause, who, load_lexicon(language)) is None


@pytest.mark.parametrize(
    ("language", "clause", "main"),
    [
        ("nl", "Dat ik het heb laten liggen", "ik heb het laten liggen"),
        ("nl", "dat ik te weinig gezegd heb", "ik heb te weinig gezegd"),
        ("nl", "Ik liet het liggen", "Ik liet het liggen"),
        ("en", "That I let it slide", "I let it slide"),
    ],
)
def test_an_admission_in_a_subordinate_clause_becomes_a_sentence(
    language: Language, clause: str, main: str
) -> None:
    assert as_main(clause, load_lexicon(language)) == main


def test_an_idiom_with_a_pronoun_speaks_of_nobody() -> None:
    lexicon = load_lexicon("nl")
    assert not speaks_of_somebody("dat kan op z'n vroegst in maart", lexicon)
    assert speaks_of_somebody("ik heb haar niets gezegd", lexicon)
