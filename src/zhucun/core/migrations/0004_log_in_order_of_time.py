"""The log is read in the order of time, whatever was entered late."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The index by area holds the time."""

    dependencies = [("core", "0003_password_of_ones_own")]

    operations = [
        migrations.RemoveIndex(model_name="event", name="event_by_area"),
        migrations.AddIndex(
            model_name="event", index=models.Index(fields=["area", "-at", "-id"], name="event_by_area")
        ),
    ]
