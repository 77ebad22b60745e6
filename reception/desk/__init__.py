"""The day itself: visitors at the desk and off paper, numbered sheets, closing a day."""
