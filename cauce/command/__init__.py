"""What the command `cauce` does; nothing heavy is imported before it is needed."""
