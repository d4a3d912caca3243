"""People and companies stand above the trail: it keeps their keys, in the same columns."""

from django.db import migrations, models

NO_ROOM_ABOVE = [
    (name, models.BigIntegerField(null=True, db_column=f"{name}_id"))
    for name in ("actor", "company")
]


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.RemoveIndex("entry", "audit_company"),
        *(migrations.AlterField("entry", name, key) for name, key in NO_ROOM_ABOVE),
        *(migrations.RenameField("entry", n, f"{n}_id") for n, _ in NO_ROOM_ABOVE),
        *(
            migrations.AlterField("entry", f"{n}_id", models.BigIntegerField(null=True))
            for n, _ in NO_ROOM_ABOVE
        ),
        migrations.AddIndex(
            "entry", models.Index(fields=["company_id", "-at"], name="audit_company")
        ),
        migrations.AddIndex(
            "entry", models.Index(fields=["actor_id", "-at"], name="audit_actor")
        ),
        migrations.AddIndex("entry", models.Index(fields=["-at"], name="audit_at")),
    ]
