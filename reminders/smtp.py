"""Django's SMTP backend, which also says whether an e-mail was in the server's hands when the line broke."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangosBackend

GO_ON = 354
"""The server's answer to DATA: from here on it may have the e-mail, whatever becomes of its last answer."""


class AnswerLost(OSError):
    """The e-mail was handed over and no answer came, or none that can be read: nobody knows whether it was taken."""


class _Telling:
    """What both kinds of connection do: tell a refusal, and a line that broke before, from an answer that was lost."""

    handing_over = False

    def getreply(self) -> tuple[int, bytes]:
        """The server's answer; 354 is remembered."""
        code, text = super().getreply()  # type: ignore[misc]
        self.handing_over = self.handing_over or code == GO_ON
        return code, text

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hand the e-mail over. Raises AnswerLost where the server asked for it and then did not answer."""
        self.handing_over = False
        try:
            code, text = super().data(msg)  # type: ignore[misc]
        except OSError as error:
            if self.handing_over:
                raise AnswerLost(type(error).__name__) from error
            raise
        if 200 <= code < 300:
            return 250, text  # the only one that smtplib takes for a yes
        if not 400 <= code < 600:
            raise AnswerLost("no answer that can be read")
        return code, text


class _Plain(_Telling, smtplib.SMTP):
    """The connection, also after STARTTLS."""


class _Sealed(_Telling, smtplib.SMTP_SSL):
    """The connection that is TLS from the first byte."""


class EmailBackend(DjangosBackend):
    """Django's backend over a connection that tells."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Which connection it opens."""
        return _Sealed if self.use_ssl else _Plain
