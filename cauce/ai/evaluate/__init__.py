"""Measures an engine on files of known answers: `evaluate_file`, `render`, `as_json`."""

from cauce.ai.evaluate.engine import Conversation, Engine
from cauce.ai.evaluate.rendering import render
from cauce.ai.evaluate.report import Report, as_json
from cauce.ai.evaluate.running import TASKS, evaluate_file

__all__ = ("TASKS", "Conversation", "Engine", "Report", "as_json", "evaluate_file", "render")
