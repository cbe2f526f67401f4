-- Whoever erases a selfie has to find the cases of other inquiries that hold a copy of its face, whatever account they
-- belong to by now.
CREATE INDEX verification_held_against ON verification (environment_id, (judgement #>> '{case,account-selfie-of}'))
  WHERE judgement #>> '{case,account-selfie-of}' IS NOT NULL;
