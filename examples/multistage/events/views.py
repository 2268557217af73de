from django.views.generic import DetailView, ListView, TemplateView

from .models import Event


class Home(TemplateView):
    template_name = "events/home.html"


class Upcoming(ListView):
    template_name = "events/event_list.html"

    def get_queryset(self):
        return Event.objects.upcoming()


class EventPage(DetailView):
    queryset = Event.objects.select_related("venue")
