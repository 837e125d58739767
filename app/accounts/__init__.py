"""Who somebody is: people, sign-in, devices, forgotten passwords."""
