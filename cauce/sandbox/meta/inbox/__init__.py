"""The inboxes of Messenger and Instagram: what is sent, and what customers send."""
