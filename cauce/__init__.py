"""Cauce, an autonomous CRM: it answers customers day and night and shows its owner why."""

__version__ = "0.1.0"
