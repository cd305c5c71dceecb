"""What a person decides about one message: that it arrived, or that it is sent once more."""

from starlette.responses import Response

from cauce.engine.delivery import by_hand
from cauce.web.page import Talk
from cauce.web.pages.inbox import after
from cauce.web.route import pages

router = pages()


@router.post("/app/messages/{message_id}/arrived")
async def arrived(page: Talk, message_id: str) -> Response:
    conversation = await by_hand.arrived(page.house, page.visitor.user_id, message_id)
    return await after(page, conversation)


@router.post("/app/messages/{message_id}/again")
async def again(page: Talk, message_id: str) -> Response:
    conversation = await by_hand.send_again(page.house, page.visitor.user_id, message_id)
    return await after(page, conversation)
