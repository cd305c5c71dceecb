"""Comments from the business's side: answered, hidden, deleted."""

from typing import Any, Final

from cauce.sandbox.graph_error import GraphError
from cauce.sandbox.meta import comment_webhooks
from cauce.sandbox.meta.call import Call
from cauce.sandbox.world.accounts import INSTAGRAM_ID, PAGE_ID
from cauce.sandbox.world.comments import Comment
from cauce.sandbox.world.people import Channel

ON_INSTAGRAM: Final = ("instagram_manage_comments", "instagram_business_manage_comments")
ON_FACEBOOK: Final = ("pages_manage_engagement",)


def _allowed(call: Call, channel: Channel) -> None:
    if channel == "instagram":
        call.token(INSTAGRAM_ID, *ON_INSTAGRAM)
    else:
        call.token(PAGE_ID, *ON_FACEBOOK)


def _comment(call: Call) -> Comment:
    found = call.sandbox.world.comments.get(call.node)
    if found is None:
        raise GraphError(100, f"The object {call.node} does not exist.", 33)
    _allowed(call, found.channel)
    return found


async def reply_to_comment(call: Call) -> dict[str, Any]:
    """Instagram's way to answer a comment in public."""
    return _answer(call, _comment(call))


async def own_comment(call: Call) -> dict[str, Any]:
    """Facebook's way to answer one, and on both a comment under one's own post."""
    if call.node in call.sandbox.world.comments:
        return _answer(call, _comment(call))
    channel: Channel = "instagram" if call.host == "instagram" else "messenger"
    post = call.sandbox.world.posts.get(call.node)
    if post is not None and post.account == INSTAGRAM_ID:
        channel = "instagram"
    _allowed(call, channel)
    return _written(call, channel, call.node, None)


async def comment_node(call: Call) -> dict[str, Any]:
    """POST hides or shows it, DELETE takes it away."""
    one = _comment(call)
    if call.method == "DELETE":
        del call.sandbox.world.comments[one.id]
        call.sandbox.journal.touch()
        return {"success": True}
    hide = call.flag("hide" if one.channel == "instagram" else "is_hidden")
    if hide is None:
        raise GraphError(100, "It says neither to hide it nor to show it.")
    one.hidden = hide
    call.sandbox.journal.touch()
    return {"success": True}


def _answer(call: Call, comment: Comment) -> dict[str, Any]:
    if comment.channel == "instagram" and comment.hidden:
        raise GraphError(100, "A hidden comment cannot be answered.")
    return _written(call, comment.channel, comment.post, comment.parent or comment.id)


def _written(call: Call, channel: Channel, post: str, parent: str | None) -> dict[str, Any]:
    sandbox = call.sandbox
    made = Comment(
        id=sandbox.world.number_id(),
        channel=channel,
        post=post,
        text=call.needed("message"),
        at=sandbox.clock.now(),
        author=None,
        parent=parent,
    )
    sandbox.world.comments[made.id] = made
    sandbox.journal.touch()
    # Meta tells the business of its own comments as well.
    comment_webhooks.tell(sandbox, made)
    return {"id": made.id}
