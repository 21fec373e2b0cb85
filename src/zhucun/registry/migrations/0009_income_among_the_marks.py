from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_counts_of_counties")]

    operations = [
        migrations.RemoveIndex(
            model_name="household",
            name="household_marks",
        ),
        migrations.AddIndex(
            model_name="household",
            index=models.Index(
                fields=[
                    "county_code",
                    "key",
                    "status",
                    "main_cause",
                    "attribute",
                    "monitored",
                    "risk_removed",
                    "persons",
                    "village",
                    "net_per_head_yuan",
                ],
                name="household_marks",
            ),
        ),
    ]
