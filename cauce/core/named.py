"""The facts of a message as plain words, in the order a seller would ask for them."""

from cauce.core.reading import Entities


def named(entities: Entities) -> dict[str, str]:
    """Only what was said, by name."""
    budget = entities.budget
    found: dict[str, object | None] = {
        "order_number": entities.order_number,
        "products": ", ".join(entities.products) or None,
        "quantity": entities.quantity,
        "budget": f"{budget.amount} {budget.currency or ''}".strip() if budget else None,
        "date": entities.date,
        "urgency": entities.urgency,
        "city": entities.city,
        "person": entities.person,
        "company": entities.company,
        "phone": entities.phone,
        "email": entities.email,
    }
    return {name: str(value) for name, value in found.items() if value is not None}
