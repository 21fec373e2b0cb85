"""The entry point of the web server."""

import gc
import os
import sys
from pathlib import Path
from threading import Thread

from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template

# Threads give way where they ask the database, which is every few milliseconds; taking the processor from one in the
# middle of a page makes every page late instead of one.
sys.setswitchinterval(0.05)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhucun.settings")
application = get_wsgi_application()


def _read_templates() -> None:
    """Read every page's template now, so that hardly anybody who asks a fresh process for a page waits for one."""
    for path in Path(__file__).parent.glob("*/templates/**/*.html"):
        get_template(path.as_posix().rpartition("/templates/")[2])


def _prepare() -> None:
    _read_templates()
    # Nobody's first plan should wait until the solver's compiled loops are loaded.
    from zhucun.engine.posting.prepare import prepare

    prepare()
    # What is loaded by now stays: looking through it for waste on every tenth page costs a tenth of the processor.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


Thread(target=_prepare, name="prepare", daemon=True).start()
