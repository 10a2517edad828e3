"""Every Django form drawn with our components: summary of errors on top, then field by field."""

from django.forms.renderers import TemplatesSetting


class ComponentRenderer(TemplatesSetting):
    """Named in settings as FORM_RENDERER; `{{ form }}` and `{% field form.name %}` come out as our components."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
