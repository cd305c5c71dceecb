"""Who writes, what the conversation already knows of them, and how long they were away."""

from cauce.core.turn import Turn
from cauce.flows.lead_scoring.decide import Facts
from cauce.flows.lead_scoring.scoring import Sender


def observe(turn: Turn) -> Facts:
    memory = turn.conversation.memory
    budget = memory.budget
    earlier = [said for said in turn.history if said.sender == "customer"]
    return Facts(
        now=turn.now,
        reading=turn.reading,
        sender=Sender(
            name=turn.customer.name,
            phone=turn.customer.phone,
            role=turn.lead.role,
            company=turn.lead.company or turn.customer.company,
            previous_interactions=turn.customer.previous_interactions,
            source=turn.lead.source,
        ),
        before=turn.lead.score,
        idle_days=(turn.now - earlier[-1].at).days if earlier else 0,
        stage=memory.stage,
        known_budget=f"{budget.amount} {budget.currency}" if budget else None,
        bought=turn.lead.score is None and turn.customer.lifecycle == "customer",
        engine=turn.reading.engine,
    )
