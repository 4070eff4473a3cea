export type { Database, DatabaseUrls, Queryable, Transaction, Work } from './connection.ts';
export { openDatabase } from './connection.ts';
export type { EmbeddedPostgres } from './embedded/embedded.ts';
export { startEmbeddedPostgres } from './embedded/embedded.ts';
export { DATABASE_ERRORS } from './errors.ts';
export { assertUsableServer } from './external.ts';
export { ENGINE_SCHEMA } from './migrate-engine.ts';
export { prepareDatabase } from './prepare.ts';
export { deriveRolePasswords, toRoleUrls } from './roles.ts';
