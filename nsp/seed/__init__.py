"""The demo's data: invented people and organisations, made through the services, relative to today."""
