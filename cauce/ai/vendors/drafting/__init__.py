"""Drafting with a model: the prompt, the tools bound to one contact, the draft that comes of it."""
