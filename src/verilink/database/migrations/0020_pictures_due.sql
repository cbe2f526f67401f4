-- When pictures are due to go, so that the sweep finds those few by an index instead of looking at all that are kept.
DROP INDEX inquiry_retention;
CREATE INDEX inquiry_pictures_due ON inquiry (
    (coalesce(greatest(completed_at, failed_at, expired_at), least(marked_for_review_at, decisioned_at))
     AT TIME ZONE 'UTC' + make_interval(days => retention_days))
) WHERE retention_days IS NOT NULL AND pictures_erased_at IS NULL AND redacted_at IS NULL;
