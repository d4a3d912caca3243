"""E-mail: by a mail server of one's own, or by a service."""
