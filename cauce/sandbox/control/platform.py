"""How the accounts stand with Meta: the number, its tokens and templates, comments and news."""

from datetime import timedelta
from typing import Any, Final

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field

from cauce.sandbox.control.wires import Here
from cauce.sandbox.meta import comment_webhooks, template_news
from cauce.sandbox.meta.whatsapp import envelope
from cauce.sandbox.state import Sandbox
from cauce.sandbox.world.accounts import PAGE_ID, Refusal
from cauce.sandbox.world.comments import Comment
from cauce.sandbox.world.people import Channel
from cauce.sandbox.world.templates import Status

ROUTER: Final = APIRouter(prefix="/control", tags=["control"])


class NumberWish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    display: str | None = None
    verified_name: str | None = None
    quality: str | None = None
    messaging_limit: str | None = None
    per_second: int | None = Field(None, ge=1)
    pair_burst: int | None = Field(None, ge=1)
    pair_seconds: float | None = Field(None, gt=0)
    marketing_cap: int | None = Field(None, ge=0)
    refuses: Refusal | None = None
    test_recipients: set[str] | None = None


class TokenWish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    alive: bool | None = None
    scopes: set[str] | None = None
    expires_in: float | None = None


class TemplateWish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    status: Status | None = None
    reason: str = "NONE"
    quality: str | None = None
    category: str | None = None


class CommentWish(BaseModel):
    """Somebody writes under a post; `author` is a customer's id."""

    model_config = ConfigDict(extra="forbid")

    channel: Channel
    author: str
    text: str = Field(min_length=1)
    post: str | None = None
    parent: str | None = None
    twice: bool = False


class News(BaseModel):
    """A change the number or the account is told of, as Meta names it."""

    field: str
    value: dict[str, Any]


@ROUTER.get("/state")
async def state(here: Here) -> dict[str, Any]:
    accounts, wiring = here.world.accounts, here.wiring
    return {
        "now": here.clock.now(),
        "ahead": here.clock.ahead,
        "waiting": len(here.agenda),
        "wiring": {
            "callback": wiring.callback,
            "app_secret": wiring.app_secret,
            "verify_token": wiring.verify_token,
        },
        "number": accounts.number,
        "page": accounts.page,
        "instagram": accounts.instagram,
        "tokens": [
            {**_plain(one), "scopes": sorted(one.scopes)} for one in accounts.tokens.values()
        ],
        "subscribed": accounts.subscribed,
        "faults": here.faults.waiting(),
        "templates": [one.as_told() for one in here.world.templates.values()],
        "comments": list(here.world.comments.values()),
    }


def _plain(token: Any) -> dict[str, Any]:
    return {name: getattr(token, name) for name in ("value", "kind", "alive", "expires_at")}


@ROUTER.patch("/number")
async def change_number(here: Here, wish: NumberWish) -> dict[str, Any]:
    number = here.world.accounts.number
    for name, value in wish.model_dump(exclude_unset=True).items():
        setattr(number, name, value)
    here.journal.touch()
    return {"number": number}


@ROUTER.patch("/tokens/{value}")
async def change_token(here: Here, value: str, wish: TokenWish) -> dict[str, Any]:
    """Ends it, lets it expire, or takes permissions away."""
    token = here.world.accounts.tokens.get(value)
    if token is None:
        raise HTTPException(404, "There is no such token.")
    if wish.alive is not None:
        token.alive = wish.alive
    if wish.scopes is not None:
        token.scopes = wish.scopes
    if wish.expires_in is not None:
        token.expires_at = here.clock.now() + timedelta(seconds=wish.expires_in)
    here.journal.touch()
    return {"valid": token.valid(here.clock.now()), "scopes": sorted(token.scopes)}


@ROUTER.patch("/templates/{template_id}")
async def change_template(here: Here, template_id: str, wish: TemplateWish) -> dict[str, Any]:
    """Meta's decisions about a template, each told as a webhook."""
    template = here.world.templates.get(template_id)
    if template is None:
        raise HTTPException(404, "There is no such template.")
    if wish.status is not None:
        template_news.set_status(here, template, wish.status, wish.reason)
    if wish.quality is not None:
        template_news.set_quality(here, template, wish.quality)
    if wish.category is not None:
        template_news.set_category(here, template, wish.category)
    return {"template": template.as_told()}


@ROUTER.post("/news", status_code=202)
async def news(here: Here, wish: News) -> dict[str, Any]:
    """Any other field of the WhatsApp account: account_update, phone_number_quality_update, …"""
    whole = envelope.envelope(here, wish.value, wish.field)
    whole["entry"][0]["changes"][0]["value"] = wish.value
    whole["entry"][0]["time"] = int(here.clock.now().timestamp())
    here.deliveries.tell(whole, "account")
    return {"field": wish.field}


@ROUTER.post("/comments", status_code=201)
async def write_comment(here: Here, wish: CommentWish) -> dict[str, Any]:
    author = here.world.customers.get(wish.author)
    if author is None or author.channel != wish.channel or wish.channel == "whatsapp":
        raise HTTPException(404, "There is no such author on this platform.")
    comment = Comment(
        id=here.world.number_id(),
        channel=wish.channel,
        post=wish.post or _usual_post(wish.channel),
        text=wish.text,
        at=here.clock.now(),
        author=author.id,
        parent=wish.parent,
    )
    here.world.comments[comment.id] = comment
    here.journal.touch()
    for _ in range(2 if wish.twice else 1):
        comment_webhooks.tell(here, comment)
    return {"comment": comment}


@ROUTER.patch("/comments/{comment_id}")
async def edit_comment(here: Here, comment_id: str, request: Request) -> dict[str, Any]:
    comment = _comment(here, comment_id)
    comment.text = str((await request.json()).get("text", comment.text))
    here.journal.touch()
    comment_webhooks.tell(here, comment, "edited")
    return {"comment": comment}


@ROUTER.delete("/comments/{comment_id}")
async def remove_comment(here: Here, comment_id: str) -> dict[str, Any]:
    comment = _comment(here, comment_id)
    del here.world.comments[comment_id]
    here.journal.touch()
    comment_webhooks.tell(here, comment, "remove")
    return {"comment": comment}


def _comment(here: Sandbox, comment_id: str) -> Comment:
    found = here.world.comments.get(comment_id)
    if found is None:
        raise HTTPException(404, "There is no such comment.")
    return found


def _usual_post(channel: Channel) -> str:
    return "17900000000000100" if channel == "instagram" else f"{PAGE_ID}_100"
