"""The wiring of the house: settings, addresses, the admin site and pages that join the apps."""
