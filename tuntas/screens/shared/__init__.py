"""What every page shares: the base page, the components, who may open what."""
