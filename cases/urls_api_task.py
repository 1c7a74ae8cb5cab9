"""Addresses of the API about tasks, below ``/api/v1/``. One address, one act."""

from django.urls import URLPattern, path

from cases.api import task

urlpatterns: list[URLPattern] = [
    path("tasks/", task.tasks, name="api_tasks"),
    path("tasks/new/", task.task_new, name="api_task_new"),
    path("persons/<str:code>/tasks/new/", task.person_task_new, name="api_person_task_new"),
    path("tasks/<str:ref>/", task.task, name="api_task"),
    path("tasks/<str:ref>/done/", task.done, name="api_task_done"),
    path("tasks/<str:ref>/undo/", task.undo, name="api_task_undo"),
    path("tasks/<str:ref>/change/", task.change, name="api_task_change"),
    path("tasks/<str:ref>/decline/", task.decline, name="api_task_decline"),
    path("tasks/<str:ref>/take-away/", task.take_back, name="api_task_take_back"),
]
