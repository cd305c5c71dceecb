"""What each action changes in the database, by business word."""
