"""The staff's addresses about units, their answers and their promises."""

from suggestions.staff import approval_views, reply_views
from suggestions.units import unit_staff_views

# address below the matters: (name, view)
UNITS = {
    "replies/": ("replies", approval_views.replies),
    "<int:pk>/reply/<int:assignment>/": ("reply", reply_views.reply),
    "<int:pk>/again/<int:promise>/": ("again", reply_views.again),
    "<int:pk>/approve/<int:reply>/": ("approve", approval_views.approve),
    "<int:pk>/publish/<int:reply>/": ("publish", approval_views.publish),
    "<int:pk>/promise/<int:promise>/": ("promise_told", unit_staff_views.promise_told),
    "<int:pk>/link/<int:assignment>/": ("link", unit_staff_views.new_link),
    "<int:pk>/assist/": ("assist", unit_staff_views.assist),
    "<int:pk>/handed/<int:assignment>/<slug:act>/": ("handed", unit_staff_views.handed),
}
