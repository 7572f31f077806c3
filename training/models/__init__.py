from training.models.courses import TrainingIndexPage, TrainingPage
from training.models.sessions import Session

__all__ = ["Session", "TrainingIndexPage", "TrainingPage"]
