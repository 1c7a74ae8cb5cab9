"""Response headers that neither Django nor django-csp sends."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Nothing that a page of ours needs; passkeys are asked for by ourselves only.
PERMISSIONS = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


class PermissionsPolicyMiddleware:
    """Tell the browser that no page uses camera, microphone, position and the like."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header to every response."""
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return response
