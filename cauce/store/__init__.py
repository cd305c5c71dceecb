"""What Cauce remembers: models, queries and the database itself."""
