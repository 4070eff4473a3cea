import { KinoraError } from '@kinora/contract';
import pg from 'pg';

const OLDEST_VERSION = 150_000;

/** An own PostgreSQL must be 15 or newer and know letters beyond ASCII: with ctype C, Hebrew and Arabic search finds nothing. */
export async function assertUsableServer(ownerUrl: string): Promise<void> {
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: 'kinora check',
    connectionTimeoutMillis: 10_000,
  });
  try {
    await client.connect();
  } catch (cause) {
    throw new KinoraError(
      'database.unreachable',
      `cannot connect to DATABASE_URL: ${cause instanceof Error ? cause.message : String(cause)}`,
      { sentence: 'The database at DATABASE_URL does not answer. Check address, name and password.', cause },
    );
  }
  try {
    const { rows } = await client.query<{ version: number; ctype: string }>(
      "select current_setting('server_version_num')::int as version, datctype as ctype from pg_database where datname = current_database()",
    );
    const server = rows[0]!;
    if (server.version < OLDEST_VERSION)
      throw new KinoraError('database.too_old', `server version ${server.version}`, {
        sentence: 'The database server is too old. Kinora needs PostgreSQL 15 or newer.',
      });
    if (server.ctype === 'C' || server.ctype === 'POSIX')
      throw new KinoraError('database.ctype_c', `ctype is ${server.ctype}`, {
        sentence:
          'The database was made with ctype C, with which Hebrew and Arabic cannot be searched. Create it with LC_CTYPE C.UTF-8 or another UTF-8 locale.',
      });
  } finally {
    await client.end();
  }
}
