"""How it survives a crash: reception, the turn, gatekeeping, delivery, and the queue under them."""
