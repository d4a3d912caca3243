import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0004_lessons"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="kindrecord", name="record_of_a_kind"),
        migrations.AddField(
            model_name="kindrecord",
            name="month",
            field=models.DateField(default=datetime.date(2026, 11, 1)),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="kindrecord",
            constraint=models.UniqueConstraint(
                fields=("company", "kind", "month"), name="record_of_a_kind"
            ),
        ),
    ]
