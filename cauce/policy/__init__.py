"""May it? One rule a file; `gate.py` puts them in order."""
