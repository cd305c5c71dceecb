"""The running mood of a conversation: the plain average of every reading in it."""


def running_mood(average: float | None, count: int, score: float) -> tuple[float, int]:
    """The average −1..1 and how many readings it rests on, after one more `score`."""
    if average is None or count <= 0:
        return round(score, 4), 1
    return round((average * count + score) / (count + 1), 4), count + 1
