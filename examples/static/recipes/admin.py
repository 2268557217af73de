from django.contrib import admin

from .models import Ingredient, Recipe


class IngredientInline(admin.TabularInline):
    model = Ingredient
    extra = 3


@admin.register(Recipe)
class RecipeAdmin(admin.ModelAdmin):
    inlines = [IngredientInline]
    list_display = ["title", "minutes"]
    prepopulated_fields = {"slug": ["title"]}
