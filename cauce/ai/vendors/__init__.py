"""Models elsewhere as minds: OpenAI, Anthropic, Google, and whoever speaks like OpenAI.

Nothing here is imported unless a model is configured: the library weighs 70 MB and three seconds.
"""
