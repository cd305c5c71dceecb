"""The registry of templates: registered, reviewed, edited, deleted; news of them as webhooks."""

import re
from datetime import timedelta
from typing import Any, Final

from cauce.sandbox.graph_error import GraphError
from cauce.sandbox.meta import template_news
from cauce.sandbox.meta.call import Call
from cauce.sandbox.world.accounts import WABA_ID
from cauce.sandbox.world.templates import CATEGORIES, Template, variables

MANAGES: Final = "whatsapp_business_management"
NAME: Final = re.compile(r"^[a-z0-9_]{1,512}$")
REVIEW_SECONDS: Final = 2.0
NAME_RESTS: Final = timedelta(days=30)
LONGEST: Final = {"HEADER": 60, "BODY": 1024, "FOOTER": 60}
MOST_BUTTONS: Final = 10
LONGEST_BUTTON: Final = 25
PAGE_SIZE: Final = 25


async def create(call: Call) -> dict[str, Any]:
    call.token(WABA_ID, MANAGES)
    world, now = call.sandbox.world, call.sandbox.clock.now()
    name, language = call.needed("name"), call.needed("language")
    category = call.needed("category").upper()
    if NAME.match(name) is None:
        raise GraphError(100, "A name has small letters, digits and underscores.")
    if category not in CATEGORIES:
        raise GraphError(100, f"The category is none of {', '.join(CATEGORIES)}.")
    rests = world.deleted_templates.get(name)
    if rests is not None and now < rests + NAME_RESTS:
        raise GraphError(100, "The name was deleted less than 30 days ago.", 2388023)
    if any((one.name, one.language) == (name, language) for one in world.templates.values()):
        raise GraphError(100, "There is a template of this name in this language.", 2388024)
    components = _components(call)
    named = call.text("parameter_format").upper() == "NAMED"
    made = Template(
        world.number_id(), name, language, category, components, named=named, status="PENDING"
    )
    _check(made)
    world.templates[made.id] = made
    template_news.review_later(call.sandbox, made, REVIEW_SECONDS)
    return {"id": made.id, "status": made.status, "category": made.category}


async def edit(call: Call) -> dict[str, Any]:
    """POST on the template's id: it is reviewed again."""
    call.token(WABA_ID, MANAGES)
    one = call.sandbox.world.templates[call.node]
    if one.status not in ("APPROVED", "REJECTED", "PAUSED"):
        raise GraphError(100, f"A template that is {one.status} cannot be edited.")
    changed = Template(
        one.id, one.name, one.language, one.category, _components(call), named=one.named
    )
    _check(changed)
    one.components, one.status = changed.components, "PENDING"
    template_news.review_later(call.sandbox, one, REVIEW_SECONDS)
    return {"success": True}


async def list_templates(call: Call) -> dict[str, Any]:
    call.token(WABA_ID, MANAGES)
    found = [
        one
        for one in call.sandbox.world.templates.values()
        if call.text("name") in ("", one.name)
        and call.text("status").upper() in ("", one.status)
        and call.text("language") in ("", one.language)
        and call.text("category").upper() in ("", one.category)
    ]
    limit = call.text("limit")
    size = int(limit) if limit.isdigit() and limit != "0" else PAGE_SIZE
    after = call.text("after")
    start = int(after) if after.isdigit() else 0
    usual = ("name", "language", "category", "status", "components", "parameter_format")
    rows = [call.picked(one.as_told(), *usual) for one in found[start : start + size]]
    told: dict[str, Any] = {"data": rows}
    if rows:
        end = start + len(rows)
        told["paging"] = {"cursors": {"before": str(start), "after": str(end)}}
        if end < len(found):
            told["paging"]["next"] = f"{call.base}/graph/{WABA_ID}/message_templates?after={end}"
    return told


async def remove(call: Call) -> dict[str, Any]:
    """By name: every language of it; with `hsm_id` only that one."""
    call.token(WABA_ID, MANAGES)
    world = call.sandbox.world
    name, only = call.needed("name"), call.text("hsm_id")
    gone = [
        one.id
        for one in world.templates.values()
        if one.name == name and (not only or one.id == only)
    ]
    if not gone:
        raise GraphError(100, f"There is no template called {name}.", 2593002)
    for template_id in gone:
        if world.templates.pop(template_id).status == "APPROVED":
            world.deleted_templates[name] = call.sandbox.clock.now()
    return {"success": True}


def _components(call: Call) -> list[dict[str, Any]]:
    given = call.given.get("components")
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise GraphError(100, "components must be a list of objects.")
    return [{**one, "type": str(one.get("type", "")).upper()} for one in given]


def _check(template: Template) -> None:
    """Raises GraphError for what Meta refuses before anybody reviews it."""
    if not template.body and template.category != "AUTHENTICATION":
        raise GraphError(100, "A template needs a BODY with a text.")
    for component in template.components:
        kind, text = component["type"], str(component.get("text", ""))
        if kind not in ("HEADER", "BODY", "FOOTER", "BUTTONS"):
            raise GraphError(100, f"There is no component {kind}.")
        if len(text) > LONGEST.get(kind, len(text)):
            raise GraphError(100, f"The {kind} is longer than {LONGEST[kind]}.")
    names = variables(template.body)
    if template.named == any(name.isdigit() for name in names) and names:
        raise GraphError(100, "The variables do not fit parameter_format.")
    if not template.named and names != [str(one + 1) for one in range(len(names))]:
        raise GraphError(100, "Positional variables count up from {{1}}.")
    buttons = template.buttons
    if len(buttons) > MOST_BUTTONS:
        raise GraphError(100, f"More than {MOST_BUTTONS} buttons.")
    for button in buttons:
        if not 0 < len(str(button.get("text", ""))) <= LONGEST_BUTTON:
            raise GraphError(100, f"A button's text has 1 to {LONGEST_BUTTON} characters.")
