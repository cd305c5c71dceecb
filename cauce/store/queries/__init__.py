"""Questions put to the database: plain async functions that never commit."""
