"""What leaves this computer, in words, by the real configuration."""

from __future__ import annotations

from coach.dialogue.state import Destination
from coach.errors import SettingsError
from coach.models.named import NamedModel, destination, named_model
from coach.records.place import database_place, replica_place, server_place
from coach.settings import Settings
from coach.web.texts import Texts, consent_hash, texts_for


def what_leaves(texts: Texts, settings: Settings) -> str:
    """Return what leaves, and where it goes; "" when nothing does and no model speaks."""
    told: list[str] = []
    model = speaking_model(settings)
    if model is not None:
        key = "here" if model.local else "open" if settings.model_unshielded else "elsewhere"
        told.append(texts(f"leaving.{key}", model=model.full_name, host=model.host))
    if settings.embeddings_provider:
        provider = settings.embeddings_provider
        told.append(texts("welcome.leaves_provider", provider=provider))
    places = filter(None, (database_place(settings), replica_place(settings)))
    if hosts := dict.fromkeys(place.elsewhere for place in places if place.elsewhere):
        told.append(texts("welcome.leaves_database", host=", ".join(hosts)))
    if (address := settings.index_url.get_secret_value()) and (
        host := server_place(address).elsewhere
    ):
        told.append(texts("welcome.leaves_index", host=host))
    return " ".join(told)


def consent_of(settings: Settings) -> str:
    """Return what tells the text a person says yes to, as it is here, from any other."""
    team = settings.has_login
    return consent_hash(what_leaves(texts_for("en", team), settings), team)


def speaking_model(settings: Settings) -> NamedModel | None:
    """Return the model that is set; None for the guided voice, and for one that can't be meant."""
    try:
        return named_model(settings)
    except SettingsError:
        return None


def leaves_to(settings: Settings) -> Destination | None:
    """Return where text for the model that is set goes; None for the guided voice."""
    model = speaking_model(settings)
    return None if model is None else destination(settings, model)
