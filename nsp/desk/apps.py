from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "nsp.desk"
    label = "desk"
