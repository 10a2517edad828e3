"""Settings of the test suite: the trial's parts with fixed keys, fast hashing and the host's clock."""

from govportal.settings.base import *  # noqa: F403

SECRET_KEY = "test-only"
FIELD_KEYS = {"test-1": "11" * 32}
BLIND_INDEX_KEY = "22" * 32
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TRIAL = True
CARD_READER = "simulated"
CLOCK_SOURCE = "host"
