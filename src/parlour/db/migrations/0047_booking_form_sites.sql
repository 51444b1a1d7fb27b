-- The sites whose pages may show a booking form in a frame, as origins: https://salon.example.
SET lock_timeout = '5s';

ALTER TABLE booking_forms ADD COLUMN sites text[] NOT NULL DEFAULT '{}';
