"""The outside world to try Cauce against: Meta and the models, played on this machine."""
