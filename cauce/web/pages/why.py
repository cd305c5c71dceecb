"""Why Cauce said or did something: every flow of the turn, what it saw, and what the gate said."""

from typing import Any

from starlette.responses import Response

from cauce.errors import NotFound
from cauce.flows import FLOWS
from cauce.store.models import Message
from cauce.store.queries import decisions
from cauce.store.queries.decisions import Explained
from cauce.web.page import Look
from cauce.web.route import pages

router = pages()


@router.get("/app/why/{decision_id}")
async def why(page: Look, decision_id: str) -> Response:
    async with page.reading() as session:
        turn = await decisions.of_turn(session, decision_id)
        if not turn:
            raise NotFound("This decision is no longer kept.")
        asked = next(one.decision for one in turn if one.decision.id == decision_id)
        message = await session.get(Message, asked.message_id) if asked.message_id else None
        context: dict[str, Any] = {
            "turn": turn,
            "asked": asked,
            "message": message,
            "reading": await decisions.reading_of(session, asked.message_id),
            "edited": await decisions.edited_in(session, [one.decision.id for one in turn]),
            "sources": await decisions.source_names(session, sources_of(turn)),
            "flows": {flow.name: flow for flow in FLOWS},
        }
    if page.partial:
        return page.piece("why/_drawer.html", **context)
    return await page.render("why/page.html", **context)


def sources_of(turn: tuple[Explained, ...]) -> list[tuple[str, str]]:
    """The rows the turn's messages rest on, each once."""
    found: dict[tuple[str, str], None] = {}
    for explained in turn:
        for action in explained.actions:
            for source in action.payload.get("sources", ()):
                found[(source["kind"], source["id"])] = None
    return list(found)
