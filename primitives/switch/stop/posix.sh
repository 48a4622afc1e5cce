probe() { ! service_is_running "$service"; }
apply() { service_stop "$service"; }
undo() { service_is_running "$service" || service_start "$service"; }
