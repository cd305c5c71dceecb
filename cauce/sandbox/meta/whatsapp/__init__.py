"""WhatsApp's Cloud API: what is sent, what comes of it, and what customers send."""
