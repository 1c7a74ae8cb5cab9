"""The frame's own addresses: look, the page to hide behind, and in the demo the components."""

from django.conf import settings
from django.urls import URLPattern, path

from nsp.desk.views import budget, demo
from nsp.desk.views.calendar import calendar
from nsp.desk.views.components import components
from nsp.desk.views.log import log, log_checks, log_export
from nsp.desk.views.own_money import money_of_actor, money_of_actor_file
from nsp.desk.views.pages import actor, actors, money
from nsp.desk.views.person import person, person_access, person_consents, person_rights
from nsp.desk.views.person_details import person_changes, person_details
from nsp.desk.views.person_journal import person_journal
from nsp.desk.views.person_law import person_law
from nsp.desk.views.person_talk import person_talk
from nsp.desk.views.search import search, search_suggest
from nsp.desk.views.seen import person_seen
from nsp.desk.views.settings import help_page, hidden, own_account, set_language, set_theme
from nsp.desk.views.summary import person_print
from nsp.desk.views.tasks import task_list
from nsp.desk.views.timeline import person_timeline
from nsp.desk.views.todo import todo
from nsp.desk.views.transfer import transfer_accept
from nsp.desk.views.year import year_end, year_file, year_return, year_sign

urlpatterns: list[URLPattern] = [
    path("", todo, name="todo"),
    path("persons/<str:code>/", person, name="person"),
    path("persons/<str:code>/timeline/", person_timeline, name="person_timeline"),
    path("persons/<str:code>/journal/", person_journal, name="person_journal"),
    path("persons/<str:code>/talk/", person_talk, name="person_talk"),
    path("persons/<str:code>/details/", person_details, name="person_details"),
    path("persons/<str:code>/changes/", person_changes, name="person_changes"),
    path("persons/<str:code>/law/", person_law, name="person_law"),
    path("persons/<str:code>/rights/", person_rights, name="person_rights"),
    path("persons/<str:code>/seen/", person_seen, name="person_seen"),
    path("persons/<str:code>/print/", person_print, name="person_print"),
    path("calendar/", calendar, name="calendar"),
    path("tasks/", task_list, name="task_list"),
    path("log/", log, name="log"),
    path("log/checks/", log_checks, name="log_checks"),
    path("log/export/", log_export, name="log_export"),
    path("persons/<str:code>/access/", person_access, name="person_access"),
    path("persons/<str:code>/consents/", person_consents, name="person_consents"),
    path("transfers/<str:ref>/accept/", transfer_accept, name="transfer_accept"),
    path("money/", money, name="money"),
    path("money/own/", money_of_actor, name="own_money"),
    path("money/own/file/", money_of_actor_file, name="own_money_file"),
    path("budgets/", budget.budget_list, name="budget_list"),
    path("budgets/new/", budget.budget_new, name="budget_new"),
    path("budgets/<str:ref>/", budget.budget, name="budget"),
    path("budgets/<str:ref>/lines/new/", budget.budget_line, name="budget_line"),
    path("budgets/<str:ref>/lines/<uuid:line>/", budget.budget_amend, name="budget_amend"),
    path("budgets/<str:ref>/bookings/<uuid:booking>/reverse/", budget.budget_reverse, name="budget_reverse"),
    path("money/file/", year_file, name="year_file"),
    path("money/year-end/", year_end, name="year_end"),
    path("money/year-end/return/", year_return, name="year_return"),
    path("money/year-end/sign/", year_sign, name="year_sign"),
    path("actors/", actors, name="actor_list"),
    path("actors/<str:ref>/", actor, name="actor"),
    path("search/", search, name="search"),
    path("search/suggest/", search_suggest, name="search_suggest"),
    path("look/", set_theme, name="set_theme"),
    path("language/", set_language, name="set_language"),
    path("hidden/", hidden, name="hidden"),
    path("own-account/", own_account, name="own_account"),
    path("help/", help_page, name="help"),
]
if settings.DEMO or settings.TEST:
    urlpatterns += [
        path("components/", components, name="components"),
        path("demo/", demo.people, name="demo_people"),
        path("demo/sign-in/", demo.sign_in, name="demo_sign_in"),
        path("demo/mail/", demo.mails, name="demo_mails"),
    ]
