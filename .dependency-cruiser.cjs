/**
 * The arrows of design.md §3, checked with cycles. Each rule says what to do instead.
 * Tests may reach further than product code (they build fixtures), so they are left out.
 */
const code = (folder) => `^${folder}/(src|bin)/`;
const arrow = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: '\\.test\\.tsx?$|/testing/' },
  to: { path: to },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      // A screen fetched when first opened may know the frame that fetches it: such a ring never meets while modules load.
      comment: 'Move the shared part into a file both can import.',
      from: {},
      to: { circular: true, viaOnly: { pathNot: 'node_modules', dependencyTypesNot: ['dynamic-import'] } },
    },
    arrow(
      'contract-alone',
      code('contract'),
      '^(media|providers|studios|server|cli|web)/',
      'contract imports nothing of ours.',
    ),
    arrow(
      'media-core-pure',
      code('media/core'),
      '^(media/node|providers|studios|server|cli|web)/',
      'media/core knows contract only.',
    ),
    {
      name: 'media-core-no-node',
      severity: 'error',
      comment: 'media/core also runs in the browser: pass Node things in.',
      from: { path: code('media/core'), pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    arrow(
      'media-node',
      code('media/node'),
      '^(providers|studios|server|cli|web)/',
      'media/node knows contract and media/core.',
    ),
    arrow(
      'voice-apart',
      '^media/voice-espeak/',
      '^(contract|media/core|media/node|providers|studios|server|cli|web)/',
      'The GPL voice is a separate program and shares no code.',
    ),
    arrow(
      'nobody-imports-voice',
      '^(contract|media/core|media/node|providers|studios|server|cli|web)/',
      '^media/voice-espeak/',
      'Run the voice as a child process; never import it.',
    ),
    arrow('providers', code('providers'), '^(studios|server|cli|web)/', 'providers know contract and media.'),
    arrow(
      'studios',
      code('studios'),
      '^(server|cli|web)/',
      'studios reach the server through the ports passed to them.',
    ),
    arrow('server', code('server'), '^(cli|web)/', 'The server knows neither the command nor the web app.'),
    arrow(
      'web',
      code('web'),
      '^(media/node|providers|studios|server|cli)/',
      'The web app knows contract types and media/core.',
    ),
    {
      name: 'domain-front-door',
      severity: 'error',
      comment: 'Import another domain through its index.ts.',
      from: { path: '^server/src/domains/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/domains/([^/]+)/(?!index\\.ts$)', pathNot: '^server/src/domains/$1/' },
    },
    {
      name: 'platform-below-domains',
      severity: 'error',
      comment: 'platform/ knows no domain: pass what it needs in.',
      from: { path: '^server/src/platform/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/domains/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(node_modules|/dist/|^build/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
