"""Facts in a message, by rules: one module per kind, put together in `finding`."""
