from django.contrib import admin

from .models import Author, Book

admin.site.register(Author)


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    list_display = ["title", "added", "read"]
    list_filter = ["read"]
    search_fields = ["title", "authors__name"]
