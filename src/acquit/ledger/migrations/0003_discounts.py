"""An invoice keeps what it offers for early payment."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_what_sums_and_searches_ask")]

    operations = [
        migrations.AddField(
            model_name="invoice",
            name="discounts",
            field=models.JSONField(default=list),
        ),
    ]
