apply() { ! service_is_running "$service" || fail "$service runs"; }
