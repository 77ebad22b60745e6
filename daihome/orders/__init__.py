"""Papers that take long, made by a process of their own (`manage.py make_papers`)."""
