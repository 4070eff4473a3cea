import { VARIABLES, type Variable } from './variables.ts';

const variables: readonly Variable[] = VARIABLES;
const groups = [...new Set(variables.map((variable) => variable.group))];

/** Text of `.env.example`: every variable, commented out, with its sentence. */
export function renderEnvironmentExample(): string {
  const sections = groups.map((group) => {
    const lines = variables
      .filter((variable) => variable.group === group)
      .map((variable) => `# ${variable.sentence}\n#${variable.name}=${variable.fallback ?? ''}`);
    return `### ${group}\n\n${lines.join('\n\n')}\n`;
  });
  return `# Settings of the studio. Every one may stay unset. Written by npm run generate.\n\n${sections.join('\n')}`;
}

/** Text of docs/reference/configuration.md. */
export function renderConfigurationReference(): string {
  const sections = groups.map((group) => {
    const rows = variables
      .filter((variable) => variable.group === group)
      .map(
        (variable) =>
          `| \`${variable.name}\` | ${variable.fallback === null ? 'not set' : `\`${variable.fallback}\``} | ${variable.sentence} |`,
      );
    return `## ${group}\n\n| variable | default | meaning |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Configuration\n\nRead once at start from the environment; a wrong value stops the start with the full list of faults. Written by \`npm run generate\`.\n\n${sections.join('\n')}`;
}
