-- Partners whose clients know answers without an envelope. A constant default writes nothing over, on a table of any size.
SET lock_timeout = '5s';

ALTER TABLE partners ADD COLUMN answers_bare boolean NOT NULL DEFAULT false;
