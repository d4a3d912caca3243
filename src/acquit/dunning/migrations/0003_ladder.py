from __future__ import annotations

from django.db import migrations

# Places were counted from 0; now each step has its rung on the ladder of core.dunning.
UP = """
    UPDATE dunning_actionitem
       SET rank = CASE rank WHEN 0 THEN 50 WHEN 4 THEN 900 ELSE rank * 100 END
     WHERE rank BETWEEN 0 AND 4
"""
DOWN = """
    UPDATE dunning_actionitem
       SET rank = CASE WHEN rank >= 900 THEN 4 WHEN rank < 100 THEN 0 ELSE rank / 100 END
     WHERE rank > 4
"""


class Migration(migrations.Migration):
    dependencies = [("dunning", "0002_scenarios")]

    operations = [migrations.RunSQL(UP, DOWN)]
