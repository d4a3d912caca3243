"""Tags and filters for every template: `{% load acquit %}`."""
