probe() { service_is_running "$service"; }
save() { passing=1; }
apply() { service_start "$service"; }
undo() { ! service_is_running "$service" || service_stop "$service"; }
