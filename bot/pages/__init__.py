"""The pages that people open in a browser: templates, static files and their routes."""
