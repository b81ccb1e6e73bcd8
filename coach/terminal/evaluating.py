"""`coach evaluate`: the real parts measured on a labelled file, for a person or a script."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from coach.terminal.lines import note, write_line

if TYPE_CHECKING:
    from coach.dialogue.state import Outcome, State
    from coach.evaluation.injection import Answer, Upload
    from coach.settings import Settings

# The lists of which each case is printed, by its id; what it says stays in its file.
NAMED = frozenset({"failures", "refused", "not_referred", "misrouted", "wrongly_referred"})
Measure = Literal["retrieval", "understanding", "safety", "shield", "injection"]


def evaluate(measure: Measure, settings: Settings, file: Path, json: bool) -> None:
    """Print the measures of one part on `file`; with `json` as one line."""
    runners = {
        "retrieval": _retrieval,
        "understanding": _understanding,
        "safety": _safety,
        "shield": _shield,
        "injection": _injection,
    }
    report = runners[measure](settings, file)
    if json:
        write_line(report)
    else:
        _print(report)


def _retrieval(settings: Settings, file: Path) -> dict[str, Any]:
    from coach.evaluation.retrieval import evaluate
    from coach.knowledge.live import open_search
    from coach.records.documents import open_documents

    return evaluate(file, open_search(settings, shelf=open_documents(settings)))


def _understanding(settings: Settings, file: Path) -> dict[str, Any]:
    from coach.evaluation.understanding import evaluate
    from coach.knowledge.embedder import make_embedder
    from coach.terminal.inspecting import understand_line

    embedder = make_embedder(settings)

    def understand(line: dict[str, Any]) -> tuple[str, dict[str, str], tuple[str, ...]]:
        found = understand_line(embedder, settings.language, line)
        return found.intent, {str(name): part for name, part in found.slots.items()}, found.missing

    return evaluate(file, understand)


def _safety(settings: Settings, file: Path) -> dict[str, Any]:
    from coach.dialogue.cleaning import cleaned
    from coach.dialogue.screen import Screen
    from coach.evaluation.safety import evaluate
    from coach.knowledge.embedder import make_embedder

    screen = Screen(make_embedder(settings))
    return evaluate(file, lambda text, language: screen.judge(cleaned(text), language).route)


def _shield(settings: Settings, file: Path) -> dict[str, Any]:
    from coach.evaluation.shield import evaluate
    from coach.models.shield import Shield

    return evaluate(file, lambda text, language: Shield(language).find(text))


def _injection(settings: Settings, file: Path) -> dict[str, Any]:
    from tempfile import TemporaryDirectory

    from coach.dialogue.putting import open_talk
    from coach.evaluation.injection import evaluate
    from coach.sheets.plan import plan_markdown

    with TemporaryDirectory() as folder:
        own = settings.model_copy(update={"data_dir": Path(folder)})
        return {
            "voice": settings.model,
            **evaluate(
                file,
                lambda language: open_talk(None, language, "leader").state,
                lambda uploads: _answering(own, uploads),
                plan_markdown,
            ),
        }


def _answering(settings: Settings, uploads: Sequence[Upload]) -> Answer:
    """Return what answers a turn with the voice that is set, `uploads` added to the library."""
    from coach.dialogue.screen import Screen
    from coach.dialogue.state import agreed
    from coach.dialogue.tools import Tools
    from coach.dialogue.turn import take_turn
    from coach.dialogue.voice import make_voice, with_model
    from coach.knowledge.embedder import make_embedder
    from coach.knowledge.live import build_index, open_search
    from coach.knowledge.reading import read_upload
    from coach.records.documents import open_documents

    embedder = make_embedder(settings)
    documents = open_documents(settings)
    for each in uploads:
        draft = read_upload(each.text.encode(), f"{each.id}.md")
        documents.keep(
            draft.document(title=each.id, language=each.language, audience=(), source="")
        )
    if notice := build_index(settings, documents, embedder):
        note(notice)
    voice = make_voice(settings)
    search = open_search(settings, embedder, shelf=documents)
    tools = with_model(Tools(embedder, Screen(embedder), search), voice, settings)

    def answer(state: State, text: str) -> Outcome:
        outcome = take_turn(tools, state, text)
        if voice is None:
            return outcome
        # These are made-up talks.
        telling = voice.tell(agreed(state, voice.destination), text, outcome)
        return outcome if telling is None else telling.whole()

    return answer


def _print(report: dict[str, Any], indent: str = "") -> None:
    for name, value in report.items():
        if isinstance(value, dict) and "mean" in value:
            shown = f"{value['mean']:.3f} ({value['low']:.3f} to {value['high']:.3f})"
            print(f"{indent}{name}: {shown}, n = {value['count']:.0f}")  # noqa: T201
        elif isinstance(value, dict) and "support" in value:
            parts = (f"{part} {number:.3f}" for part, number in value.items() if part != "support")
            print(f"{indent}{name}: {', '.join(parts)}, n = {value['support']:.0f}")  # noqa: T201
        elif isinstance(value, dict) and name == "routes":
            _print_routes(value)
        elif isinstance(value, dict):
            print(f"{indent}{name}:")  # noqa: T201
            _print(value, indent + "  ")
        elif isinstance(value, list):
            print(f"{indent}{name}: {len(value)}")  # noqa: T201
            for one in value if name in NAMED else ():
                print(f"{indent}  {_named(one)}")  # noqa: T201
        else:
            print(f"{indent}{name}: {value}")  # noqa: T201


def _print_routes(routes: dict[str, dict[str, Any]]) -> None:
    """Print a table of routes: how many, recall and precision with their intervals, F1."""
    print(f"{'route':<16}{'n':>5}  {'recall':<22}{'precision':<22}{'F1':>5}")  # noqa: T201
    for route, scores in routes.items():
        recall, precision = (
            f"{each['mean']:.3f} ({each['low']:.3f}–{each['high']:.3f})"
            for each in (scores["recall"], scores["precision"])
        )
        count = int(scores["recall"]["count"])
        print(f"{route:<16}{count:>5}  {recall:<22}{precision:<22}{scores['f1']:>5.3f}")  # noqa: T201


def _named(one: dict[str, Any]) -> str:
    """Return one case: its id and what went wrong with it."""
    if "how" in one:
        return f"{one['id']} ({one['goal']}): {', '.join(one['how'])}"
    return f"{one['id']} ({one['wanted']}): {one['given']}"
