"""Files of conversations, for the people who may see them; and another try for one that failed."""

from starlette.responses import Response

from cauce.engine.files import fetching
from cauce.errors import NotFound
from cauce.store.queries import files
from cauce.web.handing_out import handed_out
from cauce.web.page import Look, Talk
from cauce.web.pages.inbox import after
from cauce.web.route import pages

router = pages()
_NONE = "This file is no longer kept."


@router.get("/app/files/{file_id}")
async def one(page: Look, file_id: str) -> Response:
    async with page.reading() as session:
        file = await files.kept(session, file_id)
    if file is None:
        raise NotFound(_NONE)
    return await handed_out(page.house.shelf, file, page.request.headers.get("Range"))


@router.post("/app/files/{file_id}/again")
async def again(page: Talk, file_id: str) -> Response:
    conversation_id = await fetching.try_again(page.house, file_id)
    if conversation_id is None:
        raise NotFound(_NONE)
    return await after(page, conversation_id)
