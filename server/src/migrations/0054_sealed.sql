-- A secret at rest: sealed by the program before it gets here (server/src/platform/secrets), so that a plain one by mistake
-- is refused, and `kinora secrets rotate` finds every sealed column by this type. Its table has a column `id`.
create domain app.sealed as text check (value ~ '^v2\.[0-9a-f]{8}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$');
