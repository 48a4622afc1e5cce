apply() { service_is_running "$service" || service_start "$service"; }
