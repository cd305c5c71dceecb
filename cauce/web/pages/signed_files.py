"""Files at their signed addresses: for the platform that delivers one, for whoever it is for."""

from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from cauce.engine.files import links
from cauce.errors import NotFound
from cauce.store.queries import files
from cauce.web.handing_out import handed_out
from cauce.web.page import house_of
from cauce.web.route import pages

router = pages()


@router.get(links.PATH + "/{file_id}")
async def one(
    request: Request,
    file_id: str,
    until: Annotated[int, Query(ge=0, le=2**40)],
    sign: Annotated[str, Query(max_length=128)],
) -> Response:
    """A wrong address and one whose time has passed look like nothing at all."""
    house = house_of(request)
    if not links.good(house, file_id, until, sign):
        raise NotFound("There is no page at this address.")
    async with house.store.reading() as session:
        file = await files.kept(session, file_id)
    if file is None:
        raise NotFound("There is no page at this address.")
    return await handed_out(house.shelf, file, request.headers.get("Range"), foreign=True)
