"""The log is read in the order of time, whatever was entered late."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index."""

    dependencies = [("core", "0003_password_of_ones_own")]

    operations = [
        migrations.AddIndex(model_name="event", index=models.Index(fields=["-at", "-id"], name="event_by_time")),
    ]
