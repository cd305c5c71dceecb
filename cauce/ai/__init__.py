"""Who drafts and judges: the door to models, and the embedded engine that needs no network."""
