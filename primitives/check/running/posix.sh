apply() { service_is_running "$service" || fail "$service does not run"; }
