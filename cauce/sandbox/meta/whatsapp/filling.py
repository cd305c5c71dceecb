"""A template being filled in: whether the parameters fit it, and how it then reads."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from cauce.sandbox.graph_error import GraphError
from cauce.sandbox.world.templates import Template, filled, variables

MAX_FILLED: Final = 1024
# Line breaks, tabs and long runs of blanks are for the template's own text only.
_LAYOUT: Final = re.compile(r"[\n\t]| {5,}")
_HEADERS: Final = ("IMAGE", "VIDEO", "DOCUMENT", "LOCATION")


def find(templates: Iterable[Template], given: Mapping[str, Any]) -> Template:
    """The template that is meant, when it may be sent. Raises GraphError."""
    name, language = given["name"], given["language"]["code"]
    found = next((one for one in templates if (one.name, one.language) == (name, language)), None)
    if found is None:
        raise GraphError(132001, f"There is no template {name} in {language}.")
    if found.status == "PAUSED":
        raise GraphError(132015, f"{name} is paused for its quality.")
    if found.status == "DISABLED":
        raise GraphError(132016, f"{name} was paused too often and is disabled.")
    if found.status != "APPROVED":
        raise GraphError(132001, f"{name} is {found.status}, not APPROVED.")
    return found


def fill(template: Template, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the phone draws. Raises GraphError when the parameters do not fit."""
    components = given.get("components") or []
    if not isinstance(components, list) or not all(isinstance(one, dict) for one in components):
        raise GraphError(132012, "components must be a list of objects.")
    by_kind = {str(one.get("type", "")).lower(): one for one in components}
    drawn = _header(template, _parameters(by_kind.get("header", {})))
    drawn["text"] = _text(template, template.body, _parameters(by_kind.get("body", {})))
    footer = template.component("FOOTER").get("text")
    if footer:
        drawn["footer"] = footer
    drawn["buttons"] = _buttons(template, components)
    return drawn


def _parameters(component: Mapping[str, Any]) -> list[dict[str, Any]]:
    given = component.get("parameters") or []
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise GraphError(132012, "parameters must be a list of objects.")
    return given


def _text(template: Template, text: str, given: list[dict[str, Any]]) -> str:
    names = variables(text)
    if len(given) != len(names):
        raise GraphError(
            132000, f"{template.name} has {len(names)} variables and got {len(given)} parameters."
        )
    if template.named:
        told = {str(one.get("parameter_name", "")): one for one in given}
        unknown = sorted(set(names) - set(told))
        if unknown:
            raise GraphError(100, f"No parameter_name for {', '.join(unknown)}.")
        values = {name: _value(told[name]) for name in names}
    else:
        values = {name: _value(one) for name, one in zip(names, given, strict=True)}
    done = filled(text, values)
    if len(done) > MAX_FILLED:
        raise GraphError(132005, f"Filled in it has {len(done)} characters.")
    return done


def _value(parameter: Mapping[str, Any]) -> str:
    kind = parameter.get("type")
    if kind == "text":
        text = parameter.get("text")
        if not isinstance(text, str) or not text:
            raise GraphError(131008, "The parameter text is required.")
        if _LAYOUT.search(text):
            raise GraphError(132012, "A parameter has line breaks, tabs or more than four blanks.")
        return text
    if kind in ("currency", "date_time"):
        inner = parameter.get(str(kind))
        if isinstance(inner, dict) and isinstance(inner.get("fallback_value"), str):
            return str(inner["fallback_value"])
    raise GraphError(132012, f"A parameter of the type {kind!r} does not fit here.")


def _header(template: Template, given: list[dict[str, Any]]) -> dict[str, Any]:
    header = template.component("HEADER")
    wanted = str(header.get("format", "TEXT" if header else "")).upper()
    if wanted in _HEADERS:
        if len(given) != 1:
            raise GraphError(132000, f"The header needs one {wanted.lower()}.")
        kind = str(given[0].get("type", "")).lower()
        if kind != wanted.lower():
            raise GraphError(132012, f"The header is {wanted}, the parameter is {kind!r}.")
        source = given[0].get(kind)
        source = source if isinstance(source, dict) else {}
        if kind != "location" and not (source.get("id") or source.get("link")):
            raise GraphError(131008, f"The {kind} of the header needs an id or a link.")
        return {"header_media": {"kind": kind, **source}}
    if not header:
        if given:
            raise GraphError(132000, f"{template.name} has no header.")
        return {}
    return {"header": _text(template, str(header.get("text", "")), given)}


def _buttons(template: Template, components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    told = {
        str(one.get("index")): one
        for one in components
        if str(one.get("type", "")).lower() == "button"
    }
    strange = [
        index for index in told if not index.isdigit() or int(index) >= len(template.buttons)
    ]
    if strange:
        raise GraphError(132000, f"There is no button {strange[0]}.")
    return [
        _button(str(at), button, told.get(str(at))) for at, button in enumerate(template.buttons)
    ]


def _button(
    index: str, button: Mapping[str, Any], told: Mapping[str, Any] | None
) -> dict[str, Any]:
    kind = str(button.get("type", "")).upper()
    text = str(button.get("text", ""))
    given = _parameters(told or {})
    if kind == "QUICK_REPLY":
        payload = str(given[0].get("payload", text)) if given else text
        return {"kind": "quick_reply", "title": text, "payload": payload}
    if kind == "URL":
        url = str(button.get("url", ""))
        if variables(url):
            if not given:
                raise GraphError(131008, f"The button {index} needs the rest of its address.")
            url = filled(url, {name: str(given[0].get("text", "")) for name in variables(url)})
        return {"kind": "url", "title": text, "url": url}
    if kind == "COPY_CODE":
        if not given:
            raise GraphError(131008, f"The button {index} needs its code.")
        return {"kind": "copy", "title": text, "code": str(given[0].get("coupon_code", ""))}
    if kind == "PHONE_NUMBER":
        return {"kind": "phone", "title": text, "phone": str(button.get("phone_number", ""))}
    return {"kind": kind.lower(), "title": text}
