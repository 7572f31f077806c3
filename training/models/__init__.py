from training.models.courses import TrainingIndexPage, TrainingPage
from training.models.needs import Need
from training.models.sessions import Session

__all__ = ["Need", "Session", "TrainingIndexPage", "TrainingPage"]
