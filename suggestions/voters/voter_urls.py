"""The staff's pages that answer the voter, by their routes below one matter."""

from suggestions.voters import evaluation_views, wish_admin_views

VOTER = {
    "<int:pk>/verdict/": ("verdict", evaluation_views.verdict),
    "<int:pk>/silence/": ("silence", evaluation_views.silence),
    "<int:pk>/presidium/": ("presidium", evaluation_views.presidium),
    "<int:pk>/news/": ("news", wish_admin_views.news),
    "<int:pk>/withdrawal/": ("withdrawal", wish_admin_views.withdrawal),
    "<int:pk>/files/": ("files", wish_admin_views.files),
    "<int:pk>/anonymise/": ("anonymise", wish_admin_views.anonymise),
}
