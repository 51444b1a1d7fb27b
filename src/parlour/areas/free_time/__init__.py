"""Free time: when appointments can begin. Everything that offers times or books them online asks here."""
