"""The first screen, and the page of everything else."""
