"""The product's settings in a home of their own, so that tests never touch a real installation."""

import os
import tempfile
from pathlib import Path

os.environ["ZHUCUN_HOME"] = tempfile.mkdtemp(prefix="zhucun-tests-")
os.environ.setdefault("ZHUCUN_WORK_AT_ONCE", "1")
os.environ.setdefault("ZHUCUN_PLAIN_STATIC", "1")
os.environ.setdefault("ZHUCUN_DEMO", "1")
Path(os.environ["ZHUCUN_HOME"], "static").mkdir()

from zhucun.settings import *  # noqa: E402, F403

# The slow hash is for real passwords.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
