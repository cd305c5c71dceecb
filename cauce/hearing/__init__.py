"""Who writes voice notes down: services that speak like OpenAI's transcriptions."""
