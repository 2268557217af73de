from django.urls import path

from . import views

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("events/", views.Upcoming.as_view(), name="events"),
    path("events/<int:pk>/", views.EventPage.as_view(), name="event"),
]
