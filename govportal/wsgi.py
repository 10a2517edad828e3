"""Pages and API. TRUSTED_PROXIES names the addresses or networks whose word about the visitor's address is taken."""

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govportal.settings.trial")
application = get_wsgi_application()
if proxies := os.environ.get("TRUSTED_PROXIES"):
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=proxies)
