"""What there is: the accounts, the people, and what they sent each other."""
