-- Which team member a user is was kept twice: with the role and with the team member. Now the team member alone says it.
SET lock_timeout = '5s';

-- What the roles know in addition: where neither the team member nor the user has a link in the location yet.
UPDATE team_members m SET user_id = known.user_id, revision = m.revision + 1, changed_at = now()
FROM (
    SELECT DISTINCT ON (lr.chain_id, lr.location_id, lr.team_member_id)
           lr.chain_id, lr.location_id, lr.team_member_id, lr.user_id
    FROM location_roles lr
    WHERE NOT EXISTS (
        SELECT FROM team_members other
        WHERE other.chain_id = lr.chain_id AND other.location_id = lr.location_id AND other.user_id = lr.user_id
          AND other.deleted_at IS NULL)
    ORDER BY lr.chain_id, lr.location_id, lr.team_member_id, lr.is_accepted DESC, lr.user_id
) AS known
WHERE m.chain_id = known.chain_id AND m.location_id = known.location_id AND m.id = known.team_member_id
  AND m.user_id IS NULL AND m.deleted_at IS NULL;

ALTER TABLE location_roles DROP COLUMN team_member_id;
