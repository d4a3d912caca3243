"""How the parts are put together: settings, addresses, the application, the database."""
