"""Addresses of tasks. The list is the desk's."""

from django.urls import URLPattern, path

from cases.views import task

urlpatterns: list[URLPattern] = [
    path("tasks/new/", task.task_new, name="task_new"),
    path("persons/<str:code>/tasks/new/", task.person_task_new, name="person_task_new"),
    path("tasks/<str:ref>/", task.task, name="task"),
    path("tasks/<str:ref>/done/", task.task_done, name="task_done"),
    path("tasks/<str:ref>/undo/", task.task_undo, name="task_undo"),
    path("tasks/<str:ref>/change/", task.task_change, name="task_change"),
    path("tasks/<str:ref>/decline/", task.task_decline, name="task_decline"),
    path("tasks/<str:ref>/take-away/", task.task_take_back, name="task_take_back"),
]
