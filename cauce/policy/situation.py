"""All a rule may know when it judges an action: the facts at the moment of sending."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from cauce.core.actions import Action
from cauce.core.decisions import Autonomy, Verdict
from cauce.core.reply_window import Window

ALWAYS = Window(None)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When nobody wants to be disturbed, in the customer's own time; may cross midnight."""

    starts: time = time(20, 0)
    ends: time = time(8, 0)
    rest_days: frozenset[date] = frozenset()
    sundays: bool = True


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything has a harmless default except who asks, when, and how free that flow is.

    - `limit_minor`: orders above it are asked, in smallest units of the business's currency.
    - `silenced`: a person attends the conversation (as it was before this decision's hand-over).
    - `waiting_since`: when it was handed over, while nobody of the team has answered since.
    - `opted_out_at`, `customer_wrote_at`: an opt-out holds until the customer writes again.
    - `opt_out_confirmed`: our last words to them confirmed that we stop writing.
    - `answered`: another message to the customer already leaves in this turn.
    - `bot_messages_lately`: ours to this contact in the last `loop.LATELY`.
    - `window`: until when the platform takes free text of ours in this conversation.
    - `templates_unanswered`: template messages to them since they last wrote.
    - `unsupported`: claims in the message that no row of ours backs.
    - `approved`: a person said yes to exactly this action.
    """

    now: datetime
    flow: str
    autonomy: Autonomy
    limit_minor: int | None = None
    confidence: float = 1.0
    silenced: bool = False
    waiting_since: datetime | None = None
    opted_out_at: datetime | None = None
    opt_out_confirmed: bool = False
    customer_wrote_at: datetime | None = None
    marketing_allowed: bool = False
    marketing_refused: bool = False
    answered: bool = False
    bot_messages_lately: int = 0
    window: Window = ALWAYS
    templates_unanswered: int = 0
    time_zone: str = "America/Panama"
    quiet: QuietHours = QuietHours()
    unsupported: tuple[str, ...] = ()
    approved: bool = False


Rule = Callable[[Action, Situation], Verdict]
