"""邮件：经 Django 的邮件后端发出，用哪个后端由设置定 (console, SMTP or any other backend of Django's)."""

from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import BadHeaderError, EmailMessage, get_connection

from tongban.foundation.messaging.outgoing import GatewayFailed, Outgoing, Receipt

TIMEOUT_SECONDS = 3.0


class MailGateway:
    """邮件网关：邮件没有幂等接口，同一个键用同一个 Message-ID，收件服务器据此去重。"""

    def __init__(self, *, sender: str, host: str, timeout: float = TIMEOUT_SECONDS) -> None:
        self._sender, self._host, self._timeout = sender, host, timeout

    def send(self, message: Outgoing) -> Receipt:
        """发一封邮件。 Raises: GatewayFailed."""
        reference = f"<{message.key}@{self._host}>"
        mail = EmailMessage(
            subject=message.subject,
            body=message.text,
            from_email=self._sender,
            to=[message.to],
            connection=get_connection(timeout=self._timeout),
            headers={"Message-ID": reference, "Auto-Submitted": "auto-generated"},
        )
        # The texts of these errors name the addressee, so only their kind goes on.
        try:
            mail.send()
        except SMTPRecipientsRefused as refused:
            # 4xx is "not now" (greylisting), 5xx is "never" (RFC 5321 4.2.1).
            never = all(code >= 500 for code, _ in refused.recipients.values())
            raise GatewayFailed("recipient_refused", final=never) from None
        except BadHeaderError:
            raise GatewayFailed("broken_header", final=True) from None
        except TimeoutError:
            raise GatewayFailed("timeout") from None
        except (SMTPException, OSError):
            raise GatewayFailed("broken") from None
        return Receipt(reference=reference)
