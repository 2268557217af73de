from django.db import models
from django.urls import reverse
from django.utils import timezone


class Venue(models.Model):
    name = models.CharField(max_length=200, unique=True)
    address = models.TextField()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class EventQuerySet(models.QuerySet):
    def upcoming(self):
        return self.filter(starts__gte=timezone.now()).select_related("venue")


class Event(models.Model):
    title = models.CharField(max_length=200)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="events")
    starts = models.DateTimeField(db_index=True)
    description = models.TextField(blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("event", args=[self.pk])
