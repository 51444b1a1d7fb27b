-- What a business sets of its booking forms: colours, the terms of use, what it calls its team members, and ids of
-- analytics for the pages of others. Empty for nothing.
SET lock_timeout = '5s';

ALTER TABLE booking_forms
    ADD COLUMN main_color text NOT NULL DEFAULT ''
        CONSTRAINT booking_forms_main_color_check CHECK (main_color ~ '^(#[0-9a-f]{6})?$'),
    ADD COLUMN secondary_color text NOT NULL DEFAULT ''
        CONSTRAINT booking_forms_secondary_color_check CHECK (secondary_color ~ '^(#[0-9a-f]{6})?$'),
    ADD COLUMN terms_url text NOT NULL DEFAULT ''
        CONSTRAINT booking_forms_terms_url_check CHECK (terms_url ~ '^(https?://.+)?$'),
    ADD COLUMN member_title text NOT NULL DEFAULT '',
    ADD COLUMN google_analytics_id text NOT NULL DEFAULT ''
        CONSTRAINT booking_forms_google_analytics_id_check CHECK (google_analytics_id ~ '^[A-Za-z0-9-]*$'),
    ADD COLUMN facebook_pixel_id text NOT NULL DEFAULT ''
        CONSTRAINT booking_forms_facebook_pixel_id_check CHECK (facebook_pixel_id ~ '^[0-9]*$');
