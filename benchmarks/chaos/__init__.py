"""A storm on purpose: platforms and models fail, workers are killed, and everything is counted."""
