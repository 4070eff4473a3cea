/**
 * First parts of the keys whose words only screens behind the first one say. They travel in a file of their own, asked for
 * once the first screen stands: the whole language was an eighth of the first load. `scripts/check-web-size.mjs` fails
 * when the first load says one of them.
 */
export const LATER_WORDS: ReadonlySet<string> = new Set([
  'billing',
  'board',
  'brief',
  'budgets',
  'cover',
  'deliver',
  'deliveries',
  'film',
  'import',
  'jobs',
  'kit',
  'library',
  'media',
  'member',
  'members',
  'connections',
  'model',
  'models',
  'picker',
  'post',
  'preflight',
  'product',
  'productFilm',
  'products',
  'safety',
  'said',
  'servers',
  'shot',
  'template',
  'variant',
  'viewer',
  'webhooks',
]);
