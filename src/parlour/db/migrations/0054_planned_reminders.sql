-- Reminders that were asked for before any were sent. What was booked then isn't reported.
SET lock_timeout = '5s';

SELECT plan_reminders(a) FROM appointments a
WHERE a.client_id IS NOT NULL AND a.starts_at > now() AND awaits_client(a)
  AND (a.sms_reminder_hours > 0 OR a.email_reminder_hours > 0);
