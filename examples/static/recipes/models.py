from django.db import models


class Recipe(models.Model):
    title = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    minutes = models.PositiveSmallIntegerField(help_text="From start to table.")
    method = models.TextField()

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title


class Ingredient(models.Model):
    recipe = models.ForeignKey(Recipe, on_delete=models.CASCADE, related_name="ingredients")
    name = models.CharField(max_length=100)
    amount = models.CharField(max_length=50, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipe", "name"], name="once_per_recipe")]

    def __str__(self):
        return f"{self.amount} {self.name}".strip()
