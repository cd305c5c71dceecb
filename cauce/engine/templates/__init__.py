"""Messages approved beforehand: known, kept as the platform tells, sent, and told of when lost."""
