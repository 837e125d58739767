"""What every slice shares: settings, the database, access, errors, jobs, the web's edges."""
