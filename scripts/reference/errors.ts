import type { ErrorEntry } from '@kinora/contract';

/** Text of docs/reference/errors.md: every code with its status and the sentence people read when the thrower gives none. */
export function renderErrorReference(registry: ReadonlyMap<string, ErrorEntry>): string {
  const groups = groupByArea([...registry].sort(([first], [second]) => (first < second ? -1 : 1)));
  const sections = [...groups].map(([area, entries]) => {
    const rows = entries.map(([code, { status, sentence }]) => `| \`${code}\` | ${status} | ${sentence} |`);
    return `## ${area}\n\n| code | status | sentence |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Errors

A refusal is \`application/problem+json\`: \`code\` never changes its meaning, \`detail\` is the sentence for people (often more exact
than the one below), \`details\` holds the facts, \`requestId\` finds the line in the log. Written by \`npm run generate\`.

${sections.join('\n')}`;
}

function groupByArea(entries: [string, ErrorEntry][]): Map<string, [string, ErrorEntry][]> {
  const groups = new Map<string, [string, ErrorEntry][]>();
  for (const entry of entries) {
    const area = entry[0].split('.')[0] ?? entry[0];
    groups.set(area, [...(groups.get(area) ?? []), entry]);
  }
  return groups;
}
