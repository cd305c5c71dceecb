"""What programs see: the public API, the webhooks, and the chat of the website."""
