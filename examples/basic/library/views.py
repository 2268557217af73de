from django.views.generic import DetailView, ListView, TemplateView

from .models import Book


class Home(TemplateView):
    template_name = "library/home.html"


class Books(ListView):
    queryset = Book.objects.prefetch_related("authors")


class BookPage(DetailView):
    model = Book
