"""The command `coach`: what it takes and where each part is done; heavy parts load when used."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.main import get_command

from coach.dialogue.state import AUDIENCES, LANGUAGES, PHASES, Language
from coach.discretion import be_discreet
from coach.errors import CoachError, ConversationNotFound, InputError, SettingsError
from coach.terminal.choices import choose

if TYPE_CHECKING:
    from coach.dialogue.tools import Tools
    from coach.settings import Settings

app = typer.Typer(
    name="coach",
    help="Stille Balans: a coach for the balance of giving and taking at work.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
inspect = typer.Typer(help="Show how one step judges a text.", no_args_is_help=True)
evaluate = typer.Typer(help="Measure a step on labelled data.", no_args_is_help=True)
knowledge = typer.Typer(help="The library: check, index, list, add, remove.", no_args_is_help=True)
data = typer.Typer(help="Your own data: take it along or erase it.", no_args_is_help=True)
app.add_typer(inspect, name="inspect")
app.add_typer(evaluate, name="evaluate")
app.add_typer(knowledge, name="knowledge")
app.add_typer(data, name="data")

LanguageOption = Annotated[str, typer.Option("--language", help="nl or en")]
LinesOption = Annotated[
    Path, typer.Option("--jsonl", help="JSON Lines to read; - is standard input")
]
DataOption = Annotated[Path, typer.Option("--data", help="Labelled data, JSON Lines")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON Lines on standard output")]


def main() -> None:
    """Run the command; an error of ours is one sentence on standard error."""
    be_discreet()
    try:
        # As `app()` does it, without a hook of its own that prints what an error says.
        get_command(app)()
    except CoachError as error:
        _note(str(error))
        wrong_input = isinstance(error, InputError | SettingsError | ConversationNotFound)
        sys.exit(2 if wrong_input else 1)
    except BrokenPipeError:
        # Whoever read our lines has enough of them.
        sys.stderr.close()
        sys.exit(0)


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; loopback, unless people sign in")
    ] = "",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes the setting")] = 0,
) -> None:
    """Serve the page, and print its address once it answers."""
    from coach.models.making import check
    from coach.models.named import named_model
    from coach.terminal.texts import terminal_texts
    from coach.web.server import serve as serve_page

    settings = _settings()
    named = named_model(settings)
    if named is not None:
        check(named)
    texts = terminal_texts(settings.language)

    def ready(address: str) -> None:
        typer.echo(texts.serving.format(address=address))

    serve_page(settings, host or settings.host, port or settings.port, ready)


@app.command()
def chat(
    json: JsonOption = False,
    language: LanguageOption = "",
    audience: Annotated[str, typer.Option(help="leader, coach or client")] = "leader",
    model: Annotated[str, typer.Option(help="Who speaks: guided, or provider:model")] = "",
    phase: Annotated[str, typer.Option(help="Phase of the walk to start in")] = "opening",
    resume: Annotated[str, typer.Option(help="Id of a kept talk to go on with")] = "",
) -> None:
    """Talk in the terminal, or by JSON Lines with --json."""
    settings = _settings()
    tongue = choose("language", language or settings.language, LANGUAGES)
    who = choose("audience", audience, AUDIENCES)
    start = choose("phase", phase, PHASES)
    if json and resume:
        raise InputError(
            "--json keeps nothing, so it has no talk to resume. Leave one of the two out."
        )
    from coach.dialogue.tools import load_tools
    from coach.dialogue.voice import make_voice, with_model

    voice = make_voice(settings, model)

    def tools() -> Tools:
        return with_model(load_tools(settings), voice, settings)

    if json:
        from coach.terminal.talk_json import talk_json

        talk_json(tools, tongue, who, start, sys.stdin.buffer, voice, settings.country)
        return
    from rich.console import Console

    from coach.records.store import Hide, Store
    from coach.terminal.talk_person import begin_talk, resume_talk

    hide: Hide | None = None
    if settings.pseudonyms:
        from coach.dialogue.pseudonyms import with_initials

        hide = with_initials
    store = Store(settings, hide)
    speaking = settings.model_copy(update={"model": model or settings.model})
    if resume:
        store.load(resume)
        resume_talk(tools(), store, Console(), speaking, resume, voice)
    else:
        begin_talk(tools(), store, Console(), speaking, tongue, who, start, voice)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for")] = "",
    json: JsonOption = False,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages")] = 10,
    language: LanguageOption = "",
    jsonl: Annotated[Path | None, typer.Option(help="Queries, JSON Lines; - is stdin")] = None,
) -> None:
    """Search the library."""
    from coach.terminal.searching import search_lines, search_once

    tongue: Language | None = choose("language", language, LANGUAGES) if language else None
    if jsonl is not None:
        search_lines(_settings(), jsonl, tongue, k)
    elif query.strip():
        search_once(_settings(), query, tongue, k, json)
    else:
        raise InputError("There is nothing to look for. Give a QUERY, or --jsonl FILE.")


@inspect.command("screen")
def inspect_screen(jsonl: LinesOption) -> None:
    """Show the route of each text: {"id","text"} in, {"id","route"} out."""
    from coach.terminal.inspecting import inspect_screen as run

    run(_settings(), jsonl)


@inspect.command("understand")
def inspect_understand(jsonl: LinesOption) -> None:
    """Show how each turn is understood, about that turn alone."""
    from coach.terminal.inspecting import inspect_understanding as run

    run(_settings(), jsonl)


@inspect.command("shield")
def inspect_shield(jsonl: LinesOption) -> None:
    """Show what is hidden before text leaves this computer: {"id","text"} in, with "spans" out."""
    from coach.terminal.inspecting import inspect_shield as run

    run(_settings(), jsonl)


@inspect.command("budget")
def inspect_budget(
    talk: Annotated[str, typer.Argument(metavar="ID", help="Id of a kept talk")],
) -> None:
    """Show of each turn which model was asked, with which prompt and how many tokens of what."""
    from coach.terminal.inspecting import inspect_budget as run

    run(_settings(), talk)


@inspect.command("gate")
def inspect_gate(jsonl: LinesOption) -> None:
    """Explain the verdict on each reply: which sentence failed, by which rule, and why."""
    from coach.terminal.inspecting import inspect_gate as run

    run(_settings(), jsonl)


@evaluate.command("retrieval")
def evaluate_retrieval(data: DataOption, json: JsonOption = False) -> None:
    """Measure search on {"id","lang","query","relevant"}."""
    from coach.terminal.evaluating import evaluate as run

    run("retrieval", _settings(), data, json)


@evaluate.command("understanding")
def evaluate_understanding(data: DataOption, json: JsonOption = False) -> None:
    """Measure intents and slots on {"id","lang","phase","coach","user","intent","slots"}."""
    from coach.terminal.evaluating import evaluate as run

    run("understanding", _settings(), data, json)


@evaluate.command("safety")
def evaluate_safety(data: DataOption, json: JsonOption = False) -> None:
    """Measure the screen on {"id","lang","text","route"}."""
    from coach.terminal.evaluating import evaluate as run

    run("safety", _settings(), data, json)


@evaluate.command("shield")
def evaluate_shield(data: DataOption, json: JsonOption = False) -> None:
    """Measure the shield on {"id","lang","text","spans":[{"text","type"}]}."""
    from coach.terminal.evaluating import evaluate as run

    run("shield", _settings(), data, json)


@evaluate.command("injection")
def evaluate_injection(data: DataOption, json: JsonOption = False) -> None:
    """Measure what orders in texts bring about on {"id","lang","where","text","goal"}."""
    from coach.terminal.evaluating import evaluate as run

    run("injection", _settings(), data, json)


@evaluate.command("dialogue")
def evaluate_dialogue(data: DataOption, json: JsonOption = False) -> None:
    """Measure whole talks."""
    _not_yet("This measure isn't there.")


@knowledge.command("check")
def knowledge_check(
    folder: Annotated[Path | None, typer.Option(help="Another library folder")] = None,
) -> None:
    """Check the library; every problem by file and line, exit 1 when there is one."""
    from coach.terminal.library import check_library

    if not check_library(folder):
        sys.exit(1)


@knowledge.command("build")
def knowledge_build() -> None:
    """Build the search index anew."""
    from coach.terminal.library import build_index

    build_index(_settings())


@knowledge.command("list")
def knowledge_list(json: JsonOption = False) -> None:
    """List the documents of the library, your own included."""
    from coach.terminal.library import list_library

    list_library(_settings(), json)


@knowledge.command("add")
def knowledge_add(
    files: Annotated[
        list[Path], typer.Argument(help="Markdown, text, Word or PDF, up to 20 MB each")
    ],
    title: Annotated[str, typer.Option(help="Title; else that of the document or file")] = "",
    language: LanguageOption = "",
    audience: Annotated[
        list[str] | None, typer.Option(help="leader, coach or client; more than once; else all")
    ] = None,
    source: Annotated[str, typer.Option(help="Where it comes from; else the file's name")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Keep it without asking")] = False,
    json: JsonOption = False,
) -> None:
    """Add documents of your own: shown as read first, then kept and made searchable."""
    from coach.terminal.own_documents import add_documents

    chosen = [
        choose("audience", each.strip(), AUDIENCES)
        for given in audience or ()
        for each in given.split(",")
    ]
    tongue: Language | None = choose("language", language, LANGUAGES) if language else None
    if title and len(files) > 1:
        raise InputError("One --title can't name several documents. Nothing was added.")
    add_documents(_settings(), files, title, tongue, chosen, source, yes=yes, json=json)


@knowledge.command("remove")
def knowledge_remove(
    document: Annotated[str, typer.Argument(metavar="ID", help="Id of a document of your own")],
) -> None:
    """Remove a document of your own, from the search too."""
    from coach.terminal.own_documents import remove_document

    remove_document(_settings(), document)


@app.command()
def export(
    talk: Annotated[str, typer.Argument(metavar="ID", help="Id of the talk")],
    form: Annotated[str, typer.Option("--format", help="md, docx, pdf, ics or json")] = "md",
    to: Annotated[Path | None, typer.Option(help="File to write; else standard output")] = None,
) -> None:
    """Write the plan of a talk; of a coach's talk the question sheet, and the step as calendar."""
    from coach.terminal.exporting import FORMATS, export_talk

    export_talk(_settings(), talk, choose("format", form, FORMATS), to)


