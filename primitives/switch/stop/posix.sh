probe() { ! service_is_running "$service"; }
save() { passing=1; }
apply() { service_stop "$service"; }
undo() { service_is_running "$service" || service_start "$service"; }
