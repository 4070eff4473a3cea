import { PERMISSIONS, type RouteDefinition } from '@kinora/contract';
import { EXAMPLE_BODIES, EXAMPLE_PARAMETERS, EXAMPLE_QUERIES } from './examples.ts';

const HEAD = `# The API

Everything the web app does goes through it. Below, \`$KINORA\` is the studio's address and \`$KEY\` an API key (Settings → API
keys, or \`POST /api-keys\`); a browser session works as well. The same in machine-readable form: [openapi.json](openapi.json), and at
\`/docs\` of a running studio.

- Errors are \`application/problem+json\` with a stable \`code\`: [errors.md](errors.md).
- Lists answer \`{items, nextCursor}\`; pass \`?cursor=\` for the next page.
- Jobs need an \`Idempotency-Key\`: the same key with the same body answers what the first call answered, for 48 hours.

Written by \`npm run generate\` from the route tables in \`contract/src/api\`.
`;

/** Text of docs/reference/api.md. */
export function renderApiReference(routes: readonly RouteDefinition[]): string {
  const tags = [...new Set(routes.map((route) => route.tag))];
  const sections = tags.map((tag) => {
    const operations = routes.filter((route) => route.tag === tag).map(renderOperation);
    return `## ${tag[0]?.toUpperCase()}${tag.slice(1)}\n\n${operations.join('\n')}`;
  });
  return `${HEAD}\n${sections.join('\n')}`;
}

function renderOperation(route: RouteDefinition): string {
  return `### ${route.method} ${route.path}

${route.summary}. ${describeAccess(route)} \`${route.operationId}\`, answers ${Object.keys(route.responses).join(', ')}.

\`\`\`sh
${renderCurl(route)}
\`\`\`
`;
}

function describeAccess(route: RouteDefinition): string {
  if (route.access === 'public') return 'Open to everybody.';
  if (route.access === 'signed_in') return 'For anybody signed in.';
  const { roles, scope } = PERMISSIONS[route.access];
  return `For ${roles.join(', ')}; keys need the scope \`${scope}\`.`;
}

/** @example renderCurl(accountRoutes.me) // curl "$KINORA/api/v1/me" -H "authorization: Bearer $KEY" */
export function renderCurl(route: RouteDefinition): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = EXAMPLE_PARAMETERS[name];
    if (value === undefined) throw new Error(`No example for :${name} of ${route.path}: scripts/reference/examples.ts`);
    return value;
  });
  const query = EXAMPLE_QUERIES[route.operationId];
  const body = EXAMPLE_BODIES[route.operationId];
  if (route.body && body === undefined) throw new Error(`No example body of ${route.operationId}: examples.ts`);
  const parts = [
    `curl${route.method === 'GET' ? '' : ` -X ${route.method}`} "$KINORA/api/v1${path}${query === undefined ? '' : `?${query}`}"`,
  ];
  if (route.access !== 'public') parts.push('-H "authorization: Bearer $KEY"');
  if (route.ifMatch) parts.push("-H 'if-match: 3'");
  if (route.idempotencyKey) parts.push('-H "idempotency-key: $(uuidgen)"');
  if (route.path.includes('/agent/')) parts.push('-H "authorization: Bearer $AGENT_KEY"');
  if (route.bytes) parts.push("-H 'content-type: application/octet-stream' --data-binary @bag.jpg");
  if (body !== undefined)
    parts.push(`-H 'content-type: application/json' \\\n  -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`);
  if (route.binary) parts.push(route.path === '/events' ? '-N' : '-o answer');
  return parts.join(' \\\n  ');
}