@app.command("follow-up")
def follow_up(
    what: Annotated[
        str, typer.Argument(metavar="FILE|ID", help="An invitation, or the id of a follow-up")
    ],
    to: Annotated[Path | None, typer.Option(help="Markdown file for what you wrote")] = None,
) -> None:
    """Look back on what was agreed: open an invitation that came as a file, or go on with one."""
    from coach.terminal.looking_back import look_back

    look_back(_settings(), what, to)


@data.command("export")
def data_export(
    form: Annotated[str, typer.Option("--format", help="json or md, to read")] = "json",
    to: Annotated[Path | None, typer.Option(help="File to write; else standard output")] = None,
) -> None:
    """Write everything that is kept: talks, their records, documents of your own, consent."""
    from coach.terminal.own_data import DATA_FORMATS, export_data

    export_data(_settings(), choose("format", form, DATA_FORMATS), to)


@data.command("import")
def data_import(
    file: Annotated[Path, typer.Argument(help="What `coach data export` wrote")],
) -> None:
    """Read an export back, on this computer or another; what is there already stays."""
    from coach.terminal.own_data import import_data

    import_data(_settings(), file)


@data.command("erase")
def data_erase(
    talk: Annotated[str, typer.Option(metavar="ID", help="Erase this talk only")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking")] = False,
) -> None:
    """Erase one talk, or everything; it names what goes, and asks."""
    from coach.terminal.own_data import erase_data

    erase_data(_settings(), talk, yes=yes)


@data.command("backup")
def data_backup(
    file: Annotated[Path, typer.Argument(help="File to write; it must not be there yet")],
) -> None:
    """Copy everything that is kept into one file, sealed as it is; others may go on meanwhile."""
    from coach.terminal.own_data import back_up

    back_up(_settings(), file)


@data.command("restore")
def data_restore(
    file: Annotated[Path, typer.Argument(help="What `coach data backup` wrote")],
) -> None:
    """Put a backup back where nothing is kept yet: an empty folder, or an empty database."""
    from coach.terminal.own_data import put_back

    put_back(_settings(), file)


@data.command("move")
def data_move() -> None:
    """Copy everything from the file in COACH_DATA_DIR into the database of COACH_DATABASE_URL."""
    from coach.terminal.own_data import move_data

    move_data(_settings())


@data.command("rotate-key")
def data_rotate_key() -> None:
    """Seal everything with the key in COACH_NEW_ENCRYPTION_KEY; without one, print a fresh key."""
    from coach.terminal.own_data import rotate_key

    rotate_key(_settings())


@app.command()
def doctor() -> None:
    """Say what is configured, what can be reached, and what would leave this computer."""
    from coach.terminal.doctor import examine

    if not examine(_settings()):
        sys.exit(1)


@app.command()
def usage(json: JsonOption = False) -> None:
    """Count people, talks, turns and documents, of everybody together; shows no word of anybody."""
    from coach.terminal.usage import tell_usage

    tell_usage(_settings(), json)


def _settings() -> Settings:
    from coach.settings import load_settings

    return load_settings()


def _not_yet(sentence: str) -> None:
    _note(f"Not yet: {sentence}")
    raise typer.Exit(2)


def _note(text: str) -> None:
    # An argument that isn't UTF-8 comes with half surrogate pairs, which can't be written.
    typer.echo(text.encode("utf-8", "replace").decode(), err=True)
