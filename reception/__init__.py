"""Reception days, visits and the letter box: channels that feed matters into `suggestions`."""
