"""A conversation turn: one pass over what a customer wrote, from looking to the commit."""
