"""What the representatives who supervise an item are told: that it is theirs, that it is done."""

from django.urls import reverse

from representatives.posting import post


def tell_given(item, now):
    """Each of them once that they are to keep an eye on it."""
    return _tell(item, "given", f"请您盯着：{item.number}", now)


def tell_reported(item, now):
    """That the unit says it is done, once for each day on which it says so: then it is checked."""
    key = f"reported:{item.completed_on:%Y%m%d}"
    return _tell(item, key, f"{item.number}：单位已报完成，请去核查", now)


def _tell(item, key, title, now):
    users = (person.user for person in item.watchers())
    due = item.due_on
    return post(
        f"item:{item.pk}:{key}",
        home=item.home,
        title=title,
        text=f"{item.problem[:60]}\n责任单位：{item.unit}\n"
        f"整改期限：{due.year}年{due.month}月{due.day}日。到现场看一看，在手机上登记核查。",
        link=reverse("my:rectification", args=[item.pk]),
        users=[user for user in users if user and user.is_active],
        now=now,
    )
