"""Answers made from facts alone: what to say by small rules, how to say it from phrase books."""

from cauce.ai.embedded.composer.compose import compose

__all__ = ["compose"]
