"""The people of the business file as users, each in their team. They get their passwords later."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cauce.core.labels import Language
from cauce.core.people import TEAMS, Team
from cauce.knowledge.business_file import BusinessFile
from cauce.knowledge.business_people import TeamMember as Member
from cauce.store.models import TeamMember, TeamRow, User

_TITLES: dict[Team, dict[Language, str]] = {
    "sales": {"es": "Ventas", "en": "Sales", "pt": "Vendas"},
    "support": {"es": "Soporte", "en": "Support", "pt": "Suporte"},
    "retention": {"es": "Fidelización", "en": "Retention", "pt": "Fidelização"},
}


async def load_team(session: AsyncSession, file: BusinessFile) -> None:
    """Everybody of the file works here; who is known by their e-mail is brought up to date."""
    teams = await ensure_teams(session, file.profile.language)
    known = {user.email: user for user in await session.scalars(select(User))}
    for member in file.team:
        user = known.get(member.email)
        if user is None:
            user = User(email=member.email, role=member.role, language=_speaks(member, file))
            session.add(user)
        user.name = member.name
        user.languages = list(member.languages)
        await session.flush()
        await _join(session, teams[member.team], user)


async def ensure_teams(session: AsyncSession, language: Language) -> dict[str, TeamRow]:
    """The three teams every business has, by name."""
    known = {team.name: team for team in await session.scalars(select(TeamRow))}
    for name in TEAMS:
        if name not in known:
            known[name] = TeamRow(name=name, title=_TITLES[name][language])
            session.add(known[name])
    await session.flush()
    return known


async def _join(session: AsyncSession, team: TeamRow, user: User) -> None:
    here = select(TeamMember.id).where(TeamMember.team_id == team.id, TeamMember.user_id == user.id)
    if await session.scalar(here) is None:
        session.add(TeamMember(team_id=team.id, user_id=user.id))
        await session.flush()


def _speaks(member: Member, file: BusinessFile) -> Language:
    return (
        file.profile.language if file.profile.language in member.languages else member.languages[0]
    )
