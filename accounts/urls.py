"""Accounts: one's own sessions and password, other people's accounts, and the links that let somebody in."""

from django.urls import URLPattern, path

from accounts.views import absences, form_drafts, invitations, recovery, sessions, users, ways_in

urlpatterns: list[URLPattern] = [
    path("own-account/sessions/<str:handle>/end/", sessions.session_end, name="session_end"),
    path("own-account/sessions/end-others/", sessions.sessions_end_others, name="sessions_end_others"),
    path("own-account/password/", sessions.password_change, name="password_change"),
    path("own-account/absence/", absences.absence_list, name="absence_list"),
    path("own-account/absence/<str:ref>/take-away/", absences.absence_take_back, name="absence_take_back"),
    path("drafts/<str:ref>/throw-away/", form_drafts.form_draft_throw, name="form_draft_throw"),
    path("drafts/<str:ref>/undo/", form_drafts.form_draft_back, name="form_draft_back"),
    path("users/", users.users, name="user_list"),
    path("users/invite/", invitations.user_invite, name="user_invite"),
    path("users/<uuid:ref>/", users.user, name="user"),
    path("users/<uuid:ref>/freeze/", users.user_freeze, name="user_freeze"),
    path("users/<uuid:ref>/unfreeze/", users.user_unfreeze, name="user_unfreeze"),
    path("users/<uuid:ref>/appointments/<uuid:appointment>/end/", users.appointment_end, name="appointment_end"),
    path("users/<uuid:ref>/let-in/", recovery.recovery_open, name="recovery_open"),
    path("invitations/<str:ref>/confirm/", invitations.invitation_confirm, name="invitation_confirm"),
    path("invitations/<str:ref>/send/", invitations.invitation_resend, name="invitation_resend"),
    path("invitations/<str:ref>/withdraw/", invitations.invitation_withdraw, name="invitation_withdraw"),
    path("recoveries/<str:ref>/confirm/", recovery.recovery_confirm, name="recovery_confirm"),
    path("recoveries/<str:ref>/withdraw/", recovery.recovery_withdraw, name="recovery_withdraw"),
    path("join/<str:token>/", ways_in.join, name="join"),
    path("join/<str:token>/role/", ways_in.join_as, name="join_as"),
    path("recover/<str:token>/", ways_in.recover, name="recover"),
]
