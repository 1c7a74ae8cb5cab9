"""How Django's forms are drawn: by the components, in Designsystemet's classes (``settings.FORM_RENDERER``)."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_noop as _


class Renderer(TemplatesSetting):
    """``{{ form }}`` and ``{{ form.name.as_field_group }}`` come out as components/forms/*.html."""

    form_template_name = "components/forms/form.html"
    field_template_name = "components/forms/field.html"


#: Django's own sentences that our catalogue says in our tone: what to do, not what was wrong.
REWORDED = (
    _("This field is required."),
    _("Enter a valid date."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Enter a valid email address."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
)
