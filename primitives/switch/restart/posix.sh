apply() { service_restart "$service"; }
