"""Speed and size, measured on real processes and a real PostgreSQL: `make bench`."""
