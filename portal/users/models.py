from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Ours from the first migration, so that fields can be added to it."""
