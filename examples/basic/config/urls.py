from django.contrib import admin
from django.http import HttpResponse
from django.urls import include, path


def healthz(request):
    """Answers while the process serves; a slow database is no reason to restart it."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz),
    path("admin/", admin.site.urls),
    path("", include("library.urls")),
]
