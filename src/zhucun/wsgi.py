"""The entry point of the web server."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhucun.settings")
application = get_wsgi_application()


def _warm() -> None:
    # Nobody's first plan should wait until the solver's compiled loops are loaded.
    from zhucun.engine.posting.warm import warm

    warm()


Thread(target=_warm, name="warm", daemon=True).start()
