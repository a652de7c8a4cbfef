"""网站的入口，交给网页服务器。"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.wiring.settings")
application = get_wsgi_application()
