"""The form of an application, as residents fill it in at home and officers at the counter."""
