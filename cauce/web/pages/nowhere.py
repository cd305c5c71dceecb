"""Any other address under /app: a page that says there is nothing here."""

from starlette.responses import Response

from cauce.errors import NotFound
from cauce.web.page import Look
from cauce.web.route import pages

router = pages()


@router.get("/app/{path:path}")
async def nowhere(page: Look, path: str) -> Response:
    raise NotFound("There is no page at this address.")
