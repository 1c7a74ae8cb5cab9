"""How Django's forms are drawn: by the components, in Designsystemet's classes (``settings.FORM_RENDERER``)."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """``{{ form }}`` and ``{{ form.name.as_field_group }}`` come out as components/forms/*.html."""

    form_template_name = "components/forms/form.html"
    field_template_name = "components/forms/field.html"
