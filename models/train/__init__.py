"""Training: data sets, losses, schedules and the loop that `main.py train` runs."""
