from django.shortcuts import get_object_or_404, render

from .models import Recipe


def home(request):
    return render(request, "recipes/home.html")


def recipes(request):
    quick = request.GET.get("quick") == "1"
    found = Recipe.objects.filter(minutes__lte=30) if quick else Recipe.objects.all()
    return render(request, "recipes/list.html", {"recipes": found, "quick": quick})


def recipe(request, slug):
    found = get_object_or_404(Recipe.objects.prefetch_related("ingredients"), slug=slug)
    return render(request, "recipes/recipe.html", {"recipe": found})
