"""网站的入口，交给网页服务器。"""

import gc
import os

from django.core.wsgi import get_wsgi_application

from tongban.foundation import home, processes

if os.environ.get("KEEP_TO_ONE_CORE"):  # as the supervisor asks of each of its web processes
    processes.keep_to_one_core(seats=home.home() / "cores")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.wiring.settings")
application = get_wsgi_application()
# What was loaded stays; the collector need not walk through it again and again, nor after every seven hundred objects.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
