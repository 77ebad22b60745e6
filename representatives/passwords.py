"""Password rules beyond Django's own (等保: complexity, no reuse)."""

import re

from django.core.exceptions import ValidationError

# Spelled-out favourites that Django's English list does not know.
PINYIN = re.compile(
    r"woaini|wo ai ni|aini1314|5201314|520520|1314520|nihao|zhongguo|beijing|mima|daibiao|renda"
)
MIN_DIFFERENT = 5


class GuessableValidator:
    """Refuses Chinese favourites such as woaini1314, and repeated or too few characters."""

    def validate(self, password, user=None):
        if PINYIN.search(password.lower()) and len(PINYIN.sub("", password.lower())) < 8:
            raise ValidationError("这个密码太常见，容易被猜到，请换一个。", code="guessable")
        if len(set(password)) < MIN_DIFFERENT:
            raise ValidationError("密码里不同的字符太少，请换一个。", code="repeated")

    def get_help_text(self):
        return "不要用 woaini1314 这类常见的拼音密码；可以用一句只有您知道的话，汉字也可以。"


class NotPreviousValidator:
    """Refuses the password that is in use now."""

    def validate(self, password, user=None):
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError("新密码不能和现在的密码相同，请换一个。", code="previous")

    def get_help_text(self):
        return "新密码不能和现在的密码相同。"
