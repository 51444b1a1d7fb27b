-- How clients of a location book online.
SET lock_timeout = '5s';

ALTER TABLE locations
    -- Whether clients confirm their phone number by a code.
    ADD COLUMN booking_confirms_phone boolean NOT NULL DEFAULT false,
    -- Whether clients may leave the choice of the team member to the location.
    ADD COLUMN booking_allows_any_member boolean NOT NULL DEFAULT true,
    -- How far ahead of its start a time can be booked at the latest.
    ADD COLUMN booking_lead_minutes smallint NOT NULL DEFAULT 0
        CONSTRAINT locations_booking_lead_minutes_check
            CHECK (booking_lead_minutes BETWEEN 0 AND 1380 AND booking_lead_minutes % 30 = 0),
    -- The most seats of a group event that a client can book.
    ADD COLUMN booking_max_seats smallint NOT NULL DEFAULT 1
        CONSTRAINT locations_booking_max_seats_check CHECK (booking_max_seats BETWEEN 1 AND 255),
    -- Whether the starts that are offered follow the two lists below.
    ADD COLUMN booking_has_grids boolean NOT NULL DEFAULT false,
    -- The grids of weekdays, and of single dates in their place: read and replaced as a whole.
    ADD COLUMN booking_weekdays jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN booking_dates jsonb NOT NULL DEFAULT '[]';
