probe() { service_is_running "$service"; }
apply() { service_start "$service"; }
undo() { ! service_is_running "$service" || service_stop "$service"; }
