"""The entry point of the web server."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhucun.settings")
application = get_wsgi_application()


def _prepare() -> None:
    # Nobody's first plan should wait until the solver's compiled loops are loaded.
    from zhucun.engine.posting.prepare import prepare

    prepare()


Thread(target=_prepare, name="prepare", daemon=True).start()
