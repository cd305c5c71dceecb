"""The public API, one module for each noun."""

from cauce.api.v1 import (
    alerts,
    api_keys,
    approvals,
    business,
    cases,
    contacts,
    conversations,
    decisions,
    faqs,
    flows,
    imports,
    leads,
    orders,
    policies,
    products,
    unanswered,
    understanding,
    unreadable,
    users,
    webhooks,
)

ROUTERS = tuple(
    noun.ROUTER
    for noun in (
        understanding,
        conversations,
        contacts,
        leads,
        cases,
        orders,
        decisions,
        approvals,
        flows,
        alerts,
        products,
        faqs,
        policies,
        business,
        unanswered,
        imports,
        unreadable,
        users,
        api_keys,
        webhooks,
    )
)
