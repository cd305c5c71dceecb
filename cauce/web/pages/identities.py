"""Who is who: identities of one person are brought together on their page, or taken apart."""

from starlette.responses import Response

from cauce.engine import identities
from cauce.errors import NotFound
from cauce.store.models import Contact
from cauce.store.queries import identities as known
from cauce.web.page import Look, Talk
from cauce.web.route import pages

router = pages()


@router.get("/app/contacts/{contact_id}/same")
async def same(page: Look, contact_id: str, q: str = "") -> Response:
    """Others who may be the same person."""
    async with page.reading() as session:
        contact = await session.get(Contact, contact_id)
        if contact is None or contact.erased_at is not None:
            raise NotFound("This contact no longer exists.")
        found = await known.candidates(session, contact, q[:100])
    if page.partial:
        return page.piece("contacts/_same.html", contact=contact, candidates=found, q=q)
    return await page.render("contacts/same.html", contact=contact, candidates=found, q=q)


@router.post("/app/contacts/{contact_id}/identities")
async def link(page: Talk, contact_id: str) -> Response:
    await identities.link(page.house, page.visitor.user_id, contact_id, page.text("identity"))
    return page.go(f"/app/contacts/{contact_id}", "linked")


@router.post("/app/contacts/{contact_id}/identities/{identity_id}/unlink")
async def unlink(page: Talk, contact_id: str, identity_id: str) -> Response:
    await identities.unlink(page.house, page.visitor.user_id, contact_id, identity_id)
    return page.go(f"/app/contacts/{contact_id}", "unlinked")


@router.post("/app/contacts/{contact_id}/moves/{move_id}/undo")
async def undo(page: Talk, contact_id: str, move_id: str) -> Response:
    await identities.undo(page.house, page.visitor.user_id, contact_id, move_id)
    return page.go(f"/app/contacts/{contact_id}", "taken_back")
