"""Publishing: Instagram's containers with their patience, and posts of the page."""

from datetime import timedelta
from typing import Any, Final

from cauce.sandbox.graph_error import GraphError
from cauce.sandbox.meta.call import Call
from cauce.sandbox.meta.comments import comment_node
from cauce.sandbox.meta.template_registry import edit
from cauce.sandbox.world.accounts import INSTAGRAM_ID, PAGE_ID
from cauce.sandbox.world.posts import Container, Post

PUBLISHES: Final = ("instagram_content_publish", "instagram_business_content_publish")
LONGEST_CAPTION: Final = 2200
NOT_READY: Final = 2207027
NOT_FOUND: Final = 2207006
DAILY_LIMIT: Final = 2207042
_DAY: Final = timedelta(days=1)


async def container(call: Call) -> dict[str, Any]:
    """The first step: nobody sees it yet."""
    call.token(INSTAGRAM_ID, *PUBLISHES)
    world = call.sandbox.world
    children = _listed(call.given.get("children"))
    kind = call.text("media_type")
    if len(call.text("caption")) > LONGEST_CAPTION:
        raise GraphError(9004, "The caption is too long.", 2207010)
    if kind == "CAROUSEL":
        if not 2 <= len(children) <= 10 or not all(one in world.containers for one in children):
            raise GraphError(100, "A carousel has two to ten children that exist.")
    elif not (call.text("image_url") or call.text("video_url")):
        raise GraphError(100, "image_url or video_url is required.")
    made = Container(world.number_id(), dict(call.given), call.sandbox.clock.now())
    fault = call.request.state.fault
    if fault is not None and fault.kind == "wrong":
        made.fails = fault.code or 2207052
    world.containers[made.id] = made
    return {"id": made.id}


def container_status(call: Call) -> dict[str, Any]:
    call.token(INSTAGRAM_ID, *PUBLISHES)
    one = call.sandbox.world.containers[call.node]
    code = one.status(call.sandbox.clock.now())
    told = f"{code}: {one.fails}" if one.fails is not None and code == "ERROR" else code
    return call.picked({"id": one.id, "status_code": code, "status": told})


async def publish(call: Call) -> dict[str, Any]:
    call.token(INSTAGRAM_ID, *PUBLISHES)
    world, now = call.sandbox.world, call.sandbox.clock.now()
    one = world.containers.get(call.needed("creation_id"))
    if one is None or one.status(now) == "EXPIRED":
        raise GraphError(24, "There is no such container any more.", NOT_FOUND)
    if one.published is not None:
        raise GraphError(9007, "It is published already.")
    if one.status(now) != "FINISHED":
        raise GraphError(9007, "It is not ready to be published.", NOT_READY)
    if _published_today(call) >= world.accounts.instagram.posts_a_day:
        raise GraphError(9, "No more posts today.", DAILY_LIMIT)
    post = Post(world.number_id(), INSTAGRAM_ID, one.given, now)
    world.posts[post.id] = post
    one.published = post.id
    return {"id": post.id}


async def publishing_limit(call: Call) -> dict[str, Any]:
    call.token(INSTAGRAM_ID, *PUBLISHES)
    total = call.sandbox.world.accounts.instagram.posts_a_day
    config = {"quota_total": total, "quota_duration": int(_DAY.total_seconds())}
    return {"data": [{"quota_usage": _published_today(call), "config": config}]}


async def page_post(call: Call) -> dict[str, Any]:
    """A text, a picture or a film on the page."""
    call.token(PAGE_ID, "pages_manage_posts")
    if call.node != PAGE_ID:
        raise GraphError(100, f"Nothing is published on {call.node}.", 33)
    needs = {"feed": ("message", "link", "attached_media"), "photos": ("url",)}
    wanted = needs.get(call.edge, ("file_url",))
    if not any(call.given.get(name) for name in wanted):
        raise GraphError(100, f"The parameter {wanted[0]} is required.")
    world = call.sandbox.world
    post = Post(
        f"{PAGE_ID}_{world.number_id()}", PAGE_ID, dict(call.given), call.sandbox.clock.now()
    )
    world.posts[post.id] = post
    if call.edge == "feed":
        return {"id": post.id}
    return {"id": world.number_id(), "post_id": post.id}


def post_node(call: Call) -> dict[str, Any]:
    post = call.sandbox.world.posts[call.node]
    call.token(post.account)
    whole = {
        "id": post.id,
        "caption": post.given.get("caption", ""),
        "message": post.given.get("message", ""),
        "permalink": f"https://sandbox.invalid/p/{post.id}",
        "timestamp": post.at.isoformat() if post.at is not None else None,
    }
    return call.picked(whole, "permalink")


async def changed(call: Call) -> dict[str, Any]:
    """POST on a bare id: a comment is hidden or shown, a template edited."""
    if call.node in call.sandbox.world.templates:
        return await edit(call)
    return await comment_node(call)


def _published_today(call: Call) -> int:
    now = call.sandbox.clock.now()
    return sum(
        one.account == INSTAGRAM_ID and one.at is not None and now - one.at < _DAY
        for one in call.sandbox.world.posts.values()
    )


def _listed(given: object) -> list[str]:
    listed = given if isinstance(given, list) else str(given or "").split(",")
    return [str(one) for one in listed if one]
