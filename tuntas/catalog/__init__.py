"""Services and packages: definitions, requirements, questions, versions."""
