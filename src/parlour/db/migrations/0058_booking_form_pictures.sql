-- Pictures in the head of booking forms, too.
SET lock_timeout = '5s';

ALTER TABLE images DROP CONSTRAINT images_entity_check, ADD CONSTRAINT images_entity_check
    CHECK (entity IN ('product', 'location', 'service', 'team_member', 'booking_form'));
