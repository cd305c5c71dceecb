"""One module per task: what its gold rows hold and when a prediction is right."""
