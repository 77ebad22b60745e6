"""Addresses of the pages about clocks, below the staff's page of a matter."""

from suggestions.clocks import clock_views, extension_views, press_views

CLOCKS = {
    "<int:pk>/clocks/": ("clocks", clock_views.clocks),
    "<int:pk>/ask/": ("ask", clock_views.ask),
    "<int:pk>/resume/": ("resume", clock_views.resume),
    "<int:pk>/ask-extension/<int:assignment>/": ("ask_extension", extension_views.ask),
    "<int:pk>/extension/<int:extension>/": ("decide", extension_views.decide),
    "<int:pk>/press/<int:assignment>/": ("press", press_views.press),
}
