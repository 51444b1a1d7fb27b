-- A location belongs to one chain. Without knowing that, PostgreSQL multiplies both shares, takes the rows of a location
-- for a handful, and may read all of them where an index with more columns finds the few that are asked for.
SET lock_timeout = '5s';

CREATE STATISTICS appointments_location_stats (dependencies) ON chain_id, location_id FROM appointments;
CREATE STATISTICS appointment_services_location_stats (dependencies) ON chain_id, location_id FROM appointment_services;
CREATE STATISTICS appointment_figures_location_stats (dependencies) ON chain_id, location_id FROM appointment_figures;
CREATE STATISTICS clients_location_stats (dependencies) ON chain_id, location_id FROM clients;
ANALYZE appointments, appointment_services, appointment_figures, clients;
