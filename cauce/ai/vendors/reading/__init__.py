"""Reading with a model: the prompt, the form it fills, and the reading that comes of it."""
