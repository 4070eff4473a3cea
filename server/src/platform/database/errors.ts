import type { ErrorTable } from '@kinora/contract';

export const DATABASE_ERRORS = {
  'database.number_too_large': { status: 500, sentence: 'A stored number is larger than this program can hold.' },
  'database.migration_name': { status: 500, sentence: 'A migration file has a wrong name.' },
  'database.newer': { status: 500, sentence: 'This database was made by a newer Kinora. Start the newer version.' },
  'database.drift': { status: 500, sentence: 'A migration file was changed after it was applied.' },
  'database.migration_failed': {
    status: 500,
    sentence: 'The database could not be brought up to date. The log says why; nothing was changed.',
  },
  'database.no_embedded': {
    status: 500,
    sentence: 'There is no embedded PostgreSQL for this system. Set DATABASE_URL.',
  },
  'database.start_failed': {
    status: 500,
    sentence: 'The embedded database did not start. The log says why; the data is untouched.',
  },
  'database.stop_failed': { status: 500, sentence: 'The embedded database did not stop in time.' },
  'database.unreachable': { status: 500, sentence: 'The database at DATABASE_URL does not answer.' },
  'database.too_old': { status: 500, sentence: 'Kinora needs PostgreSQL 15 or newer.' },
  'database.role_bypasses_wall': {
    status: 500,
    sentence: 'A database role of Kinora can look past the wall between organizations.',
  },
  'database.roles_refused': { status: 500, sentence: 'The login in DATABASE_URL may not make the roles of Kinora.' },
  'database.ctype_c': { status: 500, sentence: 'The database was made with ctype C. Create it with a UTF-8 locale.' },
  'database.older': {
    status: 500,
    sentence: 'The studio that runs is of an older version than this program. Restart the studio first.',
  },
} satisfies ErrorTable;
