"""Language understanding that needs no network: trained on the corpus that ships beside it."""
