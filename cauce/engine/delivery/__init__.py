"""A message on its way out: opened, sent, settled, and put right when it went wrong."""
