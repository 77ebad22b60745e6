"""Papers about people: the sign-in slip."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from daihome.tools.paper import qr_svg, render_pdf


@dataclass(frozen=True)
class SignInSlip:
    """What somebody needs to sign in for the first time; `link` works once."""

    name: str
    username: str
    home: str
    phone: str
    address: str
    link: str
    valid_until: date

    @property
    def qr(self):
        return qr_svg(self.link, title=f"{self.username}的登录二维码")


def sign_in_slip(user, site):
    """The slip of one account; `site` is the address of the front page, with a slash at its end."""
    place = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    home = user.home
    return SignInSlip(
        name=user.name,
        username=user.username,
        home=home.name if home else "人大代表之家",
        phone=home.phone if home else "",
        address=site,
        link=site.rstrip("/") + reverse("accounts:slip", kwargs=place),
        valid_until=timezone.localdate() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    )


def slips_pdf(users, site):
    """A4 sheets of slips to cut apart. Raises MissingGlyphs for a name that no font has."""
    slips = [sign_in_slip(user, site) for user in users]
    return render_pdf("print/sign_in_slips.html", {"slips": slips})
