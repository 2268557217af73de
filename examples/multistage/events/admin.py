from django.contrib import admin

from .models import Event, Venue


@admin.register(Venue)
class VenueAdmin(admin.ModelAdmin):
    search_fields = ["name"]


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    autocomplete_fields = ["venue"]
    date_hierarchy = "starts"
    list_display = ["title", "venue", "starts"]
